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
  const seen = parts.length === 0 ? '' : `; seen in it: ${parts.join(', ')}`;
  return `Read were ${size}${seen}. There ${sumOf(counts) === 1 ? 'is' : 'are'} ${counted(sumOf(counts), 'finding')}: ${countsText(counts)}.`;
}

export const countsText = ({ P0, P1, P2, P3 }: SeverityCounts): string => `${P0} P0, ${P1} P1, ${P2} P2, ${P3} P3`;

/** Sentences that the sections begin with. */
export const SECTION_WORDS = {
  system:
    'As the scan understood it from code, containers, manifests and workflows; what is made at run time, or stands in other repositories, is not in it.',
  findings:
    'The worst first; one for each cause. P0 blocks production, P1 is to be fixed before the release, P2 in the next sprint. Names of findings stay when others come or go.',
  sound:
    'Places that a rule looked at, of which the code proves that they are right, with one of the proofs. Nothing is listed for having no findings. “Not proven” counts the other places that the rule fired at, with those that this profile does not show.',
  questions:
    'No tool decides these. They are asked because of what was seen here; the last ones are asked of every system.',
  imports: 'Arrows point to what is imported. What a longer way implies is left out; red ones are part of a cycle.',
} as const;

export const ENTRY_TITLES: Readonly<Record<EntryKind, string>> = {
  program: 'Programs that a container or Procfile starts',
  route: 'Routes',
  task: 'Tasks',
  worker: 'Loops that never end',
  command: 'Commands',
};
