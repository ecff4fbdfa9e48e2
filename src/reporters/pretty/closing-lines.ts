import { SEVERITIES } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import type { Report } from '../report.ts';
import { plain, type StyledLine, type StyledText, styled } from '../styled-text.ts';

/** The last line of every run: findings by severity, and what became of the files. */
export function closingLine(report: Report): StyledLine {
  return [...countedFindings(report), plain(`; ${countedFiles(report)}`)];
}

/** The same without colours. */
export function closingText(report: Report): string {
  return closingLine(report)
    .map(({ text }) => text)
    .join('');
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

function countedFindings({ findings, statistics }: Report): StyledText[] {
  if (findings.length === 0) {
    return [styled('good', statistics.known === undefined ? 'No findings' : 'No new findings')];
  }
  const bySeverity = SEVERITIES.flatMap((severity, i) => [
    plain(i === 0 ? ': ' : ', '),
    styled(severity, `${statistics.findingsBySeverity[severity]} ${severity}`),
  ]);
  const noun = statistics.known === undefined ? 'finding' : 'new finding';
  const heldBack = findings.filter((finding) => finding.heldBack !== undefined).length;
  const guessed = heldBack === 0 ? [] : [plain(`, ${heldBack} of them held back by a guess`)];
  return [styled('strong', count(findings.length, noun)), ...bySeverity, ...guessed];
}

function countedFiles({ statistics }: Report): string {
  const { scanned, skipped, notParsed, partlyParsed, suppressed, known = 0 } = statistics;
  return [
    `${count(scanned, 'file')} scanned${partlyParsed > 0 ? ` (${partlyParsed} in part)` : ''}`,
    `${skipped} skipped`,
    `${notParsed} not parsed`,
    ...(known > 0 ? [`${count(known, 'finding')} known`] : []),
    ...(suppressed > 0 ? [`${count(suppressed, 'finding')} suppressed`] : []),
  ].join(', ');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
