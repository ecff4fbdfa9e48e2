import type { Expression } from '../../ast/index.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel, ValueUse } from '../../semantics/index.ts';

/** A field of a record, or of a log: no limit, ban or permission hangs on it. Of what a function gives, the calls of the file tell. */
export function isOnlyKept(value: Expression, uses: readonly ValueUse[], model: SemanticModel): boolean {
  const fn = model.context.defAround(value);
  const given = fn === undefined ? [] : callsOfFunction(model, fn).flatMap((call) => model.flow.destinations(call));
  // Of `forwarded.split(",")[0]` no use is seen: it is what the function gives.
  const all = uses.length === 0 ? given : uses.flatMap((use) => (use.kind === 'return' ? given : [use]));
  return all.length > 0 && all.every((use) => isKept(use, model));
}

/** `entry.ip = …`, `Login(ip=…)`, `log.info(…)`; a limiter is told by the name of its method or object. */
function isKept({ kind, node, carrier }: ValueUse, model: SemanticModel): boolean {
  if (kind === 'attribute-store' || kind === 'format') return true;
  // `log.info("asked", extra={"ip": …})`
  if (kind === 'subscript-store' && node.kind === 'Dict') return isKeptWhole(node, model);
  if (kind !== 'argument' || node.kind !== 'Call') return false;
  return (
    model.effects.of(node) === 'log' ||
    (carrier.parent?.kind === 'keyword' && !DECIDES.test(model.source.text.slice(node.func)))
  );
}

/** `Login(**fields)`, `log.info("asked", extra=fields)`, and nothing else. */
function isKeptWhole(fields: Expression, model: SemanticModel): boolean {
  if (fields.parent?.kind === 'keyword') return true;
  const uses = model.flow.destinations(fields);
  return uses.length > 0 && uses.every((use) => use.node !== fields && isKept(use, model));
}

const DECIDES = /limit|throttl|bucket|quota|allow|deny|block|ban|check|verify|permit|valid|key/i;
