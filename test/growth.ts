/** How much longer more work takes, measured against itself: the machine's speed, and what else it does, say nothing of the code. */
import { cpuMilliseconds } from './cpu-time.ts';

const TIMES = 8;
const TRIES = 6;

/** Between work that grows with its size (1) and work that grows with the square of it (2). */
export const HALFWAY_TO_SQUARE = 1.5;

/**
 * The exponent of the processor time that `work` takes in the size of its input: 1 where it is proportional, 2 where it grows
 * with the square. The whole is held against its pieces one after another, which take as long where the work is proportional.
 * Tried again while it looks bad, because compilers, collectors and cold caches only add to a time. `size` is such that the work
 * takes about a millisecond; what is shorter counts as one. Run on one worker: the threads of a process share its clock.
 */
export async function growthOf<Input>(
  inputOf: (size: number) => Input | Promise<Input>,
  work: (input: Input) => unknown,
  size: number,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES && least > HALFWAY_TO_SQUARE; attempt++) {
    const pieces = Array.from({ length: TIMES }, () => size);
    // The first time may be that of code that never ran before.
    const apart = [await millisecondsOf(inputOf, work, pieces), await millisecondsOf(inputOf, work, pieces)];
    const whole = await millisecondsOf(inputOf, work, [size * TIMES]);
    least = Math.min(least, 1 + Math.log(whole / Math.max(TIMES, Math.min(...apart))) / Math.log(TIMES));
  }
  return least;
}

async function millisecondsOf<Input>(
  inputOf: (size: number) => Input | Promise<Input>,
  work: (input: Input) => unknown,
  sizes: readonly number[],
): Promise<number> {
  const inputs: Input[] = [];
  for (const size of sizes) inputs.push(await inputOf(size));
  const start = cpuMilliseconds();
  for (const input of inputs) await work(input);
  return cpuMilliseconds() - start;
}
