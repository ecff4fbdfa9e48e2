import { ancestors, type Call, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/**
 * What each turn of the loop waits for: another machine, or some time. A list must hold a million elements before moving them takes a
 * millisecond.
 */
export function waitInTurn(call: Call, { context, effects }: SemanticModel): Node | undefined {
  const loop = context.loopAround(call);
  if (loop?.kind !== 'While' && loop?.kind !== 'For' && loop?.kind !== 'AsyncFor') return undefined;
  return callsWithin(loop.body).find((each) => {
    const waits = each.parent?.kind === 'Await' || WAITING.has(effects.of(each));
    return waits && runsEachTurn(each, loop);
  });
}

const WAITING: ReadonlySet<string> = new Set(['network', 'sleep']);

function runsEachTurn(call: Call, loop: Node): boolean {
  for (const node of ancestors(call)) {
    if (node === loop) return true;
    if (SOMETIMES.has(node.kind)) return false;
  }
  return false;
}

const SOMETIMES: ReadonlySet<Node['kind']> = new Set([
  ...(['If', 'IfExp', 'BoolOp', 'Match', 'ExceptHandler', 'For', 'AsyncFor', 'While', 'Lambda'] as const),
]);
