import { SEVERITIES, type Severity } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import { counted } from '../../text/wording.ts';
import type { Report } from '../report.ts';
import { plain, type StyledLine, type StyledText, styled } from '../styled-text.ts';

/** The last line of every run: findings by severity, what became of the files, and what is not shown. */
export function closingLine(report: Report): StyledLine {
  const hidden = hiddenFindings(report).map(({ text }) => `, ${text}`);
  return [...countedFindings(report), plain(`; ${countedFiles(report)}${hidden.join('')}`)];
}

/** The same without colours. */
export function closingText(report: Report): string {
  return closingLine(report)
    .map(({ text }) => text)
    .join('');
}

/** The closing line for a person, who is also told how to see what is not shown, and what is shown in short. */
export function* summaryLines(report: Report, short: readonly Severity[] = []): Generator<StyledLine> {
  yield [...countedFindings(report), plain(`; ${countedFiles(report)}`)];
  const hidden = hiddenFindings(report).map(({ text, how }) => `${text} (${how})`);
  if (hidden.length > 0) yield [plain(`Not shown: ${hidden.join(', ')}`)];
  if (short.length === 0) return;
  const counts = SEVERITIES.map((severity) => ({ severity, of: short.filter((each) => each === severity).length }));
  const shortened = counts.flatMap(({ severity, of }) => (of === 0 ? [] : `${of} ${severity}`)).join(', ');
  yield [plain(`In short: ${shortened} (\`--all\` shows all in full, \`auditlint report\` writes a complete audit)`)];
}

/** How often each rule fired, most often first. */
export function statisticsLines({ statistics }: Report): StyledLine[] {
  const counts = Object.entries(statistics.findingsByRule).sort(([a, m], [b, n]) => n - m || compareText(a, b));
  const width = Math.max(5, ...counts.map(([, count]) => String(count).length));
  return [
    [styled('strong', `${'Count'.padStart(width)}  Rule`)],
    ...counts.map(([rule, count]) => [plain(`${String(count).padStart(width)}  ${rule}`)]),
  ];
}

function countedFindings(report: Report): StyledText[] {
  const { findings, statistics } = report;
  const isCompared = statistics.known !== undefined;
  if (findings.length === 0) {
    // That some are known is what `new` says.
    const { onlyInStrict = 0, unselected = 0 } = report;
    const hides = statistics.suppressed + onlyInStrict + unselected > 0;
    return [styled('good', `No ${isCompared ? 'new ' : ''}findings${hides ? ' shown' : ''}`)];
  }
  const bySeverity = SEVERITIES.flatMap((severity, i) => [
    plain(i === 0 ? ': ' : ', '),
    styled(severity, `${statistics.findingsBySeverity[severity]} ${severity}`),
  ]);
  return [styled('strong', counted(findings.length, isCompared ? 'new finding' : 'finding')), ...bySeverity];
}

function countedFiles({ statistics }: Report): string {
  const { scanned, skipped, notParsed, partlyParsed } = statistics;
  return [
    `${counted(scanned, 'file')} scanned${partlyParsed > 0 ? ` (${partlyParsed} in part)` : ''}`,
    `${skipped} skipped`,
    `${notParsed} not parsed`,
  ].join(', ');
}

/** What was found and is not in the report, and what shows it. */
function hiddenFindings({
  onlyInStrict = 0,
  unselected = 0,
  statistics,
}: Report): { readonly text: string; readonly how: string }[] {
  const { suppressed, known = 0, gone } = statistics;
  // Only a baseline can have entries that are gone.
  const comparison = gone === undefined ? 'without `--diff` or `--staged`' : '`--no-baseline`';
  return [
    { amount: known, is: 'known', how: comparison },
    { amount: suppressed, is: 'suppressed', how: '`auditlint suppressions`' },
    { amount: unselected, is: 'of other severities', how: 'without `--min-severity`, `--select` or `--ignore`' },
    { amount: onlyInStrict, is: 'of low confidence or in tests and examples', how: '`--profile strict`' },
  ].flatMap(({ amount, is, how }) => (amount === 0 ? [] : { text: `${counted(amount, 'finding')} ${is}`, how }));
}
