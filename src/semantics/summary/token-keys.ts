import { type Call, callKeyword, type Expression, lastName, nodesOf, stringConstant } from '../../ast/index.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/**
 * Calls that sign a token, or take its signature for proof of who sent it, and where their key stands.
 * Sources: https://pyjwt.readthedocs.io/en/stable/api.html, https://python-jose.readthedocs.io/en/latest/jwt/api.html,
 * https://itsdangerous.palletsprojects.com/, https://www.starlette.io/middleware/#sessionmiddleware
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
  ['itsdangerous.URLSafeTimedSerializer', 0],
  ['itsdangerous.URLSafeSerializer', 0],
  ['itsdangerous.TimestampSigner', 0],
]);
/** What is signed with `hmac` is proof where the module compares digests. */
const DIGEST = 'hmac.new';
const LAST_NAMES: ReadonlySet<string> = new Set(
  [...KEYED.keys(), DIGEST].map((name) => name.slice(name.lastIndexOf('.') + 1)),
);
/** `settings.key.get_secret_value().encode()`, and little more, is between a setting and its use. */
const DEPTH = 4;

/** Names, in lower case, of the settings, variables and keys of the environment that the module signs or checks tokens with. */
export function tokenKeys(model: SemanticModel): Pick<ModuleSummary, 'tokenKeys'> {
  const { module } = model.source;
  const found = new Set<string>();
  const calls = nodesOf(module, 'Call');
  const checks = calls.some(({ func }) => lastName(func) === 'compare_digest');
  for (const call of calls) {
    const key = keyOf(call, checks, model);
    if (key !== undefined) addNames(key, found, model, DEPTH);
  }
  // Flask-JWT-Extended and Simple JWT read their key themselves.
  if (nodesOf(module, 'ImportFrom').some(({ module: name }) => name === 'flask_jwt_extended'))
    found.add('jwt_secret_key');
  for (const { keys, values } of nodesOf(module, 'Dict')) {
    const value = values[keys.findIndex((key) => stringConstant(key) === 'SIGNING_KEY')];
    if (value !== undefined) addNames(value, found, model, DEPTH);
  }
  return found.size === 0 ? {} : { tokenKeys: [...found] };
}

function keyOf(call: Call, checks: boolean, { names, values }: SemanticModel): Expression | undefined {
  const { func } = call;
  // Most calls are none of these, which their last name tells before any import is followed.
  const last = lastName(func) ?? '';
  const [first] = call.args;
  if (last === 'add_middleware' && first !== undefined && lastName(first) === 'SessionMiddleware')
    return callKeyword(call, 'secret_key')?.value;
  if (func.kind === 'Attribute' && !LAST_NAMES.has(last)) return undefined;
  const name = names.qualifiedName(func) ?? '';
  const position = name === DIGEST && checks ? 0 : KEYED.get(name);
  return position === undefined
    ? undefined
    : (values.givenArgument(call, 'key', position) ?? values.givenArgument(call, 'secret_key', position));
}

function addNames(value: Expression, found: Set<string>, model: SemanticModel, depth: number): void {
  for (const each of new Set([value, ...model.flow.origins(value)])) {
    if (each.kind === 'Name') found.add(each.id.toLowerCase());
    else if (each.kind === 'Attribute') found.add(each.attr.toLowerCase());
    else if (each.kind === 'Subscript') addText(each.slice, found);
    else if (depth > 0 && each.kind === 'BoolOp')
      for (const part of each.values) addNames(part, found, model, depth - 1);
    else if (each.kind === 'Call') {
      addText(each.args[0], found);
      if (depth > 0) for (const inner of withinCall(each, model)) addNames(inner, found, model, depth - 1);
    }
  }
}

/** What is wrapped, what a variable falls back to, and what a function of the file gives. */
function withinCall(call: Call, model: SemanticModel): readonly Expression[] {
  const fn = definitionCalled(model, call);
  if (fn?.kind === 'FunctionDef') return model.flow.returnValues(fn).flatMap((each) => each ?? []);
  const inner = call.func.kind === 'Attribute' ? call.func.value : call.args[0];
  return [inner, call.args[1]].flatMap((each) => each ?? []);
}

function addText(name: Expression | undefined, found: Set<string>): void {
  const text = name === undefined ? undefined : stringConstant(name);
  if (text !== undefined && /^\w+$/.test(text)) found.add(text.toLowerCase());
}
