/** How much longer twice the work takes, measured against itself: the machine's speed, and what else it does, say nothing of the code. */

const TIMES = 8;
const TRIES = 6;

/** Between work that grows with its size (1) and work that grows with the square of it (2). */
export const HALFWAY_TO_SQUARE = 1.5;

/**
 * The exponent of the time that `work` takes in the size of its input: 1 where it is proportional, 2 where it grows with the
 * square. Both sizes are measured one after the other, again until the exponent is small or nothing is left to hope for: what others take
 * of the machine only adds to a time. `size` is chosen so that the short work takes about a millisecond; shorter counts as
 * one, because clocks and collectors have their say below it.
 */
export async function growthOf<Input>(
  inputOf: (size: number) => Input | Promise<Input>,
  work: (input: Input) => unknown,
  size: number,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES && least > HALFWAY_TO_SQUARE; attempt++) {
    const short = await millisecondsOf(work, await inputOf(size));
    const long = await millisecondsOf(work, await inputOf(size * TIMES));
    least = Math.min(least, Math.log(long / Math.max(short, 1)) / Math.log(TIMES));
  }
  return least;
}

async function millisecondsOf<Input>(work: (input: Input) => unknown, input: Input): Promise<number> {
  const start = performance.now();
  await work(input);
  return performance.now() - start;
}
