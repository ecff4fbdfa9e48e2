import {
  type AsyncFunctionDef,
  type AugAssign,
  type Def,
  type Expression,
  type FunctionDef,
  isSuspension,
  type Node,
  shortText,
} from '#ast';
import { memoize } from '#collections';
import {
  defineSourceRule,
  NOT_PRODUCTION,
  type Problem,
  providedThat,
  reachedFrom,
  SERVING,
  type SourceContext,
} from '#kit';
import type { Question } from '#project';
import type { GuardedUse, Guarding } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { addedTo, checkedBeforeSet, isUncounted, type SavedRow, savedRow } from '#semantics/rows/saved-rows';
import { isGivenToThreads, runsManyAtOnce } from '../_shared/worker-threads.ts';
import { derivedStore } from './derived-stores.ts';
import { leavesLockingToCallers } from './locked-callers.ts';
import { isShared, isWrittenBack, type LostUpdate, lockOfUpdate, locksSomeRows, staleWrite } from './lost-updates.ts';
import { otherWriter } from './other-writers.ts';

export default defineSourceRule({
  docs: {
    summary: 'race condition: lost update of a shared counter or record',
    why: 'Incrementing a variable or changing part of a record takes a read and a write. If another thread or process writes in between, its change is lost. Totals end up too low, and limits let too much through.',
    remedy: 'Change it under the lock that guards it elsewhere, or give it its own `threading.Lock`',
    harm: 'misleads',
    severity: {
      counter: 'P2',
      'record, row or amount': 'P1',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [362, 567],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-4' }],
    measured: { read: 6, right: 6, on: 'skypilot, sglang, ray' },
    bad: 'import threading\n\nclass Meter:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.total = 0\n\n    def add(self, n):\n        with self._lock:\n            self.total += n\n\n    def add_one(self):\n        self.total += 1\n',
    good: 'import threading\n\nclass Meter:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.total = 0\n\n    def add(self, n):\n        with self._lock:\n            self.total += n\n\n    def add_one(self):\n        with self._lock:\n            self.total += 1\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    AugAssign(statement, ctx) {
      const { target } = statement;
      const fn = ctx.context.defAround(statement);
      if (fn === undefined) return;
      if (target.kind === 'Subscript') return reportEntry(target, fn, ctx);
      if (target.kind !== 'Attribute' && target.kind !== 'Name') return;
      const saved = target.kind === 'Attribute' ? savedRow(target, fn, ctx) : undefined;
      if (saved !== undefined) return reportRow(target, statement.value, saved, ctx);
      if (target.kind === 'Name' && ctx.names.resolve(target)?.scope.kind !== 'module') return;
      const guarding = ctx.state.guardingOf(target);
      if (guarding === undefined) return;
      const own = unlockedUpdates(guarding).get(target);
      if (own === undefined) {
        isLocked(target, ctx);
        return;
      }
      const problem =
        fn.kind === 'AsyncFunctionDef' ? lostAtAwait(statement, guarding, fn, ctx) : raced(own, guarding, fn, ctx);
      if (problem !== undefined)
        ctx.report({ ...problem, doubt: own.isLockedByCaller ? 'serialized-access' : undefined });
    },
    Assign(statement, ctx) {
      const [target] = statement.targets;
      const fn = ctx.context.defAround(statement);
      if (fn === undefined || target === undefined) return;
      const saved = target.kind === 'Attribute' ? savedRow(target, fn, ctx) : undefined;
      if (saved !== undefined && target.kind === 'Attribute') {
        const added = addedTo(target, statement.value, ctx);
        const test = added === undefined ? checkedBeforeSet(target, statement.value, fn, ctx) : undefined;
        const change = added ?? test;
        if (change !== undefined) return reportRow(target, change, saved, ctx, test);
      }
      const stale = isShared(target, ctx) ? staleWrite(statement, fn, ctx) : undefined;
      if (stale === undefined && isWrittenBack(target, statement.value, ctx)) reportEntry(target, fn, ctx);
      if (stale === undefined) return;
      reportLost(
        target,
        stale,
        `lost update: \`${ctx.text.slice(target)}\` is read before \`${fn.name}\` awaits and written afterwards, so writes of other tasks are lost`,
        ctx,
      );
    },
    Call(call, ctx) {
      const fn = ctx.context.defAround(call);
      const update = fn && derivedStore(call, fn, ctx);
      if (update === undefined) return;
      const what = update.isRecord ? 'back a whole record read earlier' : 'a value computed from an earlier read';
      const message = `lost update: \`${shortText(call.func, ctx.text)}\` writes ${what}, so concurrent writes in between are lost`;
      reportLost(call, update, message, ctx);
    },
  },
});

const unlockedUpdates = memoize(
  ({ uses }: Guarding): ReadonlyMap<Node, GuardedUse> =>
    new Map(
      uses.flatMap((each) => (each.use.kind === 'update' && each.locks.length === 0 ? [[each.use.node, each]] : [])),
    ),
);

function isLocked(at: Node, ctx: SourceContext, update?: Pick<LostUpdate, 'read'>): boolean {
  const [fn, held] = [ctx.context.defAround(at), ctx.context.locksHeldAt(at)[0]?.lock];
  const lock = update && fn && lockOfUpdate(update, fn, ctx);
  const proof = lock ?? (held && { by: 'a lock is held', where: held });
  if (proof !== undefined) ctx.proven({ at, ...proof });
  return proof !== undefined;
}

function reportLost(at: Expression, update: LostUpdate, message: string, ctx: SourceContext): void {
  if (isLocked(at, ctx, update)) return;
  const { read, isFile, isRecord } = update;
  const fn = ctx.context.defAround(at);
  ctx.report({
    at,
    message,
    remedy:
      'Let the store change that part atomically (`INCR`, `$inc`, `$push`, `SET n = n + 1`), or hold a lock from the read to the write',
    related: [{ at: read, message: 'read here' }],
    ...(isRecord && RECORD),
    // A file is of the program alone, and two tasks or threads have to come to it.
    ...(isFile && fn && { when: providedThat(reachedFrom(SERVING, ctx.names.fullNameOf(fn)), 'drop') }),
  });
}

function reportRow(at: Expression, added: Expression, row: SavedRow, ctx: SourceContext, test?: Expression): void {
  const fn = ctx.context.defAround(at);
  if (fn === undefined || isLocked(at, ctx, row)) return;
  ctx.report({
    at,
    message:
      test === undefined
        ? `lost update: \`${ctx.text.slice(at)}\` is read, changed and saved, so concurrent updates overwrite each other`
        : `race condition: \`${ctx.text.slice(at)}\` is checked and then set without a row lock, so two requests can both pass the check`,
    remedy:
      test === undefined
        ? 'Let the database do the increment (an `update()` with `F("…") + 1`), or lock the row when reading it'
        : 'Lock the row when reading it (`with_for_update()`, `select_for_update()`), or set it with an `UPDATE … WHERE` on the old value and check the row count',
    related: [
      test === undefined ? { at: row.read, message: 'read here' } : { at: test, message: 'checked here' },
      { at: row.write, message: 'saved here' },
    ],
    cause: `${ctx.names.fullNameOf(fn)} rows`,
    ...(isUncounted(added, ctx) && RECORD),
    ...(row.table !== undefined && { when: providedThat({ kind: 'declares-table', class: row.table }, 'drop') }),
    doubt: locksSomeRows(fn, ctx) ? 'serialized-access' : undefined,
  });
}

const RECORD = { harm: 'loses', kind: 'record, row or amount' } as const;

/** `stats["requests"] += 1`, `self.last = last + 1` in what threads run. */
function reportEntry(target: Expression, fn: Def, ctx: SourceContext): void {
  const isIn = fn.kind === 'FunctionDef' && isShared(target, ctx) && !ctx.state.runsInCreation(fn);
  const life = isIn ? ctx.state.lifeOf(target.kind === 'Subscript' ? target.value : target) : undefined;
  if (life === undefined || fn.kind !== 'FunctionDef' || isLocked(target, ctx)) return;
  const name = ctx.text.slice(target);
  ctx.report(inManyThreads(target, name, fn, ctx) ?? fromElsewhere(target, name, fn, ctx));
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
    message: `lost update: \`${name}\` is read before \`async def ${fn.name}\` awaits and written afterwards, so updates of other tasks are lost`,
    remedy: 'Await the amount into a local variable first, and add it in a separate statement',
  };
}

function raced(own: GuardedUse, guarding: Guarding, fn: FunctionDef, ctx: SourceContext): Problem | undefined {
  const { name, lock, locked } = guarding;
  const at = own.use.node;
  const inside = locked.find(({ use }) => use.kind === 'update');
  if (lock !== undefined && inside !== undefined && !leavesLockingToCallers(fn, ctx)) {
    return {
      at,
      message: `race condition: \`${name}\` is changed in \`${fn.name}\` without the lock \`${lock}\` that guards it elsewhere`,
      related: [{ at: inside.use.node, message: `changed under \`${lock}\` here` }],
    };
  }
  const starts = ctx.context.threadStartsOf(fn);
  const many = inManyThreads(at, name, fn, ctx);
  if (many !== undefined) return many;
  if (starts.length === 0) return fromElsewhere(at, name, fn, ctx);
  const other = otherWriter(own, guarding, ctx);
  const [start] = starts;
  if (other === undefined || start === undefined) return undefined;
  return {
    at,
    message: `race condition: \`${name}\` is changed without a lock by the thread that runs \`${fn.name}\` and by other code`,
    related: [
      { at: start.call, message: 'the thread is started here' },
      { at: other.use.node, message: 'other code changes it here' },
    ],
  };
}

function inManyThreads(at: Node, name: string, fn: FunctionDef, ctx: SourceContext): Problem | undefined {
  const many = ctx.context.threadStartsOf(fn).find((start) => runsManyAtOnce(start, ctx));
  return (
    many && {
      at,
      message: `race condition: \`${name}\` is changed without a lock in \`${fn.name}\`, which several threads run at once`,
      related: [{ at: many.call, message: 'the threads get it here' }],
    }
  );
}

/** Whether threads come here that this file does not start, the project knows: pools of routes, tasks of other modules. */
function fromElsewhere(at: Node, name: string, fn: FunctionDef, ctx: SourceContext): Problem {
  const kept = at.kind === 'Subscript' ? at.value : at;
  const owner = kept.kind === 'Attribute' ? ctx.context.classOfMethod(fn) : undefined;
  const inThreads: Question = { kind: 'runs-in-threads', function: ctx.names.fullNameOf(fn) };
  const isKept: Question[] =
    owner === undefined || isGivenToThreads(owner, ctx)
      ? []
      : [{ kind: 'long-lived', class: ctx.names.fullNameOf(owner) }];
  return {
    at,
    cause: ctx.names.fullNameOf(fn),
    message: `race condition: \`${name}\` is changed without a lock in \`${fn.name}\`, which runs in several threads`,
    when: providedThat({ kind: 'all', of: [inThreads, ...isKept] }, 'drop'),
  };
}
