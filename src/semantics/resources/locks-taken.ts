/** Locks that a function takes, and where it gives them back. */
import { boundTarget, type Call, type Def, dottedName } from '../../ast/index.ts';
import { lockNamed } from '../context/acquired.ts';
import { callsWithin } from '../effects/calls-within.ts';

export interface LockTaken {
  /** How the function calls it. */
  readonly lock: string;
  readonly releases: readonly Call[];
}

/** `lock.acquire()` as a statement of its own or in a test, `self.lock = FileLock(path).acquire()`; undefined where nothing here gives it back. */
export function acquireWithRelease(taken: Call, fn: Def): LockTaken | undefined {
  if (taken.func.kind !== 'Attribute' || taken.func.attr !== 'acquire') return undefined;
  const target = boundTarget(taken);
  const lock = dottedName(target ?? taken.func.value);
  const releases = callsWithin([fn]).filter((call) => {
    const released = call.start > taken.end ? lockNamed(call, 'release') : undefined;
    return released !== undefined && dottedName(released) === lock;
  });
  return lock === undefined || releases.length === 0 ? undefined : { lock, releases };
}
