import {
  type AsyncFunctionDef,
  type AsyncWith,
  type Call,
  type Expression,
  type FunctionDef,
  shortText,
  type With,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { callsWithin, nodesWithin } from '#semantics/effects/calls-within';

type Def = FunctionDef | AsyncFunctionDef;

export default defineSourceRule({
  docs: {
    summary: 'deadlock: non-reentrant lock acquired again by its holder',
    why: 'A `Lock` does not know who holds it. The second acquisition waits for the first one to end, and that waits for the second: the thread or task never continues, nor does any other that needs the lock.',
    remedy: 'Move the work into a private function that expects the lock to be held, or use an `RLock`',
    harm: 'hangs',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [764, 833],
    origin: [{ document: 'Field report 2', finding: '3: non-reentrant lock acquired again by a callee' }],
    bad: 'import threading\n\n\nclass Stock:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self._left = {}\n\n    def left(self, item):\n        with self._lock:\n            return self._left.get(item, 0)\n\n    def take(self, item):\n        with self._lock:\n            if self.left(item) > 0:\n                self._left[item] -= 1\n',
    good: 'import threading\n\n\nclass Stock:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self._left = {}\n\n    def _left_of(self, item):\n        return self._left.get(item, 0)\n\n    def left(self, item):\n        with self._lock:\n            return self._left_of(item)\n\n    def take(self, item):\n        with self._lock:\n            if self._left_of(item) > 0:\n                self._left[item] -= 1\n',
  },
  skips: ['generated', 'vendored', 'stub'],
  mentions: ['Lock'],
  visit: { With: check, AsyncWith: check },
});

/** Locks that their holder waits for like anyone else. */
const NON_REENTRANT: ReadonlySet<string> = new Set([
  'threading.Lock',
  'multiprocessing.Lock',
  'asyncio.Lock',
  '_thread.lock',
  'anyio.Lock',
  'trio.Lock',
]);

/** Calls from the first function to the one that takes the lock. */
const MOST_CALLS = 3;

function check(holder: With | AsyncWith, ctx: SourceContext): void {
  for (const { context_expr: lock } of holder.items) {
    if (!NON_REENTRANT.has(ctx.types.classOf(lock) ?? '')) continue;
    for (const call of callsWithin(holder.body)) {
      if (!runsHere(call, holder)) continue;
      const again = acquisitionBehind(call, lock, ctx, new Set());
      if (again === undefined) continue;
      ctx.report({
        at: call,
        message: `deadlock: \`${shortText(call.func, ctx.text)}\` acquires \`${shortText(lock, ctx.text)}\` again, which is held here and is not reentrant`,
        related: [
          { at: lock, message: 'the lock is held from here' },
          { at: again.at, message: `\`${again.by.name}\` waits for the same lock` },
        ],
      });
      return;
    }
    for (const inner of [...nodesWithin(holder.body, 'With'), ...nodesWithin(holder.body, 'AsyncWith')]) {
      const again = inner.items.find(({ context_expr: other }) => isSameLock(lock, other, ctx));
      if (again !== undefined)
        ctx.report({
          at: again,
          message: `deadlock: \`${shortText(lock, ctx.text)}\` is acquired again while it is held, and is not reentrant`,
          related: [{ at: lock, message: 'the lock is held from here' }],
        });
    }
  }
}

/** A coroutine runs where it is awaited; one that becomes a task waits until the lock is free. */
function runsHere(call: Call, holder: With | AsyncWith): boolean {
  return holder.kind === 'With' || call.parent?.kind === 'Await';
}

interface Acquisition {
  readonly at: Expression;
  readonly by: Def;
}

/** The place at which what is called, on the same object, takes the lock on every path or some. */
function acquisitionBehind(call: Call, lock: Expression, ctx: SourceContext, seen: Set<Def>): Acquisition | undefined {
  const fn = calledOnSame(call, lock, ctx);
  if (fn === undefined || seen.has(fn) || seen.size >= MOST_CALLS) return undefined;
  // What an `async def` does runs when it is awaited.
  if (fn.kind === 'AsyncFunctionDef' && call.parent?.kind !== 'Await') return undefined;
  if (ctx.context.nodesOfFunction(fn, 'Yield').length > 0) return undefined;
  seen.add(fn);
  for (const each of [...nodesWithin([fn], 'With'), ...nodesWithin([fn], 'AsyncWith')])
    for (const { context_expr: other } of each.items) if (isSameLock(lock, other, ctx)) return { at: other, by: fn };
  for (const inner of callsWithin([fn])) {
    const found = acquisitionBehind(inner, lock, ctx, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `self.left(…)` for a lock of `self`, a function of the module for a lock of the module. */
function calledOnSame(call: Call, lock: Expression, ctx: SourceContext): Def | undefined {
  const { func } = call;
  if (lock.kind === 'Attribute') {
    if (lock.value.kind !== 'Name' || func.kind !== 'Attribute' || func.value.kind !== 'Name') return undefined;
    if (func.value.id !== 'self' || lock.value.id !== 'self') return undefined;
    const owner = ctx.context.classAround(call);
    return owner === undefined ? undefined : ctx.state.methodsOf(owner).get(func.attr);
  }
  const made = ctx.names.definitionOf(func);
  return made === undefined || made.kind === 'ClassDef' ? undefined : made;
}

/** The lock by the same name, of the same object or module. */
function isSameLock(lock: Expression, other: Expression, ctx: SourceContext): boolean {
  if (lock.kind === 'Attribute') return other.kind === 'Attribute' && ctx.text.slice(lock) === ctx.text.slice(other);
  if (lock.kind !== 'Name' || other.kind !== 'Name') return false;
  const binding = ctx.names.resolve(lock);
  return binding?.scope.kind === 'module' && binding === ctx.names.resolve(other);
}
