import { formatTable } from '../first-sight/table.ts';
import type { RuleFigures } from './figures.ts';
import type { ScannedFolder } from './scan-folder.ts';

/** The part of `measurements/measured.md` that the corpus gives: how much was scanned, and how much of what was labelled is right. */
export function regressionPart(
  figures: readonly RuleFigures[],
  folders: readonly ScannedFolder[],
  lines: number,
  date: string,
): string {
  const files = folders.reduce((sum, { report }) => sum + report.statistics.scanned, 0);
  const read = figures.reduce((sum, figure) => sum + figure.read, 0);
  const right = figures.reduce((sum, figure) => sum + figure.right, 0);
  return `${[
    REGRESSION_HEADING,
    `On ${date}: ${folders.length} repositories and packages, ${files} Python files, ${lines} lines; ${right} of ${read} labelled findings are correct.`,
    EXPLANATION,
  ].join('\n\n')}\n`;
}

/** What follows it is the corpus's. */
export const REGRESSION_HEADING = '## Regression';

const EXPLANATION = `The rules were tuned on this code: the figure shows that a change breaks nothing, and is not a precision. \`corpus/labels\` holds each judgement with its
reason, \`corpus/scanned.tsv\` names each repository with its commit, and \`npm run measure -- corpus\` prints the figures by rule.`;

const SCANNED_COLUMNS = ['name', 'version', 'files', 'lines', 'not_parsed'] as const;

/** Text of `measurements/corpus/scanned.tsv`: a repository is called `OWNER+NAME`, and its version is a commit. */
export function scannedTable(folders: readonly ScannedFolder[]): string {
  return formatTable(
    SCANNED_COLUMNS,
    folders.map(({ package: name, version, report: { statistics } }) => ({
      name,
      version,
      files: statistics.scanned,
      lines: statistics.lines,
      not_parsed: statistics.partlyParsed + statistics.notParsed,
    })),
  );
}
