import type { ReadRound } from '../first-sight/verdicts.ts';

/** What readers of one round said of one rule. */
export interface RoundFigure {
  readonly round: number;
  readonly profile: string;
  readonly read: number;
  readonly right: number;
  readonly wrong: number;
}

/** The rounds in which findings of a rule were read, in their order. */
export function figuresOf(rule: string, rounds: readonly ReadRound[]): RoundFigure[] {
  return rounds.flatMap(({ round, readings }) => {
    const own = readings.filter(({ drawn }) => drawn.rule === rule);
    const count = (verdict: string): number => own.filter(({ answer }) => answer.verdict === verdict).length;
    if (own.length === 0) return [];
    return [
      { round: round.number, profile: round.profile, read: own.length, right: count('right'), wrong: count('wrong') },
    ];
  });
}
