/** Functions of one class or module that the same files call wrongly in the same way. */
import { groupBy } from '#collections';

export interface CallMismatch {
  /** Qualified name of what is called. */
  readonly callee: string;
  /** What it cannot take. */
  readonly says: string;
  /** The file that calls it. */
  readonly path: string;
}

/**
 * The cause of the calls of each function that has twins: siblings that lack the same argument for the same callers went together
 * when their class was written or changed, and one edit gives it to all of them. A function that is called wrongly in several ways, or
 * from elsewhere too, is a case of its own.
 */
export function twinMismatches(all: readonly CallMismatch[]): ReadonlyMap<string, string> {
  const shapes = [...groupBy(all, ({ callee }) => callee)].flatMap(([callee, calls]) => {
    const mismatches = new Set(calls.map(({ says }) => says));
    const [mismatch = ''] = mismatches;
    // That one argument too many is given says nothing of which.
    if (mismatches.size > 1 || !mismatch.includes('`')) return [];
    const files = [...new Set(calls.map(({ path }) => path))].sort();
    return { callee, shape: [callee.slice(0, callee.lastIndexOf('.')), mismatch, ...files].join(' ') };
  });
  const twins = [...groupBy(shapes, ({ shape }) => shape).values()].filter(({ length }) => length > 1);
  return new Map(twins.flat().map(({ callee, shape }) => [callee, shape]));
}
