import { wilsonInterval } from '../../findings/index.ts';
import { figuresByRule } from './figures.ts';
import type { ReadRound } from './verdicts.ts';

const LEAST_ROUNDS = 2;
/** Of fewer nothing can be said: even five of five have a lower bound of 57 %. */
const LEAST_READ = 10;
const LEAST_LOWER_BOUND = 0.6;

/**
 * Rules that were read in two rounds, of which it still cannot be said that most of their findings are right, and those of which
 * less than half of what was read is right. Later readings may bring a rule back.
 */
export function rulesToLeaveDefault(rounds: readonly ReadRound[]): string[] {
  return figuresByRule(rounds).flatMap(({ name, read, right }) => {
    const readIn = rounds.filter(({ readings }) => readings.some(({ drawn }) => drawn.rule === name)).length;
    const isDoubtful = wilsonInterval(right, read).low < LEAST_LOWER_BOUND;
    const isRefuted = right < read / 2;
    return isRefuted || (readIn >= LEAST_ROUNDS && read >= LEAST_READ && isDoubtful) ? [name] : [];
  });
}
