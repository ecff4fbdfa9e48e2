import type { LineMap, LineRange } from '../git/line-map.ts';
import type { ReplayRow } from './row.ts';

/** How far from its place a finding may stand. */
export const REACH = 3;

/** What judging asks of a finding. */
export interface SeenPlaces {
  readonly location: SeenPlace;
  readonly related: readonly SeenPlace[];
}

export interface SeenPlace {
  readonly path: string;
  readonly line: number;
}

/** What is known of a row's file at both commits. */
export interface RowEvidence {
  /** Findings of the row's rule at the audited commit. */
  readonly findings: readonly SeenPlaces[];
  /** Those at the later commit. */
  readonly laterFindings: readonly SeenPlaces[];
  /** Where the file stands later, and how its lines moved; undefined where it is gone. */
  readonly later: { readonly path: string; readonly lines: LineMap } | undefined;
}

/** What a row says and what was found. */
export interface JudgedRow {
  readonly row: ReplayRow;
  /** The lines that the rule names near the place; a related place counts where no finding stands there itself. */
  readonly fires: readonly number[];
  readonly firesLater: readonly number[];
  readonly isRight: boolean;
  readonly isRightLater: boolean;
}

/**
 * Holds rows of one rule, file and commit against what was found. Rows of different lines need findings of their own;
 * the same place in two audits is one finding.
 */
export function judgeRows(rows: readonly ReplayRow[], evidenceOf: (row: ReplayRow) => RowEvidence): JudgedRow[] {
  const own = assign(rows, (row) => evidenceOf(row).findings);
  return rows.map((row) => {
    const evidence = evidenceOf(row);
    const finding = own.get(row.line);
    const fires = firesAt(row, finding, evidence);
    const firesLater = firesLaterAt(finding, row, evidence);
    return {
      row,
      fires,
      firesLater,
      isRight: isAs(row.expect, fires),
      isRightLater: isAs(row.expectLater, firesLater),
    };
  });
}

const isAs = (verdict: ReplayRow['expect'], fires: readonly number[]): boolean =>
  (verdict === 'fire') === fires.length > 0;

/** For each line of the rows the finding that stands for it: the nearest pairs first, each finding once. */
function assign(
  rows: readonly ReplayRow[],
  findingsOf: (row: ReplayRow) => readonly SeenPlaces[],
): ReadonlyMap<number, SeenPlaces> {
  const candidates = rows.flatMap((row) =>
    findingsOf(row)
      .filter(({ location }) => location.path === row.path)
      .map((finding) => ({ line: row.line, finding, distance: Math.abs(finding.location.line - row.line) }))
      .filter(({ distance }) => distance <= REACH),
  );
  candidates.sort((a, b) => a.distance - b.distance);
  const assigned = new Map<number, SeenPlaces>();
  const taken = new Set<SeenPlaces>();
  for (const { line, finding } of candidates) {
    if (assigned.has(line) || taken.has(finding)) continue;
    assigned.set(line, finding);
    taken.add(finding);
  }
  return assigned;
}

function firesAt({ path, line }: ReplayRow, own: SeenPlaces | undefined, { findings }: RowEvidence): number[] {
  if (own !== undefined) return [own.location.line];
  return relatedLines(findings, path, { from: line, to: line });
}

/** Findings near what became of the place; not those that stood elsewhere before and have not changed. */
function firesLaterAt(own: SeenPlaces | undefined, row: ReplayRow, evidence: RowEvidence): number[] {
  if (evidence.later === undefined) return [];
  const { path, lines } = evidence.later;
  const range = lines.forward(row.line);
  const others = new Set(
    evidence.findings
      .filter((finding) => finding !== own && finding.location.path === row.path)
      .map(({ location }) => location.line),
  );
  const isOther = (line: number): boolean => {
    const before = lines.back(line);
    return before !== undefined && before !== row.line && others.has(before);
  };
  const near = evidence.laterFindings
    .filter(({ location }) => location.path === path && isNear(location.line, range) && !isOther(location.line))
    .map(({ location }) => location.line);
  return near.length > 0 || row.expectLater === 'quiet' ? near : relatedLines(evidence.laterFindings, path, range);
}

function relatedLines(findings: readonly SeenPlaces[], path: string, range: LineRange): number[] {
  const places = findings.flatMap(({ related }) => related).filter((place) => place.path === path);
  return [...new Set(places.map(({ line }) => line))].filter((line) => isNear(line, range));
}

const isNear = (line: number, { from, to }: LineRange): boolean => line >= from - REACH && line <= to + REACH;
