import { argumentValues, type Expression, holds, namesIn, type Stmt } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** It takes a value that the attempt took, or is awaited or asked of someone else. */
export function mayBeFallback(value: Expression, tried: readonly Stmt[], model: SemanticModel): boolean {
  const taken = namesIn(
    ...callsWithin(tried).flatMap((call) => [
      ...argumentValues(call),
      ...(call.func.kind === 'Attribute' ? [call.func.value] : []),
    ]),
  );
  return holds(value, (node) => {
    if (node.kind === 'Await' || (node.kind === 'Call' && model.effects.newsworthy([node]).length > 0)) return true;
    if (node.kind !== 'Name') return false;
    // What the caller gave to be returned shows the caller.
    return taken.has(node.id) || (node === value && model.names.parameterOf(node) !== undefined);
  });
}
