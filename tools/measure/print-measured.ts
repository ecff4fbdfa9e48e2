/** What was measured, as text for a terminal. */
import { SEVERITIES } from '../../src/findings/index.ts';
import { alignedTable } from '../corpus/aligned-table.ts';
import { targetsTable } from '../corpus/print-figures.ts';
import type { Density } from './density-figures.ts';
import type { ExamplesReport } from './five-examples.ts';
import type { MatchedRow } from './matched-row.ts';
import type { Measured, Section } from './measure-all.ts';
import type { GroupRecall } from './recall-figures.ts';
import { type SeverityFigures, type SeverityReport, signed } from './severity-figures.ts';
import { shareText } from './targets.ts';

export function measuredText(measured: Measured): string {
  const texts = measured.sections.flatMap((section) => TEXTS[section](measured) ?? []);
  return [...texts, titled('Targets', targetsTable(measured.targets))].join('\n\n');
}

const TEXTS: Readonly<Record<Section, (measured: Measured) => string | undefined>> = {
  recall: ({ recall }) => titled('Recall: rows that fire, and quiet rows that are silent', recallTable(recall)),
  examples: ({ examples }) => examples && titled('The five examples and a dropped task', examplesLines(examples)),
  severity: ({ severity }) => titled('Severity of matched rows, as strict reports it', severityText(severity)),
  density: ({ density }) => titled('Findings of the default profile', densityTable(density)),
};

const titled = (title: string, text: string): string => `${title}\n${text}`;

function recallTable(groups: readonly GroupRecall[]): string {
  const peers = groups[0]?.peers.map(({ name }) => name) ?? [];
  const titles = ['', 'Default', 'Strict', 'Quiet, default', 'Quiet, strict', ...peers];
  const rows = groups.map((group) => [
    group.name,
    ...[group.inDefault, group.inStrict, group.quietInDefault, group.quietInStrict].map(cell),
    ...group.peers.map(({ near, messages }) => `${shareText(near)} among ${grouped(messages)} messages`),
  ]);
  return alignedTable([titles, ...rows]);
}

const cell = (share: GroupRecall['inDefault']): string => (share.of === 0 ? '–' : shareText(share));

function examplesLines({ reported, missed }: ExamplesReport): string {
  const rows = [
    ...reported.map((rule) => [rule, 'reported']),
    ...missed.map(({ rule, inStrict }) => [rule, inStrict === undefined ? 'not found' : `strict only: ${inStrict}`]),
  ];
  return alignedTable(rows);
}

function severityText({ seeds, others, byTable }: SeverityReport): string {
  const titles = ['', 'Matched', 'Exact', 'Within one step', 'Mean, tool − audit', 'P0 rows that are P0 or P1'];
  const table = alignedTable([titles, ...[seeds, others, ...byTable].map(severityCells)]);
  return [table, matrixTable(seeds), matrixTable(others)].join('\n\n');
}

function severityCells({ name, matched, exact, withinStep, mean, gravest }: SeverityFigures): string[] {
  const shares = [matched, exact, withinStep].map(cell);
  return [name, ...shares, mean === undefined ? '–' : signed(mean), cell(gravest)];
}

function matrixTable({ name, matrix }: SeverityFigures): string {
  const titles = [`${name}: audit ↓, tool →`, ...SEVERITIES];
  const rows = SEVERITIES.map((severity, row) => [severity, ...(matrix[row] ?? []).map(String)]);
  return alignedTable([titles, ...rows], new Set([1, 2, 3, 4]));
}

function densityTable(densities: readonly Density[]): string {
  const titles = ['', 'Lines', ...SEVERITIES, 'Per 1,000 lines'];
  const rows = densities.map(({ name, lines, reported, perThousand }) => [
    ...[name, grouped(lines), ...SEVERITIES.map((severity) => String(reported[severity]))],
    perThousand.toFixed(2),
  ]);
  return alignedTable([titles, ...rows], new Set([1, 2, 3, 4, 5, 6]));
}

const grouped = (count: number): string => count.toLocaleString('en-US');

/** The rows of a table that are not as they should be in the default profile, each with what strict says. */
export function missedText(table: string, matched: readonly MatchedRow[]): string {
  const rows = matched.filter(({ row }) => row.table === table);
  const lines = rows.filter(isMissed).map((one) => `  ${missedLine(one)}`);
  return titled(`${table}: ${lines.length} of ${rows.length} rows are not met by default`, lines.join('\n'));
}

const isMissed = ({ row, inDefault }: MatchedRow): boolean => (inDefault === undefined) === (row.expect === 'fire');

const LONGEST_CLAIM = 120;

function missedLine({ row, inStrict, inDefault }: MatchedRow): string {
  const { id, path, line, rules, claim } = row;
  const wanted = rules.length === 0 ? 'no rule' : rules.join(' or ');
  const shortClaim = claim.length <= LONGEST_CLAIM ? claim : `${claim.slice(0, LONGEST_CLAIM - 1).trimEnd()}…`;
  return `${id} ${path}:${line}: ${wanted}: ${shortClaim} [${foundText(row, inDefault ?? inStrict)}]`;
}

function foundText({ expect }: MatchedRow['row'], found: MatchedRow['inStrict']): string {
  if (found === undefined) return 'nothing in strict';
  const said = `${found.rule} ${found.severity}`;
  if (expect === 'quiet') return `must be quiet, default says ${said}`;
  return found.rank === found.severity ? `strict says ${said}` : `strict says ${said}, ${found.rank}`;
}
