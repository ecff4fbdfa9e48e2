/** What runs again and again while its function, or one that calls it, runs. */
import { ancestors, type Call, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsThatMayBeOf } from '#semantics/context/calls-by-name';

/** In a statement's loop, or in a function that this file calls in one: `for batch in loader: train_step(batch)`. */
export function isRepeated(call: Call, model: SemanticModel): boolean {
  if (isInLoop(call)) return true;
  const fn = model.context.defAround(call);
  return fn !== undefined && callsThatMayBeOf(fn, model).some(isInLoop);
}

function isInLoop(node: Node): boolean {
  for (const around of ancestors(node)) {
    if (around.kind === 'For' || around.kind === 'AsyncFor' || around.kind === 'While') return true;
  }
  return false;
}
