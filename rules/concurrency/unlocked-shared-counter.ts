import {
  type AsyncFunctionDef,
  type AugAssign,
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  type FunctionStart,
  type GuardedUse,
  type Guarding,
  NOT_PRODUCTION,
  type Problem,
  type SourceContext,
  walk,
} from '#kit';

type Def = FunctionDef | AsyncFunctionDef;

const THREAD_LOCAL: ReadonlySet<string> = new Set(['threading.local', '_thread._local']);

export default defineSourceRule({
  docs: {
    summary: 'counter that threads share, changed without a lock',
    why: 'Adding to it is a read and a write: what another thread adds between the two is lost, so limits let through more than they say and totals are too low.',
    remedy: 'Change it under the lock that guards it elsewhere, or give it a `threading.Lock` of its own.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [362, 567],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-4' }],
    measured: { read: 6, right: 6, on: 'skypilot, sglang, ray, too few to say much' },
    bad: 'import threading\n\nclass Meter:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.total = 0\n\n    def add(self, n):\n        with self._lock:\n            self.total += n\n\n    def add_one(self):\n        self.total += 1\n',
    good: 'import threading\n\nclass Meter:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.total = 0\n\n    def add(self, n):\n        with self._lock:\n            self.total += n\n\n    def add_one(self):\n        with self._lock:\n            self.total += 1\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    AugAssign(statement, ctx) {
      const { target } = statement;
      if (target.kind !== 'Attribute' && target.kind !== 'Name') return;
      const fn = ctx.context.defAround(statement);
      if (fn === undefined || ctx.context.isTestCode(statement)) return;
      if (target.kind === 'Name' && ctx.names.resolve(target)?.scope.kind !== 'module') return;
      if (isThreadLocal(target, ctx)) return;
      const guarding = ctx.state.guardingOf(target);
      const own = guarding?.unlocked.find(({ use }) => use.node === target && use.kind === 'update');
      if (guarding === undefined || own === undefined) return;
      const problem =
        fn.kind === 'AsyncFunctionDef' ? lostAtAwait(statement, guarding, fn, ctx) : raced(own, guarding, fn, ctx);
      if (problem !== undefined) ctx.report(problem);
    },
  },
});

/** Each thread has its own: `threading.local()`, and classes derived from it. */
function isThreadLocal(target: Expression, ctx: SourceContext): boolean {
  if (target.kind !== 'Attribute') return false;
  if (ctx.types.classOf(target.value) === 'threading.local') return true;
  const owner = ctx.types.classDefOf(target.value);
  return owner !== undefined && ctx.types.derivesFrom(owner, THREAD_LOCAL);
}

/** `self.total += await size()`: the old value is read before the wait, and other tasks add meanwhile. */
function lostAtAwait(
  { target, value }: AugAssign,
  { name }: Guarding,
  fn: AsyncFunctionDef,
  ctx: SourceContext,
): Problem | undefined {
  let awaits = false;
  walk(value, (node) => {
    if (node.kind === 'Lambda' || node.kind === 'GeneratorExp') return 'skip';
    awaits ||= node.kind === 'Await';
    return undefined;
  });
  if (!awaits || ctx.context.locksHeldAt(target).length > 0) return undefined;
  return {
    at: target,
    message: `\`${name}\` is read before \`async def ${fn.name}\` waits and written after: what other tasks add meanwhile is lost`,
    remedy: 'Await the amount into a local first, and add it in a statement of its own',
    // Mostly one task at a time does it, which one file does not show.
    profile: 'strict',
  };
}

function raced(own: GuardedUse, guarding: Guarding, fn: FunctionDef, ctx: SourceContext): Problem | undefined {
  const { name, lock, locked } = guarding;
  const at = own.use.node;
  const inside = locked.find(({ use }) => use.kind === 'update');
  if (lock !== undefined && inside !== undefined && !isCalledUnderLock(fn, ctx)) {
    return {
      at,
      message: `\`${name}\` is changed without the lock \`${lock}\` in \`${fn.name}\`, which guards it elsewhere`,
      related: [{ at: inside.use.node, message: `it is changed under \`${lock}\` here` }],
      // Whoever wrote both in one function knows of the lock, and may have left it out where nothing depends on the count.
      ...(locked.some(({ use }) => use.within === own.use.within) && { profile: 'strict' as const }),
    };
  }
  const starts = ctx.context.threadStartsOf(fn);
  const many = starts.find((start) => runsManyAtOnce(start, ctx));
  if (many !== undefined) {
    return {
      at,
      message: `\`${name}\` is changed without a lock in \`${fn.name}\`, which several threads run at once`,
      related: [{ at: many.call, message: 'the threads are given it here' }],
    };
  }
  const other = starts.length === 0 ? undefined : otherWriter(own, guarding, ctx);
  const [start] = starts;
  if (other === undefined || start === undefined) return undefined;
  return {
    at,
    message: `\`${name}\` is changed without a lock by the thread that runs \`${fn.name}\` and by others`,
    related: [
      { at: start.call, message: 'the thread is started here' },
      { at: other.use.node, message: 'others change it here' },
    ],
    // Who calls the others, and whether while the thread runs, this file does not show.
    profile: 'strict',
  };
}

/** How far the callers of a helper are asked for the lock. */
const CALLER_DEPTH = 3;

/** A helper that somebody calls with a lock held, or that is made and given away, leaves the locking to its callers. */
function isCalledUnderLock(fn: Def, ctx: SourceContext): boolean {
  const seen = new Set<Def>([fn]);
  let level: readonly Def[] = [fn];
  for (let depth = 0; level.length > 0 && depth <= CALLER_DEPTH; depth++) {
    const callers: Def[] = [];
    for (const each of level) {
      const isNested = ctx.context.classOfMethod(each) === undefined && ctx.context.functionAround(each) !== undefined;
      for (const mention of mentionsOf(each, ctx)) {
        const isCall = mention.parent?.kind === 'Call' && mention.parent.func === mention;
        if (isCall ? ctx.context.locksHeldAt(mention).length > 0 : isNested) return true;
        const caller = isCall ? ctx.context.defAround(mention) : undefined;
        if (caller === undefined || seen.has(caller)) continue;
        seen.add(caller);
        callers.push(caller);
      }
    }
    level = callers;
  }
  return false;
}

function mentionsOf(fn: Def, ctx: SourceContext): readonly Expression[] {
  const owner = ctx.context.classOfMethod(fn);
  if (owner !== undefined) return ctx.state.mentionsOf(owner, fn.name);
  return ctx.names.lookup(fn.name, fn)?.references ?? [];
}

/** An executor of more than one worker, or a thread started in a loop. */
function runsManyAtOnce(start: FunctionStart, ctx: SourceContext): boolean {
  if (start.how === 'thread') return isRepeated(start.call, ctx);
  // `await to_thread(self.run)` makes a coroutine of a method: one at a time for each object, as far as this shows.
  if (start.call.parent?.kind === 'Await' && ctx.context.loopAround(start.call) === undefined) return false;
  const pool = poolOf(start, ctx);
  if (pool?.kind !== 'Call') return true;
  const workers = ctx.values.givenArgument(pool, 'max_workers', 0);
  return workers === undefined || ctx.values.number(workers) !== 1;
}

/** In a loop, or in a function that is called in one. */
function isRepeated(call: Call, ctx: SourceContext): boolean {
  if (ctx.context.loopAround(call) !== undefined) return true;
  const starter = ctx.context.defAround(call);
  const mentions = starter === undefined ? [] : mentionsOf(starter, ctx);
  return mentions.some((mention) => mention.parent?.kind === 'Call' && ctx.context.loopAround(mention) !== undefined);
}

/** The expression that makes the pool, of `pool.submit(…)` and `loop.run_in_executor(pool, …)`. */
function poolOf({ call }: FunctionStart, ctx: SourceContext): Expression | undefined {
  if (call.func.kind !== 'Attribute') return undefined;
  const pool = call.func.attr === 'run_in_executor' ? call.args[0] : call.func.value;
  if (pool === undefined) return undefined;
  const kept = ctx.state
    .lifeOf(pool)
    ?.of('create')
    .find(({ value }) => value?.kind === 'Call');
  return kept?.value ?? (pool.kind === 'Name' ? ctx.names.resolve(pool)?.definitions[0]?.value : undefined);
}

/** Code that no thread of this file runs and that counts on the same number. */
function otherWriter(own: GuardedUse, { unlocked }: Guarding, ctx: SourceContext): GuardedUse | undefined {
  return unlocked.find(({ use }) => {
    const { within } = use;
    return (
      use.kind === 'update' &&
      within !== undefined &&
      within !== own.use.within &&
      ctx.context.threadStartsOf(within).length === 0
    );
  });
}
