import { alignedTable } from './aligned-table.ts';
import { percent, perHundredThousand, type RuleFigures, ratio } from './figures.ts';
import { FAILING, type LabelChange, type LabelChangeKind } from './label-changes.ts';
import type { GroupFigures, Target } from './targets.ts';

const COLUMNS: readonly (readonly [title: string, cell: (figures: RuleFigures, lines: number) => string])[] = [
  ['rule', ({ rule }) => rule.name],
  ['default', ({ inDefault }) => String(inDefault)],
  ['strict', ({ inStrict }) => String(inStrict)],
  ['per 100k', ({ inDefault }, lines) => perHundredThousand(inDefault, lines)],
  ['in strict', ({ inStrict }, lines) => perHundredThousand(inStrict, lines)],
  ['read', ({ read }) => String(read)],
  ['right', ({ right }) => String(right)],
  ['precision', (figures) => `${percent(figures)} ${figures.rule.rule.docs.precision}`],
  ['right in strict', ({ strict }) => ratio(strict)],
  ['unread', ({ unlabelled }) => String(unlabelled)],
  ['lost', ({ lost }) => String(lost)],
  ['fixed', ({ fixed }) => String(fixed)],
  ['claims', ({ claims }) => (claims === undefined ? '' : ratio(claims) || 'none')],
];
const NUMBERS = new Set(COLUMNS.map((_, column) => column).slice(1));

/** The figures as an aligned table for a terminal. `claims` is what a rule's documentation says, where it differs. */
export function figuresTable(figures: readonly RuleFigures[], lines: number): string {
  const rows = figures.map((row) => COLUMNS.map(([, cell]) => cell(row, lines)));
  return alignedTable([COLUMNS.map(([title]) => title), ...rows], NUMBERS);
}

/** Per category and overall. */
export function groupsTable(groups: readonly GroupFigures[], lines: number): string {
  const rows = groups.map((group) => [
    group.name,
    String(group.inDefault),
    String(group.inStrict),
    lines === 0 ? '–' : ((1000 * group.inDefault) / lines).toFixed(3),
    String(group.read),
    percent(group),
  ]);
  const titles = ['category', 'default', 'strict', 'per 1,000', 'read', 'precision'];
  return alignedTable([titles, ...rows], NUMBERS);
}

export function targetsTable(targets: readonly Target[]): string {
  return alignedTable(
    targets.map(({ name, measured, wanted, isMet }) => [name, measured, wanted, isMet ? 'met' : 'MISSED']),
  );
}

const TITLES: readonly (readonly [kind: LabelChangeKind, title: string])[] = [
  ['lost', 'Right, and no longer found'],
  ['back', 'Wrong, and found again or shown to more users'],
  ['demoted', 'Right, and shown in the strict profile only'],
  ['gained', 'Right, and found again or shown to more users'],
  ['fixed', 'Wrong, and shown to fewer users or none'],
];

/** What is no longer as the labels say, what must not be first; empty where nothing changed. */
export function labelChangeLines(changes: readonly LabelChange[]): string[] {
  return TITLES.flatMap(([kind, title]) => {
    const own = changes.filter((change) => change.kind === kind);
    if (own.length === 0) return [];
    return [`${title}${FAILING.has(kind) ? ' (fails)' : ''}: ${own.length}`, ...own.map(changeLine)];
  });
}

function changeLine({ label, today }: LabelChange): string {
  const { package: name, version, path, line, rule, code, profile } = label;
  return `  ${name} ${version} ${path}:${line} ${rule} (${profile} → ${today})\n    ${code}`;
}
