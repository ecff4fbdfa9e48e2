/** Who takes the lock that a function needs: itself, or those who call it. */
import { type Def, lastName } from '#ast';
import type { SemanticModel } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin } from '#semantics/effects/calls-within';

/** How far the callers of a function are asked for a lock. */
const CALLER_DEPTH = 3;

/**
 * Someone of this file calls it, or what calls it, with a lock held; or it is made in a function and given away; or it gives
 * back a lock that it has not taken.
 */
export function leavesLockingToCallers(fn: Def, model: SemanticModel): boolean {
  const called = new Set(callsWithin([fn]).map(({ func }) => lastName(func)));
  if (called.has('release') && !called.has('acquire')) return true;
  const seen = new Set<Def>([fn]);
  let level: readonly Def[] = [fn];
  for (let depth = 0; level.length > 0 && depth <= CALLER_DEPTH; depth++) {
    const callers: Def[] = [];
    for (const each of level) {
      const isNested =
        model.context.classOfMethod(each) === undefined && model.context.functionAround(each) !== undefined;
      for (const mention of mentionsOfFunction(model, each)) {
        const isCall = mention.parent?.kind === 'Call' && mention.parent.func === mention;
        if (isCall ? model.context.locksHeldAt(mention).length > 0 : isNested) return true;
        const caller = isCall ? model.context.defAround(mention) : undefined;
        if (caller === undefined || seen.has(caller)) continue;
        seen.add(caller);
        callers.push(caller);
      }
    }
    level = callers;
  }
  return false;
}
