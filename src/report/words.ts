import type { AuditReport, SeverityCounts } from './audit-report.ts';
import { sumOf } from './severity-counts.ts';
import type { EntryKind } from './system/system-model.ts';

export const counted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : nouns}`;

/** `57 513`: with narrow blanks, as people read large numbers in any language. */
export function grouped(count: number): string {
  const digits = String(count);
  const first = digits.length % 3 || 3;
  const groups = [digits.slice(0, first)];
  for (let at = first; at < digits.length; at += 3) groups.push(digits.slice(at, at + 3));
  return groups.join('\u202f');
}

export const titleOf = ({ project }: AuditReport): string => `Audit of ${project}`;

/** What was scanned, when, as one line. */
export function origin({ commit, date, scope, tool }: AuditReport): string {
  const changed = commit?.changedFiles ?? 0;
  const state = changed === 0 ? '' : ` with ${counted(changed, 'changed file')}`;
  const at = commit === undefined ? 'no commit' : `commit ${commit.id.slice(0, 12)}${state}`;
  return `${date}, ${at}, ${scope.profile} profile, ${tool.name} ${tool.version}`;
}

/** What the audit is about, and how large that is. */
export function summaryOf({ counts, scope, system, components }: AuditReport): string {
  const kinds = [
    [system.services.filter(({ isStore }) => !isStore).length, 'service'],
    [system.entries.filter(({ kind }) => kind === 'route').length, 'route'],
    [system.entries.filter(({ kind }) => kind === 'command').length, 'command'],
    [system.queues.length, 'queue'],
    [system.stores.length, 'store'],
  ] as const;
  const parts = kinds.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  const size = `${counted(scope.files, 'file')} with ${counted(scope.lines, 'line')} of Python in ${counted(components.length, 'component')}`;
  const seen = parts.length === 0 ? '' : `; found ${parts.join(', ')}`;
  return `Scanned ${size}${seen}. There ${sumOf(counts) === 1 ? 'is' : 'are'} ${counted(sumOf(counts), 'finding')}: ${countsText(counts)}.`;
}

export const countsText = ({ P0, P1, P2, P3 }: SeverityCounts): string => `${P0} P0, ${P1} P1, ${P2} P2, ${P3} P3`;

/** Sentences that the sections begin with. */
export const SECTION_WORDS = {
  system:
    'Derived from the code, containers, manifests and workflows of this repository. Objects created at run time and other repositories are missing.',
  findings:
    'Worst first, one per cause. P0 blocks production; fix P1 before the release and P2 in the next sprint. Anchors of findings are stable across reports.',
  sound:
    'Code that a rule examined and proved correct, with one proof each. A rule without findings is not listed for that alone. “Not proven” counts the places that the rule reports, including those that this profile hides.',
  questions:
    'These questions need a human answer. Most are asked because of what the code contains; the last ones apply to every system.',
  imports:
    'Arrows point from importer to imported module. Arrows that a longer path implies are omitted; red arrows are part of a cycle.',
} as const;

export const ENTRY_TITLES: Readonly<Record<EntryKind, string>> = {
  program: 'Programs started by a container, a platform or systemd',
  route: 'Routes',
  task: 'Tasks',
  worker: 'Infinite loops',
  command: 'Commands',
};
