import { wilsonInterval } from '../../findings/index.ts';
import { figuresByRule } from './figures.ts';
import type { ReadRound } from './verdicts.ts';

const LEAST_ROUNDS = 2;
/** Of fewer nothing can be said: even five of five have a lower bound of 57 %. */
const LEAST_READ = 10;
const LEAST_LOWER_BOUND = 0.6;

/** Rules that were read in two rounds, of which it still cannot be said that most of their findings are right. */
export function rulesToLeaveDefault(rounds: readonly ReadRound[]): string[] {
  return figuresByRule(rounds).flatMap(({ name, read, right }) => {
    const readIn = rounds.filter(({ readings }) => readings.some(({ drawn }) => drawn.rule === name)).length;
    const isDoubtful = wilsonInterval(right, read).low < LEAST_LOWER_BOUND;
    return readIn >= LEAST_ROUNDS && read >= LEAST_READ && isDoubtful ? [name] : [];
  });
}
