/** Functions that keep what they found out for a while, so that most calls cost nothing. */
import type { Call, Def } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { isClockRead } from '#semantics/effects/clock-reads';

/** By its name or a decorator (`@ttl_cache`), or because it compares a clock with what it noted. */
export function keepsAnswer(fn: Def, model: SemanticModel): boolean {
  if (saysThatItKeeps(fn.name)) return true;
  if (fn.decorator_list.some((decorator) => saysThatItKeeps(model.source.text.slice(decorator)))) return true;
  return callsWithin([fn]).some((call) => isClockCompared(call, model));
}

/** Whether the name of a function promises it: `cached_status`, `Status.last_result`. */
export function saysThatItKeeps(name: string): boolean {
  return /cache|ttl|memo|throttle|last_(check|result|status|health)/i.test(name);
}

const isClockCompared = (call: Call, model: SemanticModel): boolean =>
  isClockRead(call, model) &&
  model.flow.destinations(call).some(({ kind }) => kind === 'compare' || kind === 'condition');
