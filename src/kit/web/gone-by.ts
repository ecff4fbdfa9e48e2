import { type Expression, lastName } from '../../ast/index.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel, ValueUse } from '../../semantics/index.ts';
import { usesOfChain } from './client-address.ts';

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

/** A limit, a ban or a permission is seen to go by it: it is compared, looked up, or handed to what is named so. */
export function isGoneBy(value: Expression, model: SemanticModel, depth = 0): boolean {
  const fn = model.context.defAround(value);
  const owner = fn === undefined ? undefined : model.context.classOfMethod(fn);
  // A route is called by what it does for whoever comes.
  const isNamedSo = fn !== undefined && model.context.routeOf(fn) === undefined;
  if (fn === undefined || (isNamedSo && DECIDES.test(`${fn.name} ${owner?.name ?? ''}`))) return fn !== undefined;
  const uses = usesOfChain(value, model);
  if (uses.some((use) => isDecision(use, model))) return true;
  return depth < 2 && callsOfFunction(model, fn).some((call) => isGoneBy(call, model, depth + 1));
}

function isDecision({ kind, node }: ValueUse, { source }: SemanticModel): boolean {
  // `"," in forwarded` asks only whether it is a list.
  if (kind === 'compare') return node.kind !== 'Compare' || node.ops[0] !== 'In' || node.left.kind !== 'Constant';
  if (kind === 'key') return true;
  // What a class is made of, is kept.
  const isMaking = node.kind === 'Call' && /^[A-Z]/.test(lastName(node.func) ?? '');
  return kind === 'argument' && node.kind === 'Call' && !isMaking && DECIDES.test(source.text.slice(node.func));
}

const ANSWERING = /(?:^|\.)jsonify$|Response$/;
const DECIDES = /limit|throttl|bucket|quota|allow|deny|block|ban|check|verify|permit|valid|key/i;
