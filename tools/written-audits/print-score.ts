import type { ReplayDocument } from '../../src/written-audits/replay/formats/replay-document.ts';
import type { ScoredRow } from './score-replay.ts';

interface Share {
  readonly right: number;
  readonly of: number;
}

export interface ScoreCounts {
  readonly claims: number;
  readonly parsed: Share;
  readonly anchored: Share;
  readonly decided: Share;
  readonly dated: Share;
  readonly wronglyContradicted: number;
  readonly isEnough: boolean;
}

const LEAST_ANCHORED = 0.95;
const LEAST_RIGHT = 0.9;

export function countScores(scored: readonly ScoredRow[], { claims }: ReplayDocument): ScoreCounts {
  const anchored = shareOf(scored, ({ isAnchored }) => isAnchored);
  const decided = shareOf(scored, ({ isRight }) => isRight);
  const wronglyContradicted = scored.filter((each) => each.isWronglyContradicted).length;
  return {
    claims: claims.length,
    parsed: shareOf(scored, ({ claim }) => claim !== undefined),
    anchored,
    decided,
    dated: shareOf(scored, ({ isDated }) => isDated),
    wronglyContradicted,
    isEnough: percent(anchored) >= LEAST_ANCHORED && percent(decided) >= LEAST_RIGHT && wronglyContradicted === 0,
  };
}

function shareOf(scored: readonly ScoredRow[], ask: (row: ScoredRow) => boolean | undefined): Share {
  const asked = scored.map(ask).filter((answer) => answer !== undefined);
  return { right: asked.filter(Boolean).length, of: asked.length };
}

const percent = ({ right, of }: Share): number => (of === 0 ? 1 : right / of);
const told = (share: Share): string => `${share.right} of ${share.of} (${(100 * percent(share)).toFixed(0)} %)`;

export function scoreLines(scored: readonly ScoredRow[], counts: ScoreCounts, seconds: number): string[] {
  return [
    `claims of the document: ${counts.claims}; replayed in ${seconds.toFixed(1)} s`,
    `rows with a claim: ${told(counts.parsed)}`,
    `anchored within three lines: ${told(counts.anchored)}`,
    `verdicts right, of rows that a rule decides on: ${told(counts.decided)}`,
    ...(counts.dated.of === 0 ? [] : [`fixing commit as the table has it: ${told(counts.dated)}`]),
    `true claims called contradicted: ${counts.wronglyContradicted}`,
    ...scored.flatMap(missLine),
  ];
}

function missLine({ row, claim, isAnchored, isRight, isDated, isWronglyContradicted }: ScoredRow): string[] {
  const faults = [
    ...(claim === undefined ? ['no claim'] : []),
    ...(isAnchored === false && claim !== undefined ? [`not anchored at ${row.file}:${row.line}`] : []),
    ...(isRight === false && claim !== undefined ? ['wrong verdict'] : []),
    ...(isDated === false ? [`not dated ${row.fixedAt}`] : []),
    ...(isWronglyContradicted ? ['contradicted, and true'] : []),
  ];
  if (faults.length === 0) return [];
  const said =
    claim === undefined
      ? ''
      : ` → ${claim.id} ${claim.verdict.kind} ${claim.verdict.rule ?? ''}: ${claim.verdict.because}`;
  return [`  ${row.id} [${row.expect} ${row.rules.join(' ')}] ${row.claim.slice(0, 90)}: ${faults.join(', ')}${said}`];
}
