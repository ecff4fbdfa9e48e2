/** What a value is computed from that may differ from call to call: parameters, attributes of the object, and what hangs on who asks. */
import {
  ancestors,
  argumentValues,
  type Call,
  type Def,
  type Expression,
  isWithin,
  methodCalledOn,
  type Name,
  type Node,
  parametersOf,
  walk,
} from '../../ast/index.ts';
import { walkOwnCode } from '../../semantics/effects/calls-within.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { importsName } from '../../semantics/names/imports-module.ts';
import { dependencyOf } from '../../semantics/types/dependencies.ts';

export interface CacheInput {
  readonly kind: 'parameter' | 'attribute' | 'ambient';
  /** As it is written: `text`, `self.prefix`, `g.tenant`. */
  readonly name: string;
  readonly at: Expression;
}

/** What stands for the request, the user or the language at hand, wherever it is read. From the documentation of each. */
const AMBIENT =
  /^(?:(?:flask|quart)\.(?:g|session|request)|(?:flask_login|quart_auth)\.current_user|flask_jwt_extended\.(?:get_jwt_identity|current_user|get_current_user)|django\.utils\.translation\.get_language|(?:flask_babel|flask_babelex|quart_babel)\.get_locale|contextvars\.ContextVar\.get|crum\.get_current_user)$/;

/** What each client sends as it likes. */
export const isSentByClient = ({ kind, name }: CacheInput): boolean =>
  kind === 'ambient' && /(?:^|\.)request\.(?:form|args|values|json|get_json|data|files)\b/.test(name);

/** Such a read, by what of it is read: `g.tenant`, `request.args`, `get_language()`. */
export function ambientOf(node: Node, { names, types, source }: SemanticModel): string | undefined {
  if (node.kind !== 'Name' && node.kind !== 'Attribute') return undefined;
  const { parent } = node;
  const isGet = node.kind === 'Attribute' && node.attr === 'get';
  const name = isGet ? types.calleeName(node) : names.qualifiedName(node);
  // What another module keeps and gives without being told which, as its `ContextVar` does.
  const isContext =
    isGet && parent?.kind === 'Call' && argumentValues(parent).length === 0 && isImported(node.value, names);
  if (!isContext && !AMBIENT.test(name ?? '')) return undefined;
  if (node.kind === 'Name' && node.ctx !== 'Load') return undefined;
  const isPart = parent?.kind === 'Attribute' && parent.value === node;
  return source.text.slice(isPart ? parent : node);
}

const isImported = (of: Expression, names: SemanticModel['names']): boolean =>
  of.kind === 'Name' && importsName(of.id, names);

/** By name, each with its first use; through locals, tests that decide which binding of them counts, and functions of the file. */
export function cacheInputsOf(
  expressions: readonly Node[],
  fn: Def,
  model: SemanticModel,
): ReadonlyMap<string, CacheInput> {
  const inputs = new Map<string, CacheInput>();
  const self = model.context.classOfMethod(fn) === undefined ? undefined : parametersOf(fn)[0]?.name;
  const pending: Node[] = [...expressions];
  const seen = new Set<Node>(pending);
  const add = (input: CacheInput): void => {
    if (!inputs.has(input.name)) inputs.set(input.name, input);
  };
  const follow = (node: Node | undefined): void => {
    if (node === undefined || seen.has(node) || seen.size > MAX_SEEN) return;
    seen.add(node);
    pending.push(node);
  };
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    walk(at, (node) => {
      if (node.kind === 'Call') for (const input of inputsBehind(node, self, model)) add(input);
      const ambient = ambientOf(node, model);
      if (ambient !== undefined) add({ kind: 'ambient', name: ambient, at: node as Expression });
      if (node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === self)
        return add({ kind: 'attribute', name: `self.${node.attr}`, at: node });
      if (node.kind !== 'Name' || node.ctx !== 'Load' || isUnread(node, model)) return;
      const binding = model.names.resolve(node);
      if (binding?.scope.node !== fn) return;
      for (const { kind, value, partOf, node: place } of model.flow.reachingDefinitions(node)) {
        if (kind === 'parameter')
          for (const name of injectedBy(node, fn, model)) add({ kind: 'parameter', name, at: node });
        else for (const test of testsAround(place, fn, expressions)) follow(test);
        follow(value ?? partOf);
      }
      for (const put of binding.references.flatMap(putInto)) follow(put);
    });
  }
  return inputs;
}

/** `key: str = Depends(cache_key)`: the name, what that function reads of the names beside it, and all where it reads the request. */
function injectedBy(name: Name, fn: Def, { names }: SemanticModel): readonly string[] {
  const parameter = names.parameterOf(name);
  const maker = parameter && dependencyOf(parameter, names);
  const made = maker && names.definitionOf(maker);
  if (made?.kind !== 'FunctionDef' && made?.kind !== 'AsyncFunctionDef') return [name.id];
  const taken = parametersOf(made);
  const isOfRequest = taken.some(({ annotation: of }) => of && names.qualifiedName(of)?.endsWith('.Request'));
  return [
    name.id,
    ...(isOfRequest ? parametersOf(fn).filter((each) => each.default === undefined) : [])
      .concat(taken)
      .map((each) => each.name),
  ];
}

/** `parts.append(part)`, `found[key] = value`, `found.setdefault(key, []).append(part)` */
export function putInto(kept: Node): readonly Node[] {
  const on = methodCalledOn(kept);
  if (on?.method === 'setdefault') return [...on.call.args, ...putInto(on.call)];
  if (on !== undefined) return /^(?:append|extend|add|update|insert)$/.test(on.method) ? on.call.args : [];
  const entry = kept.parent?.kind === 'Subscript' && kept.parent.value === kept ? kept.parent.parent : undefined;
  return entry?.kind === 'Assign' && entry.targets.some((target) => target === kept.parent) ? [entry.value] : [];
}

const MAX_SEEN = 200;

/** The tests of the `if`s around a place that the store does not hang on as well. */
const testsAround = (place: Node, fn: Def, stores: readonly Node[]): Node[] =>
  [...ancestors(place)].flatMap((outer) =>
    outer.kind === 'If' && isWithin(outer, fn) && !stores.some((store) => isWithin(store, outer)) ? [outer.test] : [],
  );

/** What a method of the same object reads of it, and what a function of the file reads of who asks. */
function inputsBehind(call: Call, self: string | undefined, model: SemanticModel, depth = 2): CacheInput[] {
  const fn = definitionCalled(model, call);
  if (fn === undefined || fn.kind === 'ClassDef') return [];
  const found: CacheInput[] = [];
  const owner = call.func.kind === 'Attribute' && call.func.value.kind === 'Name' && call.func.value.id === self;
  const own = owner ? parametersOf(fn)[0]?.name : undefined;
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Call' && depth > 1) found.push(...inputsBehind(node, own, model, depth - 1));
    const ambient = ambientOf(node, model);
    if (ambient !== undefined) found.push({ kind: 'ambient', name: ambient, at: node as Expression });
    const isOwn = node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === own && own !== undefined;
    if (isOwn && node.ctx === 'Load') found.push({ kind: 'attribute', name: `self.${node.attr}`, at: node });
    return undefined;
  });
  return found;
}

/** It is given to a function of the file that never reads it: `key_of(text, language)` that makes the key of the text alone. */
function isUnread(name: Name, model: SemanticModel): boolean {
  const call = name.parent?.kind === 'keyword' ? name.parent.parent : name.parent;
  if (call?.kind !== 'Call' || call.func === name) return false;
  const fn = definitionCalled(model, call);
  if (fn === undefined || fn.kind === 'ClassDef') return false;
  const skipped = call.func.kind === 'Attribute' && model.context.classOfMethod(fn) !== undefined ? 1 : 0;
  const place = call.args.indexOf(name);
  const given = name.parent?.kind === 'keyword' ? name.parent.arg : parametersOf(fn)[place + skipped]?.name;
  const parameter = parametersOf(fn).find((each) => each.name === given);
  const binding = parameter && model.names.lookup(parameter.name, fn.body[0] ?? fn);
  return binding !== undefined && binding.scope.node === fn && binding.references.length === 0;
}

/**
 * Attributes that are alike for a key are those that no two objects which share the cache differ in: what is left is bound to a plain
 * parameter of `__init__` as it is. A cache that the object makes for itself is shared by nobody.
 */
export function differsByObject(input: CacheInput, fn: Def, model: SemanticModel): boolean {
  const owner = model.context.classOfMethod(fn);
  const init = owner === undefined ? undefined : model.state.methodsOf(owner).get('__init__');
  const life = owner === undefined ? undefined : model.state.ofClass(owner).get(input.name.slice('self.'.length));
  if (life === undefined || init === undefined) return false;
  const made = life.of('create');
  return made.length > 0 && made.every(({ value }) => value !== undefined && isPlainParameter(value, init, model));
}

function isPlainParameter(value: Expression, init: Def, model: SemanticModel): boolean {
  const parameter = value.kind === 'Name' ? parametersOf(init).find(({ name }) => name === value.id) : undefined;
  if (parameter === undefined) return false;
  const { annotation, default: otherwise } = parameter;
  if (annotation !== undefined) return PLAIN.has(model.types.annotatedClass(annotation) ?? '');
  return otherwise?.kind === 'Constant' && otherwise.value.kind !== 'none';
}

const PLAIN: ReadonlySet<string> = new Set(['str', 'int', 'float', 'bool', 'bytes'].map((name) => `builtins.${name}`));

/** Whether the cache outlives the object: a file, a name of the module, or what the object was given. */
export function outlivesObject(cache: string, fn: Def, model: SemanticModel): boolean {
  const owner = model.context.classOfMethod(fn);
  const self = parametersOf(fn)[0]?.name;
  if (owner === undefined || self === undefined || !cache.startsWith(`${self}.`)) return true;
  const life = model.state.ofClass(owner).get(cache.slice(self.length + 1).split('.')[0] ?? '');
  const made = life?.of('create') ?? [];
  return made.length > 0 && made.every(({ value }) => value?.kind === 'Name');
}
