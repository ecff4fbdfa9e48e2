import type { Expression } from '#ast';
import type { SemanticModel, ValueUse } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';

/** In a log or an answer to the client itself, and nowhere else: no limit, ban or permission hangs on it. Of what a function gives, the calls of the file tell. */
export function isOnlyLogged(value: Expression, uses: readonly ValueUse[], model: SemanticModel): boolean {
  const fn = model.context.defAround(value);
  const given = fn === undefined ? [] : callsOfFunction(model, fn).flatMap((call) => model.flow.destinations(call));
  // Of `forwarded.split(",")[0]` no use is seen: it is what the function gives.
  const all = uses.length === 0 ? given : uses.flatMap((use) => (use.kind === 'return' ? given : [use]));
  return all.length > 0 && all.every((use) => isLogged(use, model));
}

/** `log.info(…)`, `log.info("asked", extra={"ip": …})`, `return jsonify(ip=…)` of a route. */
function isLogged({ kind, node }: ValueUse, model: SemanticModel): boolean {
  if (kind === 'format') return true;
  const fn = model.context.defAround(node);
  const isAnswer = fn !== undefined && model.context.routeOf(fn) !== undefined;
  if (kind === 'return') return isAnswer;
  if (kind === 'argument' && node.kind === 'Call')
    return model.effects.of(node) === 'log' || (isAnswer && ANSWERING.test(model.names.qualifiedName(node.func) ?? ''));
  if (kind !== 'subscript-store' || node.kind !== 'Dict') return false;
  const whole = model.flow.destinations(node);
  return whole.length > 0 && whole.every((use) => use.node !== node && isLogged(use, model));
}

const ANSWERING = /(?:^|\.)jsonify$|Response$/;
