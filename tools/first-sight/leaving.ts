import { groupBy } from '../../src/collections/index.ts';
import { type FirstSight, wilsonInterval } from '../../src/findings/index.ts';
import type { Reading, ReadRound } from './verdicts.ts';

const LEAST_ROUNDS = 2;
/** Fewer would send away what is nearly always right: nine of ten have a lower bound of 59.6 %. */
const LEAST_READ = 15;
const LEAST_LOWER_BOUND = 0.6;
/** Less than this is too little, however few were read, and of the last that were read: a rule is not today what readers said of it long ago. */
const LEAST_SHARE = 2 / 3;
const LAST_READ = 30;

/** So much must have been read of a rule that had left, and so much of it be right, that it comes back. */
const LEAST_READ_TO_RETURN = 5;
const LEAST_SHARE_TO_RETURN = 0.8;
/** So many more for each time that readers had said no: who asks until the answer pleases must ask longer each time. */
const MORE_AFTER_REFUSAL = 3;

/** What readers said of a rule while it stands as it does: since it was first read as a candidate for its return, or ever. */
interface Standing extends FirstSight {
  readonly rounds: number;
  /** Whether each of the last that were read is right. */
  readonly last: readonly boolean[];
  readonly isOut: boolean;
  readonly isCandidate: boolean;
  /** How often readers said no to its return before it was fixed again. */
  readonly refusals: number;
}

/**
 * Rules that were read in two rounds, of which it still cannot be said that most of their findings are right, and those of which
 * less than two thirds of what was read, or of the last thirty that were read, is right. One comes back when readers are asked about
 * it again (a round of candidates) and find most of it right; what they had said before was of the rule as it was before it was
 * fixed. What a round of candidates calls fixed begins anew there, and more must be read of it.
 */
export function rulesToLeaveDefault(rounds: readonly ReadRound[]): string[] {
  return [...standings(rounds)].filter(([, { isOut }]) => isOut).map(([rule]) => rule);
}

/** Rules that readers were asked about as candidates and said no to: they are not asked about again before they are fixed. */
export function refusedCandidates(rounds: readonly ReadRound[]): string[] {
  return [...standings(rounds)].filter(([, standing]) => isRefused(standing)).map(([rule]) => rule);
}

/** What the registry says of each rule that was read: over all rounds, and since its return where it came back. */
export function firstSightByRule(rounds: readonly ReadRound[]): ReadonlyMap<string, FirstSight> {
  const judged = standings(rounds);
  const all = countByRule(rounds.filter(isAboutRules).flatMap(({ readings }) => readings));
  return new Map(
    [...all].map(([rule, ever]) => {
      const { read, right, isOut, isCandidate } = judged.get(rule) ?? UNREAD;
      return [rule, isCandidate && !isOut ? { ...ever, sinceFixed: { read, right } } : ever];
    }),
  );
}

/** Rounds of the strict profile and of guesses are about what a rule holds back: they say nothing of what it tells by default. */
export const isAboutRules = ({ round }: ReadRound): boolean =>
  round.profile !== 'strict' && round.profile !== 'guesses';

const UNREAD: Standing = { read: 0, right: 0, rounds: 0, last: [], isOut: false, isCandidate: false, refusals: 0 };

function standings(rounds: readonly ReadRound[]): ReadonlyMap<string, Standing> {
  const standing = new Map<string, Standing>();
  for (const { round, readings } of rounds.filter(isAboutRules)) {
    for (const [rule, more] of verdictsByRule(readings)) {
      const before = standing.get(rule) ?? UNREAD;
      const isFixed = round.fixed.has(rule);
      standing.set(
        rule,
        round.profile === 'candidates' ? afterCandidates(before, more, isFixed) : afterRound(before, more),
      );
    }
  }
  return standing;
}

function afterCandidates(before: Standing, more: readonly boolean[], isFixed: boolean): Standing {
  const refusals = before.refusals + (isFixed && isRefused(before) ? 1 : 0);
  const goesOn = before.isCandidate && !isFixed;
  const now = added(goesOn ? before : { ...UNREAD, isCandidate: true, refusals }, more);
  return { ...now, isOut: now.read < leastToReturn(now) || now.right < LEAST_SHARE_TO_RETURN * now.read };
}

const leastToReturn = ({ refusals }: Standing): number => LEAST_READ_TO_RETURN + MORE_AFTER_REFUSAL * refusals;

/** Enough was read of it as a candidate, and it is out all the same. */
const isRefused = (one: Standing): boolean => one.isCandidate && one.isOut && one.read >= leastToReturn(one);

function afterRound(before: Standing, more: readonly boolean[]): Standing {
  const now = added(before, more);
  const isOut = mustLeave(now);
  // Who asks about it as a candidate again asks about what became of it.
  return { ...now, isOut, isCandidate: now.isCandidate && !isOut };
}

function added(before: Standing, more: readonly boolean[]): Standing {
  return {
    ...before,
    read: before.read + more.length,
    right: before.right + rightOf(more),
    rounds: before.rounds + 1,
    last: [...before.last, ...more].slice(-LAST_READ),
  };
}

function mustLeave({ read, right, rounds, last }: Standing): boolean {
  const isDoubtful = wilsonInterval(right, read).low < LEAST_LOWER_BOUND;
  const isRefuted =
    right < LEAST_SHARE * read || (last.length === LAST_READ && rightOf(last) < LEAST_SHARE * LAST_READ);
  return isRefuted || (rounds >= LEAST_ROUNDS && read >= LEAST_READ && isDoubtful);
}

const countByRule = (readings: readonly Reading[]): ReadonlyMap<string, FirstSight> =>
  new Map([...verdictsByRule(readings)].map(([rule, own]) => [rule, { read: own.length, right: rightOf(own) }]));

const rightOf = (verdicts: readonly boolean[]): number => verdicts.filter(Boolean).length;

/** Of each rule, whether each of its findings that were read is right. */
function verdictsByRule(readings: readonly Reading[]): ReadonlyMap<string, readonly boolean[]> {
  const groups = groupBy(readings, ({ drawn }) => drawn.rule);
  return new Map([...groups].map(([rule, own]) => [rule, own.map(({ answer }) => answer.verdict === 'right')]));
}
