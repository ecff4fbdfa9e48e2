/** How much longer more work takes, measured against itself: the machine's speed, and what else it does, say nothing of the code. */

const TIMES = 8;
const TRIES = 6;

/** Between work that grows with its size (1) and work that grows with the square of it (2). */
export const HALFWAY_TO_SQUARE = 1.5;

/**
 * The exponent of the time that `work` takes in the size of its input: 1 where it is proportional, 2 where it grows with the
 * square. The whole is held against its pieces one after another, which take as long where the work is proportional: a single
 * piece fits between the turns of other processes on a busy machine, and the whole does not. Tried again while it looks bad,
 * because what others take only adds to a time. `size` is such that the work takes about a millisecond; what is shorter counts
 * as one, because clocks and collectors have their say below it.
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
  const start = performance.now();
  for (const input of inputs) await work(input);
  return performance.now() - start;
}
