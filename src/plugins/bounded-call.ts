/** Calls of code that others wrote, which may never end: V8 stops it when its time is over, or when the user wants the work to end. */
import { Script } from 'node:vm';

/** Long for one file, and for the whole project; whatever takes longer will hardly end. */
export const FILE_MILLISECONDS = 10_000;
export const PROJECT_MILLISECONDS = 60_000;

/** A call that may last only so long. */
export type BoundedCall = <T>(work: () => T, milliseconds: number) => T;

/**
 * Calls of one rule. A rule that did not end once is not called again: it would take its time at each file. `interrupted` is called where the user
 * interrupts it; without, signals are not looked at, as threads and programs of others have it.
 */
export function boundedCalls(interrupted: (() => void) | undefined): BoundedCall {
  let over: Error | undefined;
  return (work, milliseconds) => {
    if (over !== undefined) throw over;
    let result: { readonly value: ReturnType<typeof work> } | undefined;
    const before = place[WORK];
    place[WORK] = () => {
      result = { value: work() };
    };
    try {
      CALL.runInThisContext({ timeout: milliseconds, ...(interrupted !== undefined && { breakOnSigint: true }) });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') interrupted?.();
      if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT' && code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
      over = new Error(`it was stopped after ${milliseconds / 1000} seconds, and is not run again`, { cause: error });
      throw over;
    } finally {
      place[WORK] = before;
    }
    if (result === undefined) throw new Error('it was stopped');
    return result.value;
  };
}

/** Where the script finds what it is to call: it has no arguments. */
const WORK = Symbol.for('auditlint.bounded-call');
// Nobody else has a member of that name.
const place = globalThis as { [WORK]?: (() => void) | undefined };
const CALL = new Script("globalThis[Symbol.for('auditlint.bounded-call')]()");
