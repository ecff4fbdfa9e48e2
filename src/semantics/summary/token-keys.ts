import { type Call, type Expression, nodesOf, stringConstant } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/**
 * Calls that sign a token, or take its signature for proof of who sent it, and where their key stands.
 * Sources: https://pyjwt.readthedocs.io/en/stable/api.html, https://python-jose.readthedocs.io/en/latest/jwt/api.html
 */
const KEYED: ReadonlyMap<string, number> = new Map([
  ['jwt.encode', 1],
  ['jwt.decode', 1],
  ['jose.jwt.encode', 1],
  ['jose.jwt.decode', 1],
  ['jose.jws.sign', 1],
  ['jose.jws.verify', 1],
  ['authlib.jose.jwt.encode', 2],
  ['authlib.jose.jwt.decode', 1],
]);
const METHODS: ReadonlySet<string> = new Set([...KEYED.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)));
/** `settings.key.get_secret_value().encode()`, and little more, is between a setting and its use. */
const DEPTH = 4;

/** Names, in lower case, of the settings, variables and keys of the environment that the module signs or checks tokens with. */
export function tokenKeys(model: SemanticModel): Pick<ModuleSummary, 'tokenKeys'> {
  const found = new Set<string>();
  for (const call of nodesOf(model.source.module, 'Call')) {
    const key = keyOf(call, model);
    if (key !== undefined) addNames(key, found, model, DEPTH);
  }
  return found.size === 0 ? {} : { tokenKeys: [...found] };
}

function keyOf(call: Call, { names, values }: SemanticModel): Expression | undefined {
  const { func } = call;
  // Most calls are none of these, which their last name tells before any import is followed.
  if (func.kind === 'Attribute' && !METHODS.has(func.attr)) return undefined;
  const position = KEYED.get(names.qualifiedName(func) ?? '');
  return position === undefined ? undefined : values.givenArgument(call, 'key', position);
}

function addNames(value: Expression, found: Set<string>, model: SemanticModel, depth: number): void {
  for (const each of new Set([value, ...model.flow.origins(value)])) {
    if (each.kind === 'Name') found.add(each.id.toLowerCase());
    else if (each.kind === 'Attribute') found.add(each.attr.toLowerCase());
    else if (each.kind === 'Subscript') addText(each.slice, found);
    else if (each.kind === 'Call') {
      addText(each.args[0], found);
      const inner = each.func.kind === 'Attribute' ? each.func.value : each.args[0];
      if (depth > 0 && inner !== undefined) addNames(inner, found, model, depth - 1);
    }
  }
}

function addText(name: Expression | undefined, found: Set<string>): void {
  const text = name === undefined ? undefined : stringConstant(name);
  if (text !== undefined && /^\w+$/.test(text)) found.add(text.toLowerCase());
}
