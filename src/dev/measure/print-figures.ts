import { percent, perHundredThousand, type RuleFigures, ratio } from './figures.ts';

const COLUMNS: readonly (readonly [title: string, cell: (figures: RuleFigures, lines: number) => string])[] = [
  ['rule', ({ rule }) => rule.name],
  ['default', ({ inDefault }) => String(inDefault)],
  ['strict', ({ inStrict }) => String(inStrict)],
  ['per 100k', ({ inDefault }, lines) => perHundredThousand(inDefault, lines)],
  ['read', ({ read }) => String(read)],
  ['right', ({ right }) => String(right)],
  ['precision', (figures) => `${percent(figures)} ${figures.rule.rule.docs.precision}`],
  ['in strict', ({ strict }) => ratio(strict)],
  ['unread', ({ unlabelled }) => String(unlabelled)],
  ['lost', ({ lost }) => String(lost)],
  ['mended', ({ mended }) => String(mended)],
  ['claims', ({ claims }) => (claims === undefined ? '' : ratio(claims) || 'none')],
];

/** The figures as an aligned table for a terminal. `claims` is what a rule's documentation says, where it differs. */
export function figuresTable(figures: readonly RuleFigures[], lines: number): string {
  const rows = [COLUMNS.map(([title]) => title), ...figures.map((row) => COLUMNS.map(([, cell]) => cell(row, lines)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
