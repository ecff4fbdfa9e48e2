/** Rows held against what scans saw of their commits. */
import { groupBy } from '../../src/collections/index.ts';
import { judgeRows, REACH, type RowEvidence, type SeenPlace } from '../replay/judge.ts';
import type { ReplayRow } from '../replay/row.ts';
import type { AuditRow } from './audited-table.ts';
import { type CheckedRow, type RecallRow, rulesOf } from './check-rows.ts';
import type { MinedRow } from './mined-row.ts';
import type { ScannedCommit, SeenFinding } from './scan-job.ts';

export interface Judged<R extends RecallRow> {
  readonly row: R;
  readonly firesInDefault: boolean;
  readonly firesInStrict: boolean;
  /** What kept it out of the default profile, where only the strict one has it. */
  readonly rank: string | undefined;
}

export type JudgedAudit = Judged<AuditRow>;

export interface JudgedMined extends Judged<MinedRow> {
  readonly isSilentAfter: boolean;
}

/** What is known of a row's commits. */
export interface Seen {
  readonly before: ScannedCommit;
  readonly after: ScannedCommit | undefined;
}

export function judgeAudit({ row }: CheckedRow<AuditRow>, { before }: Seen): JudgedAudit {
  const inStrict = nearTo(row, row.rules, before.strict);
  return {
    row,
    firesInDefault: nearTo(row, row.rules, before.default).length > 0,
    firesInStrict: inStrict.length > 0,
    rank: inStrict[0]?.rank,
  };
}

/** Mined rows of one rule, file and commit share its findings. */
export function judgeMined(
  rows: readonly CheckedRow<MinedRow>[],
  seenOf: (row: CheckedRow<MinedRow>) => Seen,
): JudgedMined[] {
  const groups = groupBy(rows, ({ row, commit }) =>
    [row.repository.toLowerCase(), commit, row.rule, row.path].join(' '),
  );
  return [...groups.values()].flatMap((group) => {
    const inStrict = judgeGroup(group, seenOf, 'strict');
    const inDefault = judgeGroup(group, seenOf, 'default');
    return group.map((checked, index) => {
      const { before } = seenOf(checked);
      return {
        row: checked.row,
        firesInDefault: inDefault[index]?.fires.length !== 0,
        firesInStrict: inStrict[index]?.fires.length !== 0,
        rank: nearTo(checked.row, rulesOf(checked.row), before.strict)[0]?.rank,
        isSilentAfter: inStrict[index]?.firesLater.length === 0,
      };
    });
  });
}

function judgeGroup(
  group: readonly CheckedRow<MinedRow>[],
  seenOf: (row: CheckedRow<MinedRow>) => Seen,
  profile: 'default' | 'strict',
) {
  const evidence = new Map(group.map((checked) => [asReplay(checked), evidenceOf(checked, seenOf(checked), profile)]));
  return judgeRows([...evidence.keys()], (row) => {
    const found = evidence.get(row);
    if (found === undefined) throw new Error(`nothing was seen for ${row.id}`);
    return found;
  });
}

/** A mined row is one that was mended. */
function asReplay({ row, commit, later = commit }: CheckedRow<MinedRow>): ReplayRow {
  const { place: id, rule, path, line } = row;
  return { id, rule, path, line, commit, expect: 'fire', later, expectLater: 'quiet' };
}

function evidenceOf(
  { row, history, commit, later = commit }: CheckedRow<MinedRow>,
  { before, after }: Seen,
  profile: 'default' | 'strict',
): RowEvidence {
  const ofRule = (scanned: ScannedCommit | undefined): readonly SeenFinding[] =>
    (scanned?.[profile] ?? []).filter(({ rule }) => rule === row.rule);
  const path = history.pathIn(row.path, commit, later);
  const lines = history.lineMap(row.path, commit, later);
  return {
    findings: ofRule(before),
    laterFindings: ofRule(after),
    later: path === undefined || lines === undefined ? undefined : { path, lines },
  };
}

/** Findings of the rules that stand at a place, or show it as a part of their evidence. */
export function nearTo(
  { path, line }: SeenPlace,
  rules: readonly string[],
  findings: readonly SeenFinding[],
): SeenFinding[] {
  return findings.filter(
    ({ rule, location, related }) =>
      rules.includes(rule) &&
      [location, ...related].some((place) => place.path === path && Math.abs(place.line - line) <= REACH),
  );
}
