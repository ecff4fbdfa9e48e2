/** Calls of work that may never end: V8 stops it when its time is over, or when the user wants it to end. */
import { Script } from 'node:vm';

/** Work took longer than it may. Nothing of it ran on: not even a `finally`, so what it was at may be half done. */
export class Overtime extends Error {
  override readonly name = 'Overtime';

  constructor(readonly milliseconds: number) {
    super(`it did not finish within ${milliseconds / 1000} s`);
  }
}

/** The user interrupted the work, which was stopped as one that takes too long is. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What `work` gives, or throws; `Overtime` where it has not ended by then. Costs a twentieth of a millisecond. */
export function callInTime<T>(work: () => T, milliseconds: number): T {
  return Number.isFinite(milliseconds) ? call(work, { timeout: Math.max(1, Math.ceil(milliseconds)) }) : work();
}

/** What `work` gives, or throws; `Interrupted` where the user interrupts it. None of these within another: the outer one would not hear of it. */
export function callUntilInterrupted<T>(work: () => T): T {
  return call(work, { breakOnSigint: true });
}

interface Stops {
  readonly timeout?: number;
  readonly breakOnSigint?: true;
}

function call<T>(work: () => T, stops: Stops): T {
  let result: { readonly value: T } | undefined;
  const before = place[WORK];
  place[WORK] = () => {
    result = { value: work() };
  };
  try {
    CALL.runInThisContext(stops);
  } catch (error) {
    throw stoppedBy(error, stops) ?? error;
  } finally {
    place[WORK] = before;
  }
  if (result === undefined) throw new Error('it was stopped');
  return result.value;
}

function stoppedBy(error: unknown, stops: Stops): Error | undefined {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ERR_SCRIPT_EXECUTION_TIMEOUT':
      return new Overtime(stops.timeout ?? 0);
    case 'ERR_SCRIPT_EXECUTION_INTERRUPTED':
      return new Interrupted();
    default:
      return undefined;
  }
}

/** Where the script finds what it is to call: it has no arguments. */
const WORK = Symbol.for('auditlint.bounded-call');
// Nobody else has a member of that name.
const place = globalThis as { [WORK]?: (() => void) | undefined };
const CALL = new Script("globalThis[Symbol.for('auditlint.bounded-call')]()");
