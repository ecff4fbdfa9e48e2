/** Connections and state that a cancelled task leaves as they are. */
import {
  type AsyncFunctionDef,
  ancestors,
  dottedName,
  type ExceptHandler,
  type Expression,
  lastName,
  mentions,
  type Node,
  type Stmt,
  withoutAwait,
} from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import {
  beginsTransaction,
  type ConnectionEnd,
  connectionEndedBy,
  connectionTaken,
  isKeptConnection,
} from '#semantics/state/connections';
import { actUndoneIn } from './undone-acts.ts';

/** Contexts that end a transaction or a connection by themselves. */
const MANAGING = /transaction|session|begin|connect|acquire|atomic|cursor|engine|unit_of_work|uow/i;

/** A container that the module fills, which no other process and no restart sees. */
export const isOfProcess = (subject: Expression, { names, types }: SourceContext): boolean => {
  let root = subject;
  while (root.kind === 'Attribute' || root.kind === 'Subscript') root = root.value;
  const made = root.kind === 'Name' ? names.moduleScope.bindings.get(root.id)?.definitions : undefined;
  const held = subject.kind === 'Subscript' ? subject.value : subject;
  return made?.length === 1 && /^(?:builtins|collections)\./.test(types.classOf(held) ?? '');
};

interface Lost {
  readonly subject: Expression;
  readonly undo: Node;
  readonly says: string;
  readonly only: string;
  readonly doubt?: DoubtId;
  readonly kind?: 'flag or entry';
}

export function connectionLost(handler: ExceptHandler, around: AsyncFunctionDef, ctx: SourceContext): Lost | undefined {
  const [undo] = endsIn(handler.body);
  if (undo === undefined) return undefined;
  const { connection, how, call } = undo;
  const doubt = managerAround(handler, ctx) && { doubt: 'opaque-callee' as const };
  const lost = { subject: connection, undo: call, ...doubt };
  if (how === 'given-back') {
    const isTaken = connectionTaken(connection, handler.start, ctx) !== undefined;
    return isTaken ? { ...lost, says: 'never returns to its pool', only: 'the only way back' } : undefined;
  }
  const open = { ...lost, says: 'keeps its transaction open', only: 'the only rollback' };
  if (isKeptConnection(connection, ctx)) return open;
  const name = dottedName(connection);
  const begins = callsWithin([around]).some(
    (each) => each.start < handler.start && name !== undefined && beginsTransaction(each, name),
  );
  return begins || isClosedHere(connection, handler, ctx)
    ? { doubt: 'transaction-handled-elsewhere', ...open }
    : undefined;
}

/** A session that the function makes and that its handler closes as well as rolls back. */
const isClosedHere = (connection: Expression, handler: ExceptHandler, { flow }: SourceContext): boolean =>
  connection.kind === 'Name' &&
  flow.origins(connection).every((origin) => withoutAwait(origin).kind === 'Call') &&
  callsWithin(handler.body).some(
    ({ func }) =>
      func.kind === 'Attribute' && ['close', 'aclose'].includes(func.attr) && lastName(func.value) === connection.id,
  );

export function actLost(handler: ExceptHandler, around: AsyncFunctionDef, ctx: SourceContext): Lost | undefined {
  const undone = actUndoneIn(handler, around, ctx);
  if (undone === undefined) return undefined;
  return {
    ...undone,
    kind: 'flag or entry',
    says: 'keeps the value that was set before the `try`',
    only: 'the only reset after a failure',
  };
}

export const endsIn = (body: readonly Stmt[]): readonly ConnectionEnd[] =>
  callsWithin(body).flatMap((call) => connectionEndedBy(call) ?? []);

/** A context around the `try` that is called as those are which end a transaction or a connection. */
const managerAround = (handler: ExceptHandler, { context, text }: SourceContext): Expression | undefined =>
  context.managersAround(handler).find((manager) => MANAGING.test(text.slice(manager)));

/** By another clause, or by a `finally` that has to do with the connection. */
export function isEndedElsewhere(handler: ExceptHandler, subject: Expression, ctx: SourceContext): boolean {
  const name = lastName(subject.kind === 'Subscript' ? subject.value : subject) ?? '';
  for (const outer of ancestors(handler)) {
    if (outer.kind === 'AsyncFunctionDef') return false;
    if (outer.kind !== 'Try') continue;
    const cancelled = outer.handlers.find((other) => ctx.handlers.describe(other).takes('asyncio.CancelledError'));
    if (mentions([...outer.finalbody, ...(cancelled?.body ?? [])], name)) return true;
  }
  return false;
}
