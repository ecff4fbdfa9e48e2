import {
  type Attribute,
  type Call,
  callKeyword,
  type Expression,
  lastName,
  type Name,
  nodesOf,
  stringConstant,
} from '../../ast/index.ts';
import { SECRET_ARGUMENTS } from '../../knowledge/secret-arguments.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/** Calls that sign a token, or take its signature for proof of who sent it, and where their key stands. */
const KEYED: ReadonlyMap<string, number> = new Map(
  SECRET_ARGUMENTS.filter(({ use }) => use === 'token').map(({ call, index }) => [call, index]),
);
const METHODS: ReadonlySet<string> = new Set([...KEYED.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)));
/** `settings.key.get_secret_value().encode()`, and little more, is between a setting and its use. */
const DEPTH = 4;

/**
 * Names, in lower case, of the settings, variables and keys of the environment that the module signs or checks tokens with; and whether
 * it gives the configuration of an application a key for them.
 */
export function tokenKeys(model: SemanticModel): Pick<ModuleSummary, 'tokenKeys' | 'setsTokenKey'> {
  const { module } = model.source;
  const found = new Set<string>();
  for (const call of nodesOf(module, 'Call')) {
    const key = keyOf(call, model);
    if (key !== undefined) addNames(key, found, model, DEPTH);
  }
  // Some libraries read their key out of the settings themselves.
  // Sources: https://flask-jwt-extended.readthedocs.io/en/stable/options.html, https://django-rest-framework-simplejwt.readthedocs.io
  if (nodesOf(module, 'ImportFrom').some(({ module: name }) => name === 'flask_jwt_extended'))
    found.add('jwt_secret_key');
  for (const { keys, values } of nodesOf(module, 'Dict')) {
    const value = values[keys.findIndex((key) => stringConstant(key) === 'SIGNING_KEY')];
    if (value !== undefined) addNames(value, found, model, DEPTH);
  }
  const set = nodesOf(module, 'Assign').filter(
    ({ targets: [target] }) => target?.kind === 'Subscript' && stringConstant(target.slice) === 'JWT_SECRET_KEY',
  );
  for (const { value } of set) addNames(value, found, model, DEPTH);
  return {
    ...(found.size > 0 && { tokenKeys: [...found] }),
    ...(set.length > 0 && { setsTokenKey: true as const }),
  };
}

function keyOf(call: Call, { names, values }: SemanticModel): Expression | undefined {
  const { func } = call;
  // Most calls are none of these, which their last name tells before any import is followed.
  const last = lastName(func) ?? '';
  const [first] = call.args;
  if (last === 'add_middleware' && first !== undefined && lastName(first) === 'SessionMiddleware')
    return callKeyword(call, 'secret_key')?.value;
  if (func.kind === 'Attribute' && !METHODS.has(last)) return undefined;
  const position = KEYED.get(names.qualifiedName(func) ?? '');
  return position === undefined ? undefined : values.givenArgument(call, 'key', position);
}

function addNames(value: Expression, found: Set<string>, model: SemanticModel, depth: number): void {
  for (const each of new Set([value, ...model.flow.origins(value)])) {
    if (each.kind === 'Name' && !isOtherwiseCalled(each, model)) found.add(each.id.toLowerCase());
    if (each.kind === 'Attribute') {
      found.add(each.attr.toLowerCase());
      for (const kept of depth > 0 ? keptIn(each, model) : []) addNames(kept, found, model, depth - 1);
    }
    if (each.kind === 'Subscript') addText(each.slice, found);
    else if (depth > 0 && each.kind === 'BoolOp')
      for (const part of each.values) addNames(part, found, model, depth - 1);
    else if (each.kind === 'Call') {
      addText(each.args[0], found);
      if (depth > 0) for (const inner of withinCall(each, model)) addNames(inner, found, model, depth - 1);
    }
  }
}

/** `SECRET_KEY = os.getenv("TOKEN_KEY")`: a setting of another module that is called as this variable is another key. */
function isOtherwiseCalled(name: Name, { names, values }: SemanticModel): boolean {
  const definitions = names.resolve(name)?.definitions ?? [];
  return (
    definitions.length > 0 &&
    definitions.every(({ value }) => {
      const key = value === undefined ? undefined : values.environmentRead(value)?.key;
      return key !== undefined && key.toLowerCase() !== name.id.toLowerCase();
    })
  );
}

/** `self._secret = settings.secret` */
const keptIn = ({ attr }: Attribute, { names }: SemanticModel): readonly Expression[] =>
  names.attributeStores.flatMap((store) =>
    store.attr === attr && store.parent?.kind === 'Assign' ? store.parent.value : [],
  );

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
