import { type Expression, lastName, nodesOf } from '../../ast/index.ts';
import { secretKindOf } from '../../knowledge/secrets.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';
import { flowsInto, UNTRUSTED } from '../taint/flows.ts';
import { ANY_SINK } from '../taint/sinks.ts';

/** Names, in lower case, of the settings and variables called secrets that the module compares with untrusted input. */
export function gateKeys(model: SemanticModel): Pick<ModuleSummary, 'gateKeys'> {
  const found = new Set<string>();
  for (const [one, other] of comparisons(model)) {
    for (const name of [...secretsIn(one, other, model), ...secretsIn(other, one, model)])
      found.add(name.toLowerCase());
  }
  return found.size === 0 ? {} : { gateKeys: [...found] };
}

type Pair = readonly [Expression, Expression];

/** Both sides of `==`, `!=` and `compare_digest`. */
function comparisons({ source: { module } }: SemanticModel): readonly Pair[] {
  const pairs = nodesOf(module, 'Compare').flatMap(({ left, ops, comparators }): Pair[] => {
    const [right, ...more] = comparators;
    const isEquality = ops[0] === 'Eq' || ops[0] === 'NotEq';
    return right !== undefined && more.length === 0 && isEquality ? [[left, right]] : [];
  });
  const digests = nodesOf(module, 'Call').flatMap(({ func, args }): Pair[] => {
    const [one, other] = args;
    const isPair = one !== undefined && other !== undefined && lastName(func) === 'compare_digest';
    return isPair ? [[one, other]] : [];
  });
  return [...pairs, ...digests];
}

function secretsIn(key: Expression, presented: Expression, model: SemanticModel): readonly string[] {
  const names = namesOf(key, model).filter((name) => secretKindOf(name) !== undefined);
  if (names.length === 0) return [];
  const flows = flowsInto(presented, model, ANY_SINK);
  return flows.some(({ kind, doubt }) => UNTRUSTED.has(kind) && doubt === undefined) ? names : [];
}

/** `settings.admin_token`, `f"Bearer {TOKEN}"`, `key.get_secret_value().encode()`, or what a local was given of them. */
function namesOf(key: Expression, model: SemanticModel): readonly string[] {
  const whole = withoutWrapping(key);
  const origins = whole.kind === 'Name' ? model.flow.origins(whole).map(withoutWrapping) : [];
  return [whole, ...origins].flatMap((each) =>
    each.kind === 'Name' ? each.id : each.kind === 'Attribute' ? each.attr : [],
  );
}

function withoutWrapping(key: Expression): Expression {
  if (key.kind === 'Call' && key.func.kind === 'Attribute') return withoutWrapping(key.func.value);
  const part = key.kind === 'JoinedStr' ? key.values.find((each) => each.kind === 'FormattedValue') : undefined;
  return part?.kind === 'FormattedValue' ? withoutWrapping(part.value) : key;
}
