import { alignedTable } from '../corpus/aligned-table.ts';
import type { Comparison, LineChange, RuleChange } from './compare.ts';
import { NOTICES } from './finding-line.ts';
import type { ScannedPart } from './scan-all.ts';
import type { GoldenPart } from './table.ts';

const KINDS = ['added', 'removed', 'changed'] as const;

/** How many findings come, go and change, by rule and part; where the stored lines are not on this machine, how many there were and are. */
export function changesTable(changes: readonly RuleChange[]): string {
  const rows = changes.map(({ rule, isNew, isGone, part, stored, now, lines }) => [
    `${rule}${isNew ? ' (new)' : isGone ? ' (gone)' : ''}`,
    part,
    ...(lines === undefined
      ? [`differs: ${stored?.findings ?? 0} before, ${now.findings} now`]
      : KINDS.map((kind) => `${lines.filter((line) => line.kind === kind).length} ${kind}`)),
  ]);
  return alignedTable(rows, new Set([2, 3, 4]));
}

/** What changed of rules, line by line, where that is known. */
export function changesText(changes: readonly RuleChange[]): string {
  return changes
    .filter(({ lines = [] }) => lines.length > 0)
    .map(({ rule, part, lines = [] }) => [`${rule}, ${part}:`, ...lines.flatMap(shownLines), ''].join('\n'))
    .join('\n');
}

function shownLines(change: LineChange): string[] {
  const before = change.kind === 'added' ? [] : [`  - ${cellsOf(change.before)}`];
  const after = change.kind === 'removed' ? [] : [`  + ${cellsOf(change.after)}`];
  return [...before, ...after];
}

/** Without the rule, under which they stand. */
const cellsOf = (line: string): string =>
  line
    .split('\t')
    .slice(1)
    .filter((cell) => cell !== '')
    .join(' | ');

/** What was scanned, in numbers. */
export function scannedText(parts: ReadonlyMap<GoldenPart, ScannedPart>, rules: number): string {
  const findings = [...parts.values()].flatMap(({ lines }) =>
    [...lines].map(([rule, own]) => (rule === NOTICES ? 0 : own.length)),
  );
  const repositories = [...parts].map(([part, { repositories: count }]) => counted(count, part.slice(0, -1)));
  const found = counted(sumOf(findings), 'finding');
  return [`${counted(rules, 'rule')}, ${found} over`, repositories.join(' and ') || 'nothing'].join(' ');
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;

/** Whether all is as stored; `hasAll`: everything that was asked for was scanned. */
export function verdictOf({ changes, unknown }: Comparison, hasAll: boolean): string {
  if (changes.length > 0) return `${counted(new Set(changes.map(({ rule }) => rule)).size, 'rule')} changed`;
  if (unknown.length > 0) return `${counted(new Set(unknown).size, 'rule')} could not be compared`;
  return hasAll ? 'as stored' : 'not everything was scanned';
}

/** What to do about it, in sentences. */
export function advice({ changes, unknown }: Comparison, isShown: boolean): string[] {
  const isMissing = unknown.length > 0 || changes.some(({ lines }) => lines === undefined);
  return [
    ...(isMissing
      ? [
          'The lines behind some stored hashes are not in the cache: `npm run golden -- --at REV` computes those of a revision.',
        ]
      : []),
    ...(changes.length > 0 && !isShown ? ['`npm run golden -- --diff` shows what changed.'] : []),
    ...(changes.length > 0 ? ['`npm run golden -- --write` takes it for what is meant.'] : []),
  ];
}
