import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type Problem, providedThat, type SourceContext } from '#kit';
import {
  type AsyncFunctionDef,
  type Attribute,
  type AugAssign,
  type Call,
  callsWithin,
  type Def,
  type Expression,
  type FunctionDef,
  holdsInOwnCode,
  isSuspension,
  lastName,
} from '#kit/code';
import { leavesLockingToCallers, runsManyAtOnce } from '#kit/concurrency';
import type { Question } from '#kit/project';
import { type GuardedUse, type Guarding, isMappedRead } from '#kit/state';

export default defineSourceRule({
  docs: {
    summary: 'counter that threads share, changed without a lock',
    why: 'Adding to a variable is a read and a write. What another thread adds between the two is lost, so totals can be too low and limits let too much through.',
    remedy: 'Change it under the lock that guards it elsewhere, or give it a `threading.Lock` of its own.',
    harm: 'lies',
    ceiling: 'P3',
    profile: 'strict',
    precision: 'low',
    since: '0.1.0',
    cwe: [362, 567],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-4' }],
    measured: { read: 10, right: 6, on: 'skypilot, sglang, ray' },
    bad: 'import threading\n\nclass Meter:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.total = 0\n\n    def add(self, n):\n        with self._lock:\n            self.total += n\n\n    def add_one(self):\n        self.total += 1\n',
    good: 'import threading\n\nclass Meter:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.total = 0\n\n    def add(self, n):\n        with self._lock:\n            self.total += n\n\n    def add_one(self):\n        with self._lock:\n            self.total += 1\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    AugAssign(statement, ctx) {
      const { target } = statement;
      if (target.kind !== 'Attribute' && target.kind !== 'Name') return;
      const fn = ctx.context.defAround(statement);
      if (fn === undefined) return;
      const saved = target.kind === 'Attribute' ? savedRow(target, fn, ctx) : undefined;
      if (saved !== undefined) {
        reportRow(target, saved, ctx);
        return;
      }
      if (target.kind === 'Name' && ctx.names.resolve(target)?.scope.kind !== 'module') return;
      const guarding = ctx.state.guardingOf(target);
      const own = guarding?.uses.find(
        ({ use, locks }) => use.node === target && use.kind === 'update' && locks.length === 0,
      );
      if (guarding === undefined) return;
      const [held] = own === undefined ? ctx.context.locksHeldAt(target) : [];
      if (held !== undefined) return ctx.proven({ at: target, by: 'a lock is held there', where: held.lock });
      if (own === undefined) return;
      const problem =
        fn.kind === 'AsyncFunctionDef' ? lostAtAwait(statement, guarding, fn, ctx) : raced(own, guarding, fn, ctx);
      const guess = own.isLockedByCaller ? 'its name or docstring says that the caller holds the lock' : undefined;
      if (problem !== undefined) ctx.report({ ...problem, ...heldBackBy(guess ?? problem.heldBack) });
    },
  },
});

interface SavedRow {
  readonly read: Call;
  readonly save: Call;
}

/** `job = Job.objects.get(…)`, `job.done += 1`, `job.save()`: what others write between the read and the save is lost. */
function savedRow({ value: row }: Attribute, fn: Def, ctx: SourceContext): SavedRow | undefined {
  if (row.kind !== 'Name') return undefined;
  const read = ctx.flow.origins(row).find((origin) => origin.kind === 'Call' && isMappedRead(origin));
  const save = callsWithin(fn.body).find(
    ({ func }) =>
      func.kind === 'Attribute' && func.attr === 'save' && func.value.kind === 'Name' && func.value.id === row.id,
  );
  return read?.kind === 'Call' && save !== undefined && save.start > row.end ? { read, save } : undefined;
}

function reportRow(at: Expression, { read, save }: SavedRow, ctx: SourceContext): void {
  const lock = callsWithin([read]).find(({ func }) => lastName(func) === 'select_for_update');
  if (lock !== undefined) {
    ctx.proven({ at, by: 'the row is locked when it is read', where: lock });
    return;
  }
  ctx.report({
    at,
    message: `\`${ctx.text.slice(at)}\` is read, added to and saved: what another process saves between is lost`,
    remedy: 'Let the database add: `F("…") + 1` in an `update()`, or read the row with `select_for_update()`',
    related: [
      { at: read, message: 'it is read here' },
      { at: save, message: 'it is saved here' },
    ],
    heldBack: 'nothing shows that two do so at the same time',
  });
}

/** `self.total += await size()`: the old value is read before the wait, and other tasks add meanwhile. */
function lostAtAwait(
  { target, value }: AugAssign,
  { name }: Guarding,
  fn: AsyncFunctionDef,
  ctx: SourceContext,
): Problem | undefined {
  if (!holdsInOwnCode([value], isSuspension) || ctx.context.locksHeldAt(target).length > 0) return undefined;
  return {
    at: target,
    message: `\`${name}\` is read before \`async def ${fn.name}\` waits and written after: what other tasks add meanwhile is lost`,
    remedy: 'Await the amount into a local variable first, and add it in a statement of its own',
    heldBack: 'no second task is seen to do so at the same time',
  };
}

function raced(own: GuardedUse, guarding: Guarding, fn: FunctionDef, ctx: SourceContext): Problem | undefined {
  const { name, lock, locked } = guarding;
  const at = own.use.node;
  const inside = locked.find(({ use }) => use.kind === 'update');
  if (lock !== undefined && inside !== undefined && !leavesLockingToCallers(fn, ctx)) {
    return {
      at,
      message: `\`${name}\` is changed without the lock \`${lock}\` in \`${fn.name}\`, which guards it elsewhere`,
      related: [{ at: inside.use.node, message: `it is changed under \`${lock}\` here` }],
      // Whoever wrote both in one function knows of the lock, and may have left it out where nothing depends on the count.
      ...(locked.some(({ use }) => use.within === own.use.within) && {
        heldBack: 'the same function takes the lock elsewhere, and may have left it out on purpose',
      }),
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
  if (starts.length === 0) return racedFromElsewhere(own, guarding, fn, ctx);
  const other = otherWriter(own, guarding, ctx);
  const [start] = starts;
  if (other === undefined || start === undefined) return undefined;
  return {
    at,
    message: `\`${name}\` is changed without a lock by the thread that runs \`${fn.name}\` and by others`,
    related: [
      { at: start.call, message: 'the thread is started here' },
      { at: other.use.node, message: 'others change it here' },
    ],
    heldBack: 'nothing shows that others change it while the thread runs',
  };
}

/** Whether threads come here that this file does not start, the project knows: pools of routes, tasks of other modules. */
function racedFromElsewhere(own: GuardedUse, { name }: Guarding, fn: FunctionDef, ctx: SourceContext): Problem {
  const owner = own.use.node.kind === 'Attribute' ? ctx.context.classOfMethod(fn) : undefined;
  const inThreads: Question = { kind: 'runs-in-threads', function: ctx.names.fullNameOf(fn) };
  const isKept: Question[] = owner === undefined ? [] : [{ kind: 'long-lived', class: ctx.names.fullNameOf(owner) }];
  return {
    at: own.use.node,
    cause: ctx.names.fullNameOf(fn),
    message: `\`${name}\` is changed without a lock in \`${fn.name}\`, which threads run`,
    when: providedThat({ kind: 'all', of: [inThreads, ...isKept] }, 'drop'),
  };
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
