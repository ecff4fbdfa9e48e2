/** Calls of code that others wrote, which may never end. */
import { callInTime, Overtime } from '../engine/index.ts';

/** Long for one file, and for the whole project; whatever takes longer will hardly end. */
export const FILE_MILLISECONDS = 10_000;
export const PROJECT_MILLISECONDS = 60_000;

/** A call that may last only so long. */
export type BoundedCall = <T>(work: () => T, milliseconds: number) => T;

/** Calls of one rule. A rule that did not end once is not called again: it would take its time at each file. */
export function boundedCalls(): BoundedCall {
  let over: Error | undefined;
  return (work, milliseconds) => {
    if (over !== undefined) throw over;
    try {
      return callInTime(work, milliseconds);
    } catch (error) {
      if (!(error instanceof Overtime)) throw error;
      over = new Error(`it was stopped after ${milliseconds / 1000} seconds and is not run again`, { cause: error });
      throw over;
    }
  };
}
