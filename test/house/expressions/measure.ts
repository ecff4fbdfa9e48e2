/** How long an expression takes over attacks. */
import { createContext, runInContext } from 'node:vm';
import { cpuMilliseconds } from '../../cpu-time.ts';
import type { Attack } from './attacks.ts';

/**
 * The first attack on which twice the text takes far more than twice the time. An expression that does not come to an end
 * is stopped, with the attack that it was at.
 */
export function findSlowAttack(expression: RegExp, attacks: readonly Attack[]): Attack | undefined {
  let rest = attacks;
  for (let suspect = findSuspect(expression, rest); suspect !== undefined; suspect = findSuspect(expression, rest)) {
    const attack = suspect;
    // Another process may have had the machine for a while; what is slow is slow whenever it is tried alone.
    if (Array.from({ length: TRIALS }).every(() => findSuspect(expression, [attack]) !== undefined)) return attack;
    rest = rest.slice(rest.indexOf(attack) + 1);
  }
  return undefined;
}

const TRIALS = 2;

function findSuspect(expression: RegExp, attacks: readonly Attack[]): Attack | undefined {
  let current: Attack | undefined;
  const work = (): Attack | undefined =>
    attacks.find((attack) => {
      current = attack;
      return isSlow(expression, attack);
    });
  try {
    return runInContext('work()', createContext({ work }), { timeout: LONGEST_MS });
  } catch (error) {
    // It is an `Error` of the other context, so not one of ours.
    if (Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return current;
    throw error;
  }
}

/** All attacks on one expression together take some milliseconds. */
const LONGEST_MS = 2000;

/** An expression goes over so much text in some microseconds; where it does so anew at each repetition, in milliseconds. */
const CHARACTERS = 1500;
const REPETITIONS = 700;
const SUSPECT_MS = 0.25;

/** How much longer the text is that tells. */
const TIMES = 8;

function isSlow(expression: RegExp, attack: Attack): boolean {
  const repetitions = Math.max(REPETITIONS, Math.ceil(CHARACTERS / attack.pump.length));
  if (timeOf(expression, attack, repetitions, 1) < SUSPECT_MS) return false;
  // The first time may have been that of compiling the expression, or of another process.
  if (timeOf(expression, attack, repetitions, 5) < SUSPECT_MS) return false;
  // As long one after another as in one, unless it is slow; a single short one would fit between the turns of other processes.
  const pieces = timeOf(expression, attack, repetitions, 3, TIMES);
  return timeOf(expression, attack, repetitions * TIMES, 2) > pieces * 4;
}

/** The least of several, in milliseconds of the processor: compilers and collectors only add to it. Each goes over the text so many `turns`. */
function timeOf(
  expression: RegExp,
  { prefix, pump, suffix }: Attack,
  repetitions: number,
  times: number,
  turns = 1,
): number {
  const text = prefix + pump.repeat(repetitions) + suffix;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const start = cpuMilliseconds();
    for (let turn = 0; turn < turns; turn++) {
      expression.lastIndex = 0;
      if (expression.global) text.replace(expression, '');
      else expression.test(text);
    }
    least = Math.min(least, cpuMilliseconds() - start);
  }
  return least;
}
