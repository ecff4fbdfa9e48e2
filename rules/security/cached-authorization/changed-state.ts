/** State that changes while the program runs. */
import type { Expression } from '#ast';
import type { FunctionNode, SemanticModel } from '#semantics';

/** A container of a class or of the module, which other functions than this one fill, empty or replace. */
export function isChangedElsewhere(place: Expression, fn: FunctionNode, { state }: SemanticModel): boolean {
  const life = state.lifeOf(place);
  if (life?.container === undefined) return false;
  const changes = [...life.of('grow'), ...life.of('shrink'), ...life.of('rebind')];
  return changes.some(({ within }) => within !== undefined && within !== fn);
}
