/** Rows that a loop fetches one by one. */
import { type Call, type Expression, holds, type While } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

const RUNS: ReadonlySet<string> = new Set(['execute', 'nextset']);

/** `while True: row = await cursor.fetchone()`: the call, and what it is asked of. */
export function fetchedSingly(
  loop: While,
  model: SemanticModel,
): { readonly call: Call; readonly cursor: Expression } | undefined {
  const call = callsWithin([loop.test, ...loop.body]).find(
    ({ func }) => func.kind === 'Attribute' && func.attr === 'fetchone',
  );
  if (call?.func.kind !== 'Attribute' || model.context.loopAround(call) !== loop) return undefined;
  const cursor = call.func.value;
  return isTakenAsRow(call) && !isRunInLoop(cursor, loop, model.source) ? { call, cursor } : undefined;
}

/** Bound to a name that the loop tests or uses. */
function isTakenAsRow(call: Call): boolean {
  const { parent } = call.parent?.kind === 'Await' ? call.parent : call;
  return parent?.kind === 'Assign' || parent?.kind === 'NamedExpr';
}

/** Each turn runs its own statement: a queue in a table, a walk along references. */
function isRunInLoop(cursor: Expression, { body }: While, { text }: SemanticModel['source']): boolean {
  if (cursor.kind === 'Call' || cursor.kind === 'Await') return true;
  const name = text.slice(cursor);
  return holds(body, (node) => {
    if (node.kind === 'Call' && node.func.kind === 'Attribute') return RUNS.has(node.func.attr);
    return (node.kind === 'Name' || node.kind === 'Attribute') && node.ctx === 'Store' && text.slice(node) === name;
  });
}
