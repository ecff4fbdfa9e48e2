/** Whether an expression is a lock, and of which kind: by type where it is known, else by an unmistakable name. */
import { type Expression, lastName } from '../../ast/index.ts';
import type { HeldLock } from '../context.ts';
import type { SemanticModel } from '../model.ts';

/** Kind of lock that `with expression` or `expression.acquire()` takes; undefined when it is none, as far as can be seen. */
export function lockKindOf(
  model: SemanticModel,
  expression: Expression,
  isAsync: boolean,
): HeldLock['kind'] | undefined {
  const type = model.types.classOf(expression);
  if (type !== undefined) {
    const kind = kindOfType(type);
    if (kind !== undefined) return kind;
    if (!LOCK_TYPE.test(type)) return undefined;
    return isAsync ? 'asyncio' : 'unknown';
  }
  if (!isNamedLikeLock(expression)) return undefined;
  return isAsync ? 'asyncio' : 'unknown';
}

/** Whether a decorator says that the function runs under a lock. */
export function isLockDecorator(decorator: Expression): boolean {
  const name = lastName(decorator.kind === 'Call' ? decorator.func : decorator);
  return name !== undefined && LOCK_DECORATOR.test(name);
}

const THREADING_MODULES: ReadonlySet<string> = new Set(['threading', 'multiprocessing', '_thread']);
const ASYNC_MODULES: ReadonlySet<string> = new Set(['asyncio', 'anyio', 'trio']);
const LOCK_CLASSES: ReadonlySet<string> = new Set([
  'Lock',
  'RLock',
  'Condition',
  'Semaphore',
  'BoundedSemaphore',
  'CapacityLimiter',
  'LockType',
  'StrictFIFOLock',
]);
const LOCK_TYPE = /(Lock|Mutex|Semaphore)$/;
/** `lock` as a word of its own: `clock`, `block` and `unlocked` are none. */
const LOCK_NAME = /(^|_)(rlock|lock|locks|rwlock|mutex|mutexes|cv|semaphore|condvar)$|[a-z](Lock|Locks|Mutex)$/;
/** Calls that hand a lock out: `self._lock_for(key)`, `lock_manager.lock("name")`, `rw.read_lock()`. */
const LOCK_CALL = /(^|_)(lock|rlock|rlocked|wlock|mutex|locked)(_for|_of|$)/;
const LOCK_DECORATOR = /^(synchroni[sz]ed|with_?lock|with_\w*lock|locked|lock_required|requires_lock|thread_?safe)$/i;

function kindOfType(type: string): HeldLock['kind'] | undefined {
  const dot = type.indexOf('.');
  const root = type.slice(0, dot);
  if (!LOCK_CLASSES.has(type.slice(type.lastIndexOf('.') + 1))) return undefined;
  if (THREADING_MODULES.has(root)) return 'threading';
  return ASYNC_MODULES.has(root) ? 'asyncio' : undefined;
}

function isNamedLikeLock(expression: Expression): boolean {
  let at = expression;
  for (;;) {
    if (at.kind === 'Subscript') at = at.value;
    else if (at.kind === 'Call') {
      const name = lastName(at.func);
      if (name !== undefined && LOCK_CALL.test(name)) return true;
      // `with self._lock.acquire_timeout(5)`: what is held is the receiver.
      if (at.func.kind !== 'Attribute' || name?.startsWith('acquire') !== true) return false;
      at = at.func.value;
    } else {
      const name = lastName(at);
      return name !== undefined && LOCK_NAME.test(name);
    }
  }
}
