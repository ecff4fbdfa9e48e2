/** Locks taken by `.acquire()` and given back by `.release()`, statement by statement. */
import {
  blocksOf,
  type Call,
  type Expression,
  isInBlock,
  type Node,
  type Stmt,
  withoutAwait,
} from '../../ast/index.ts';
import type { HeldLock } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import { lockKindOf, lockText } from './lock-objects.ts';

/** What statements did to locks, by the lock's text; undefined where the last thing was a release. */
export type LockChanges = ReadonlyMap<string, HeldLock | undefined>;

/** What statements of `owner` before `child` do to locks; `if lock.acquire():` and `while rows and lock.acquire():` hold in their bodies. */
export function lockChangesBefore(model: SemanticModel, owner: Node, child: Node): LockChanges {
  const held = new Map<string, HeldLock | undefined>();
  if ((owner.kind === 'If' || owner.kind === 'While') && isInBlock(owner.body, child)) {
    const { test } = owner;
    for (const part of test.kind === 'BoolOp' && test.op === 'And' ? test.values : [test]) {
      addAcquired(model, part, owner, held);
    }
  }
  for (const block of blocksOf(owner)) {
    if (!isInBlock(block, child)) continue;
    for (const statement of block) {
      if (statement === child || statement.start >= child.start) break;
      applyStatement(model, statement, held);
    }
  }
  return held;
}

/** `try` within `try` deeper than this is nobody's locking. */
const DEPTH_LIMIT = 10;

function applyStatement(
  model: SemanticModel,
  statement: Stmt,
  held: Map<string, HeldLock | undefined>,
  depth = 0,
): void {
  switch (statement.kind) {
    case 'Expr':
    case 'Assign': {
      const released = methodCall(statement.value, 'release');
      const text = released === undefined ? undefined : lockText(released.lock);
      if (text !== undefined) held.set(text, undefined);
      else addAcquired(model, statement.value, statement, held);
      return;
    }
    case 'If':
      // `if not lock.acquire(timeout=1): return` goes on with the lock held.
      if (statement.test.kind === 'UnaryOp' && statement.test.op === 'Not' && isLeaving(statement.body)) {
        addAcquired(model, statement.test.operand, statement, held);
      }
      return;
    case 'Try':
    case 'TryStar':
      if (depth === DEPTH_LIMIT) return;
      for (const inner of statement.body) applyStatement(model, inner, held, depth + 1);
      for (const inner of statement.finalbody) applyStatement(model, inner, held, depth + 1);
      return;
    default:
      return;
  }
}

function addAcquired(
  model: SemanticModel,
  value: Expression,
  holder: Stmt,
  held: Map<string, HeldLock | undefined>,
): void {
  const acquired = methodCall(value, 'acquire');
  if (acquired === undefined) return;
  const { lock, call } = acquired;
  const text = lockText(lock);
  const kind = lockKindOf(model, lock, value.kind === 'Await');
  if (text !== undefined && kind !== undefined) held.set(text, { kind, lock, holder, acquire: call });
}

function methodCall(value: Expression, method: string): { readonly lock: Expression; readonly call: Call } | undefined {
  const call = withoutAwait(value);
  if (call.kind !== 'Call' || call.func.kind !== 'Attribute' || call.func.attr !== method) return undefined;
  return { lock: call.func.value, call };
}

function isLeaving(body: readonly Stmt[]): boolean {
  const last = body[body.length - 1];
  return last !== undefined && ['Return', 'Raise', 'Continue', 'Break'].includes(last.kind);
}
