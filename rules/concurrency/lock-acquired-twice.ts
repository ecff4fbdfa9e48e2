import {
  type AsyncWith,
  attributeChain,
  type Call,
  type Def,
  dottedName,
  type Expression,
  isGenerator,
  type Node,
  nodesOf,
  shortText,
  type With,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { lockNamed } from '#semantics/context/acquired';
import { callsWithin, nodesWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

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
  visit: {
    With: checkEntered,
    AsyncWith: checkEntered,
    Call(call, ctx) {
      for (const lock of heldHere(call, ctx)) {
        const again = isWaitFor(call, lock, ctx) ? { at: call } : acquisitionBehind(call, lock, ctx);
        if (again !== undefined) report(call, lock, again, ctx);
      }
    },
  },
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

function checkEntered(inner: With | AsyncWith, ctx: SourceContext): void {
  for (const lock of heldHere(inner, ctx))
    for (const { context_expr: at } of inner.items) if (isSameLock(lock, at, ctx)) report(at, lock, { at }, ctx);
}

/** Those that the function of the node holds there. */
const heldHere = (node: Node, ctx: SourceContext): readonly Expression[] =>
  ctx.context
    .locksHeldAt(node)
    .filter(
      ({ lock, holder, acquire }) =>
        acquire !== node &&
        ctx.context.functionAround(holder) === ctx.context.functionAround(node) &&
        NON_REENTRANT.has(ctx.types.classOf(lock) ?? '') &&
        !isSignal(lock, ctx),
    )
    .map(({ lock }) => lock);

/** A function that releases it and never acquires it: one thread waits for what another one does then, and the lock is a signal. */
function isSignal(lock: Expression, ctx: SourceContext): boolean {
  const functionsOf = (method: 'acquire' | 'release') =>
    nodesOf(ctx.module, 'Call').flatMap((call) =>
      isCallOf(method, call, lock, ctx) ? [ctx.context.functionAround(call)] : [],
    );
  const acquiring = new Set(functionsOf('acquire'));
  return functionsOf('release').some((fn) => !acquiring.has(fn));
}

interface Acquisition {
  readonly at: Expression;
  /** The function that is called and does it, where it is not the one that holds the lock. */
  readonly by?: Def;
}

function report(at: Expression, lock: Expression, again: Acquisition, ctx: SourceContext): void {
  const name = shortText(lock, ctx.text);
  const { by } = again;
  const called = at.kind === 'Call' ? shortText(at.func, ctx.text) : name;
  ctx.report({
    at,
    cause: `${ctx.names.qualnameOf(ctx.context.defAround(at) ?? ctx.module)} ${name}`,
    message: by
      ? `deadlock: \`${called}\` acquires \`${name}\` again, which is held here and is not reentrant`
      : `deadlock: \`${name}\` is acquired again while it is held, and is not reentrant`,
    related: [
      { at: lock, message: 'the lock is held from here' },
      ...(by ? [{ at: again.at, message: `\`${by.name}\` waits for the same lock` }] : []),
    ],
  });
}

/** The place at which what is called, on the same object, takes the lock: the one that the fewest calls lead to. */
function acquisitionBehind(call: Call, lock: Expression, ctx: SourceContext): Acquisition | undefined {
  const seen = new Set<Def>();
  let calls: readonly Call[] = [call];
  for (let depth = 0; depth < MOST_CALLS; depth++) {
    const called = calls.flatMap((each) => calledOnSame(each, lock, ctx) ?? []).filter((fn) => !seen.has(fn));
    for (const by of called) {
      const at = waitIn(by, lock, ctx);
      if (at !== undefined) return { at, by };
      seen.add(by);
    }
    calls = [...new Set(called)].flatMap((fn) => whileHeld(callsWithin([fn]), fn, lock, ctx));
  }
  return undefined;
}

function waitIn(fn: Def, lock: Expression, ctx: SourceContext): Expression | undefined {
  const entered = [...nodesWithin([fn], 'With'), ...nodesWithin([fn], 'AsyncWith')]
    .flatMap(({ items }) => items.map(({ context_expr: other }) => other))
    .filter((other) => isSameLock(lock, other, ctx));
  const taken = callsWithin([fn]).filter((each) => isWaitFor(each, lock, ctx));
  return whileHeld([...entered, ...taken], fn, lock, ctx)[0];
}

/** Without those before which the function may give the lock back. */
function whileHeld<T extends Node>(nodes: readonly T[], fn: Def, lock: Expression, ctx: SourceContext): readonly T[] {
  const released = callsWithin([fn]).find((each) => isCallOf('release', each, lock, ctx));
  return released === undefined ? nodes : nodes.filter(({ start }) => start < released.start);
}

/** `self.left(…)` for a lock of `self`, any function or method for a lock of the module, where it runs at once. */
function calledOnSame(call: Call, lock: Expression, ctx: SourceContext): Def | undefined {
  const { func } = call;
  const { root } = attributeChain(lock);
  const isOnSame = func.kind === 'Attribute' && root.kind === 'Name' && ctx.text.slice(func.value) === root.id;
  const made = isOnSame || isOfModule(lock, ctx) ? definitionCalled(ctx, call) : undefined;
  if (made === undefined || made.kind === 'ClassDef' || isGenerator(made)) return undefined;
  return made.kind === 'FunctionDef' || call.parent?.kind === 'Await' ? made : undefined;
}

/** `lock.acquire()`: with an argument it may give up. */
const isWaitFor = (call: Call, lock: Expression, ctx: SourceContext): boolean =>
  call.args.length + call.keywords.length === 0 && isCallOf('acquire', call, lock, ctx);

function isCallOf(method: 'acquire' | 'release', call: Call, lock: Expression, ctx: SourceContext): boolean {
  const named = lockNamed(call, method);
  return named !== undefined && isSameLock(lock, named, ctx);
}

/** The lock by the same name, of the same object or module. */
const isSameLock = (lock: Expression, other: Expression, ctx: SourceContext): boolean =>
  dottedName(lock) !== undefined &&
  dottedName(lock) === dottedName(other) &&
  isOfModule(lock, ctx) === isOfModule(other, ctx);

function isOfModule(lock: Expression, { names }: SourceContext): boolean {
  const { root } = attributeChain(lock);
  return root.kind === 'Name' && names.resolve(root)?.scope.kind === 'module';
}
