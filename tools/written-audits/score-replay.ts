/** How much of what a person found out about a written audit a replay finds out too. */

import type { ReplayDocument, ToldClaim } from '../../src/written-audits/replay/formats/replay-document.ts';
import { claimsOf, type NumberedParts } from './match-rows.ts';
import type { TruthRow } from './truth-rows.ts';

export interface ScoredRow {
  readonly row: TruthRow;
  /** Undefined where the reader made no claim of the statement. */
  readonly claim: ToldClaim | undefined;
  /** Undefined where the row has no place in the repository. */
  readonly isAnchored: boolean | undefined;
  /** Undefined where no rule decides on the row. */
  readonly isRight: boolean | undefined;
  /** Of a row that is fixed: whether the commit is the one of the table; undefined where that was not asked. */
  readonly isDated: boolean | undefined;
  readonly isWronglyContradicted: boolean;
}

/** What holds at the commit that was looked at. */
export interface ScoreGround {
  /** Whether a commit of the table is part of it. */
  hasFix(commit: string): boolean;
  hasFile(path: string): boolean;
  /** Where a line of the table, which is of another commit, stands at the one that was looked at. */
  lineNow(path: string, line: number): number;
  readonly asksHistory: boolean;
}

export function scoreReplay(
  rows: readonly TruthRow[],
  { claims }: ReplayDocument,
  ground: ScoreGround,
  parts: NumberedParts,
): readonly ScoredRow[] {
  const found = claimsOf(rows, claims, parts);
  const matched = rows.map((row, i) => ({ row, claim: found[i] }));
  return matched.map(({ row, claim }) => {
    const siblings = matched.filter((other) => other.claim === claim && claim !== undefined).map((other) => other.row);
    const hasPlace = row.line !== undefined && ground.hasFile(row.file);
    const isFixed = row.fixedAt !== undefined && ground.hasFix(row.fixedAt);
    const isOpen = ({ expect, fixedAt }: TruthRow): boolean =>
      expect === 'fire' && (fixedAt === undefined || !ground.hasFix(fixedAt));
    // While a part of a claim holds, nothing dates its end.
    const dated = isFixed && row.expect === 'fire' && ground.asksHistory && !siblings.some(isOpen);
    return {
      row,
      claim,
      isAnchored:
        hasPlace && !isFixed
          ? claim !== undefined && isNear({ ...row, line: ground.lineNow(row.file, row.line ?? 0) }, claim)
          : undefined,
      isRight: row.expect === '-' || (!hasPlace && !isFixed) ? undefined : isRight(row, claim, siblings, ground),
      isDated: dated ? claim?.verdict.fixedIn?.startsWith(row.fixedAt ?? '') === true : undefined,
      isWronglyContradicted: claim?.verdict.kind === 'contradicted' && siblings.some(({ truth }) => truth !== 'no'),
    };
  });
}

const NEAR_LINES = 3;
/** A longer place is hardly one. */
const LONGEST_PLACE = 120;

/** A sure place, or the evidence of the verdict, within three lines; all of a file is no place. */
function isNear({ file, line = 0 }: TruthRow, { anchors, verdict }: ToldClaim): boolean {
  const places = [
    ...anchors,
    ...verdict.evidence.flatMap((each) =>
      each.path === undefined || each.line === undefined
        ? []
        : { path: each.path, line: each.line, endLine: each.line },
    ),
  ];
  return places.some(
    (place) =>
      place.path === file &&
      place.endLine - place.line <= LONGEST_PLACE &&
      place.line - NEAR_LINES <= line &&
      line <= place.endLine + NEAR_LINES,
  );
}

function isRight(
  row: TruthRow,
  claim: ToldClaim | undefined,
  siblings: readonly TruthRow[],
  ground: ScoreGround,
): boolean {
  if (claim === undefined) return false;
  const { kind, rule } = claim.verdict;
  const isOpen = (each: TruthRow): boolean => each.fixedAt === undefined || !ground.hasFix(each.fixedAt);
  const fires = (each: TruthRow): boolean => each.expect === 'fire' && isOpen(each);
  const isPresent = kind === 'present' || kind === 'fixed-in-name-only';
  // A claim of several statements holds while one of them does.
  const open = siblings.filter(fires);
  if (row.expect === 'fire' && open.length > 0)
    return isPresent && open.some(({ rules }) => rule !== undefined && rules.includes(rule));
  if (row.expect === 'fire') return kind === 'fixed' || kind === 'gone';
  return open.length > 0 ? true : !isPresent;
}
