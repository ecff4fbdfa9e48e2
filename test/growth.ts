/** How much longer twice the work takes, measured against itself: the machine's speed, and what else it does, say nothing of the code. */

const TIMES = 8;
const TRIES = 6;
const SHORT_ROUNDS = 3;

/** Between work that grows with its size (1) and work that grows with the square of it (2). */
export const HALFWAY_TO_SQUARE = 1.5;

/**
 * The exponent of the time that `work` takes in the size of its input: 1 where it is proportional, 2 where it grows with the
 * square. Tried again while it looks bad, because what others take of the machine only adds to a time. `size` is such that
 * the work takes about a millisecond; what is shorter counts as one, because clocks and collectors have their say below it.
 */
export async function growthOf<Input>(
  inputOf: (size: number) => Input | Promise<Input>,
  work: (input: Input) => unknown,
  size: number,
): Promise<number> {
  // Code that runs for the first time is slow: the short work, if it came first, would seem long.
  await work(await inputOf(size * TIMES));
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES && least > HALFWAY_TO_SQUARE; attempt++) {
    const shorts: number[] = [];
    for (let round = 0; round < SHORT_ROUNDS; round++) shorts.push(await millisecondsOf(work, await inputOf(size)));
    const long = await millisecondsOf(work, await inputOf(size * TIMES));
    least = Math.min(least, Math.log(long / Math.max(1, Math.min(...shorts))) / Math.log(TIMES));
  }
  return least;
}

async function millisecondsOf<Input>(work: (input: Input) => unknown, input: Input): Promise<number> {
  const start = performance.now();
  await work(input);
  return performance.now() - start;
}
