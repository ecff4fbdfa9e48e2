/** Functions whose answers a decorator keeps, and what they read that its key does not hold. */
import {
  type Attribute,
  type ClassDef,
  callKeyword,
  type Def,
  type Expression,
  lastName,
  type Node,
  parametersOf,
} from '#ast';
import { ambientOf } from '#kit/state';
import type { SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

/** Keyed by the arguments. */
const BY_ARGUMENTS =
  /^(?:functools\.(?:lru_cache|cache)|async_lru\.alru_cache|cachetools\.(?:func\.\w+|cached|cachedmethod)|cachier\.cachier|aiocache\.cached|fastapi_cache\.decorator\.cache|streamlit\.cache_data|flask_caching\.Cache\.memoize)$/;
/** Keyed by the path of the request alone. https://flask-caching.readthedocs.io/en/latest/#caching-view-functions */
const BY_PATH = /^flask_caching\.Cache\.cached$/;
/**
 * Keyed by the address, and by headers that the response names by then: the cookie of a session is not among them, as the middleware
 * that names it comes later (https://code.djangoproject.com/ticket/15855).
 */
const BY_ADDRESS = 'django.views.decorators.cache.cache_page';
const VARYING = /^django\.views\.decorators\.vary\.vary_on_(?:cookie|headers)$/;
/** What of a request tells who asks. */
const USER_ATTRIBUTE = /^(?:user|session|COOKIES|auth|META|headers)$/;

export interface UnkeyedRead {
  readonly at: Node;
  readonly name: string;
  readonly by: 'arguments' | 'path';
  /** Where the answers are kept. */
  readonly keptAt?: Node;
  /** Others get what was made for one who asked. */
  readonly isUserSpecific?: true;
}

/** What a cached function reads that its key leaves out: who asks, or an argument that the key is made without. */
export function unkeyedReadsOf(fn: Def, model: SemanticModel): UnkeyedRead[] {
  for (const decorator of fn.decorator_list) {
    const by = keyedBy(decorator, fn, model);
    if (by === undefined) continue;
    if (by === 'address') return userReads(fn, model);
    const left = decorator.kind === 'Call' ? leftOut(decorator, fn, model) : undefined;
    if (left !== undefined) return left;
    const isByQuery = decorator.kind === 'Call' && callKeyword(decorator, 'query_string') !== undefined;
    const reads = ambientReads(fn, model).filter(({ name }) => !isByQuery || !name.endsWith('.args'));
    return reads.map((read) => ({ ...read, by, keptAt: decorator }));
  }
  return [];
}

/** `request.user` in a view of Django, whose first parameter is the request. */
function userReads(fn: Def, model: SemanticModel): UnkeyedRead[] {
  const request = parametersOf(fn).find(({ name }) => name !== 'self' && name !== 'cls');
  const found = new Map<string, UnkeyedRead>();
  walkOwnCode(fn.body, (node) => {
    const isRead = node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === request?.name;
    if (!isRead || node.ctx !== 'Load' || !USER_ATTRIBUTE.test(node.attr)) return undefined;
    const name = model.source.text.slice(node);
    if (!found.has(name)) found.set(name, { at: node, name, by: 'path', isUserSpecific: true });
    return undefined;
  });
  return [...found.values()];
}

function keyedBy(decorator: Expression, fn: Def, model: SemanticModel): UnkeyedRead['by'] | 'address' | undefined {
  const func = decorator.kind === 'Call' ? decorator.func : decorator;
  const name = model.types.calleeName(func) ?? '';
  if (BY_ARGUMENTS.test(name)) return 'arguments';
  if (name === BY_ADDRESS) {
    // What varies the response has to do so before it is kept.
    const inner = fn.decorator_list.slice(fn.decorator_list.indexOf(decorator) + 1);
    const names = inner.map((each) => model.types.calleeName(each.kind === 'Call' ? each.func : each) ?? '');
    return names.some((each) => VARYING.test(each)) ? undefined : 'address';
  }
  if (func.kind !== 'Attribute' || !(BY_PATH.test(name) || isCacheOf(func, fn, model))) return undefined;
  // What is said of the key may be anything.
  return decorator.kind === 'Call' &&
    decorator.keywords.some(({ arg }) => !/^(?:timeout|unless|query_string)$/.test(arg ?? ''))
    ? undefined
    : 'path';
}

/** `@cache.cached(…)` above a route, where the cache is another module's. */
const isCacheOf = (func: Attribute, fn: Def, model: SemanticModel): boolean =>
  func.attr === 'cached' &&
  /cache/i.test(lastName(func.value) ?? '') &&
  model.context.routeOf(fn)?.framework === 'flask';

function ambientReads(fn: Def, model: SemanticModel): Pick<UnkeyedRead, 'name' | 'at'>[] {
  const found = new Map<string, Node>();
  walkOwnCode(fn.body, (node) => {
    const name = ambientOf(node, model);
    if (name !== undefined && !/\.(?:path|url|url_rule|endpoint|method)$/.test(name) && !found.has(name))
      found.set(name, node);
    return undefined;
  });
  return [...found].map(([name, at]) => ({ name, at }));
}

/** `key=lambda text, language: text`, `@st.cache_data` with a `_language`: parameters that are read and make no part of the key. */
function leftOut(decorator: Expression & { kind: 'Call' }, fn: Def, model: SemanticModel): UnkeyedRead[] | undefined {
  const key = decorator.keywords.find(
    ({ arg }) => arg === 'key' || arg === 'key_builder' || arg === 'make_cache_key',
  )?.value;
  if (key === undefined) return undefined;
  const whole = model.flow.whole(key);
  if (whole.kind === 'Constant') return readParameters(fn, () => true, model);
  if (whole.kind !== 'Lambda') return [];
  const given = parametersOf(whole);
  if (given.some(({ kind }) => kind === 'var-positional' || kind === 'var-keyword')) return [];
  const used = new Set<string>();
  walkOwnCode([whole.body], (node) => {
    if (node.kind === 'Name') used.add(node.id);
    return undefined;
  });
  const unused = new Set(given.flatMap(({ name }, place) => (used.has(name) ? [] : [place])));
  return readParameters(fn, (place) => unused.has(place), model);
}

function readParameters(fn: Def, isLeftOut: (place: number) => boolean, model: SemanticModel): UnkeyedRead[] {
  const skipped = model.context.classOfMethod(fn) === undefined ? 0 : 1;
  return parametersOf(fn).flatMap(({ name }, place): UnkeyedRead[] => {
    if (place < skipped || !isLeftOut(place) || /session|client|conn|db|logger|timeout/i.test(name)) return [];
    const read = model.names.lookup(name, fn.body[0] ?? fn)?.references[0];
    return read === undefined ? [] : [{ at: read, name, by: 'arguments' }];
  });
}

/** Attributes that a cached method reads and that objects which are equal by `__eq__` and `__hash__` of the class may differ in. */
export function unequalReadOf(fn: Def, owner: ClassDef, model: SemanticModel): Attribute | undefined {
  const methods = model.state.methodsOf(owner);
  const [hash, equal] = [methods.get('__hash__'), methods.get('__eq__')];
  if (hash === undefined || equal === undefined) return undefined;
  const compared = new Set([...attributesOf(hash), ...attributesOf(equal)].map(({ attr }) => attr));
  const lives = model.state.ofClass(owner);
  // What a hash is made of as a whole cannot be told apart.
  if (compared.size === 0) return undefined;
  return attributesOf(fn).find(
    ({ attr }) => !compared.has(attr) && !attr.startsWith('__') && lives.has(attr) && !methods.has(attr),
  );
}

function attributesOf(fn: Def): Attribute[] {
  const self = parametersOf(fn)[0]?.name;
  const found: Attribute[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === self) found.push(node);
    return undefined;
  });
  return found.sort((one, other) => one.start - other.start);
}

/** An attribute that a method reads and another changes later. */
export function changedReadOf(
  fn: Def,
  owner: ClassDef,
  { state }: SemanticModel,
): { readonly name: string; readonly read: Node; readonly change: Node } | undefined {
  for (const { name, uses } of state.ofClass(owner).values()) {
    const read = uses.find(({ within, kind }) => within === fn && kind === 'read');
    const change = uses.find(
      ({ kind, within }) =>
        CHANGES.has(kind) && within !== undefined && within.kind !== 'Lambda' && !state.runsInCreation(within),
    );
    if (read !== undefined && change !== undefined) return { name, read: read.node, change: change.node };
  }
  return undefined;
}

const CHANGES: ReadonlySet<string> = new Set(['rebind', 'grow', 'shrink', 'update']);
