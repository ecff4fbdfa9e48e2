/** How far the severities of findings are from those that the authors of rows gave. */
import { groupBy } from '../../src/collections/index.ts';
import { SEVERITIES, type Severity } from '../../src/findings/index.ts';
import type { Target } from '../corpus/targets.ts';
import type { Share } from '../first-sight/figures.ts';
import type { MatchedRow } from './matched-row.ts';
import { shareOf } from './recall-figures.ts';
import { OTHERS_SEVERITY, SEEDS_SEVERITY, type SeverityTargets, shareTarget } from './targets.ts';

/** What one row is to its author and to the tool. */
export interface SeverityPair {
  readonly audit: Severity;
  readonly tool: Severity;
}

export interface SeverityFigures {
  readonly name: string;
  /** Of the rows that must fire and have a severity. */
  readonly matched: Share;
  readonly exact: Share;
  readonly withinStep: Share;
  /** Steps, tool − audit: plus where the tool is milder. Undefined where nothing matched. */
  readonly mean: number | undefined;
  /** Of the rows that are P0 to their author those that are P0 or P1 to the tool. */
  readonly gravest: Share;
  /** Rows by the author's severity, then by the tool's. */
  readonly matrix: readonly (readonly number[])[];
}

export interface SeverityReport {
  /** Against `seeds-severity.tsv`. */
  readonly seeds: SeverityFigures;
  /** Against the severity columns of other tables, together and one by one. */
  readonly others: SeverityFigures;
  readonly byTable: readonly SeverityFigures[];
}

const SEEDS: ReadonlySet<string> = new Set(['tensafe', 'hndsr', 'cortex']);
const OTHERS: ReadonlySet<string> = new Set(['autosafe', 'emm', 'ragchat', 'telegram-vpn-bot']);

export function severityReport(matched: readonly MatchedRow[]): SeverityReport {
  const known = matched.filter(({ row }) => row.expect === 'fire' && row.severity !== undefined);
  const others = known.filter(({ row }) => OTHERS.has(row.table));
  return {
    seeds: severityFigures(
      'seeds',
      known.filter(({ row }) => SEEDS.has(row.table)),
    ),
    others: severityFigures('other audits', others),
    byTable: [...groupBy(others, ({ row }) => row.table)].map(([table, rows]) => severityFigures(table, rows)),
  };
}

/** The severity is that of strict, which says it of each finding, also where the default profile leaves it out. */
function severityFigures(name: string, rows: readonly MatchedRow[]): SeverityFigures {
  const pairs = rows.flatMap(({ row, inStrict }) =>
    row.severity === undefined || inStrict === undefined ? [] : [{ audit: row.severity, tool: inStrict.severity }],
  );
  return { name, matched: { count: pairs.length, of: rows.length }, ...comparePairs(pairs) };
}

function comparePairs(pairs: readonly SeverityPair[]): Omit<SeverityFigures, 'name' | 'matched'> {
  const steps = pairs.map(({ audit, tool }) => SEVERITIES.indexOf(tool) - SEVERITIES.indexOf(audit));
  const gravest = pairs.filter(({ audit }) => audit === 'P0');
  return {
    exact: shareOf(steps, (step) => step === 0),
    withinStep: shareOf(steps, (step) => Math.abs(step) <= 1),
    mean: steps.length === 0 ? undefined : steps.reduce((sum, step) => sum + step, 0) / steps.length,
    gravest: shareOf(gravest, ({ tool }) => tool === 'P0' || tool === 'P1'),
    matrix: SEVERITIES.map((row) =>
      SEVERITIES.map((column) => pairs.filter(({ audit, tool }) => audit === row && tool === column).length),
    ),
  };
}

export const severityTargets = ({ seeds, others }: SeverityReport): Target[] => [
  ...targetsOf(seeds, SEEDS_SEVERITY),
  ...targetsOf(others, OTHERS_SEVERITY),
];

function targetsOf(figures: SeverityFigures, { exact, withinStep, mean, gravest }: SeverityTargets): Target[] {
  const { name } = figures;
  return [
    ...(exact === undefined ? [] : [shareTarget(`severity exact, ${name}`, figures.exact, exact)]),
    shareTarget(`severity within one step, ${name}`, figures.withinStep, withinStep),
    meanTarget(`severity, tool − audit, ${name}`, figures.mean, mean),
    ...(gravest === undefined ? [] : [shareTarget(`P0 rows that are P0 or P1, ${name}`, figures.gravest, gravest)]),
  ];
}

function meanTarget(name: string, mean: number | undefined, [low, high]: SeverityTargets['mean']): Target {
  return {
    name,
    measured: mean === undefined ? 'no rows' : signed(mean),
    wanted: `between ${signed(low)} and ${signed(high)}`,
    isMet: mean !== undefined && mean >= low && mean <= high,
  };
}

/** Steps with their sign: `+0.40`. */
export const signed = (steps: number): string => `${steps < 0 ? '−' : '+'}${Math.abs(steps).toFixed(2)}`;
