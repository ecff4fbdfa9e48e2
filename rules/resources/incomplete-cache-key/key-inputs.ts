import { type Def, type Expression, lastName, type Name, parametersOf } from '#ast';
import type { SourceContext } from '#kit';
import { type CacheInput, type CacheStore, differsByObject, isSentByClient, outlivesObject } from '#kit/state';
import { SESSION_CLASSES } from '#knowledge/resources';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { isCompared, isLifetime, isTiedToCache } from './kept-by-key.ts';

// biome-ignore format: one table, one line
export const KEEPING_DECORATORS: ReadonlySet<string> = new Set(['functools.lru_cache', 'functools.cache', 'async_lru.alru_cache']);
const PLAIN_TYPES: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'bytes', 'list', 'tuple', 'dict', 'set'].map((name) => `builtins.${name}`),
);
/** How something is fetched, and who asks, rather than what. */
export const MANNER =
  /timeout|ttl|retr(?:y|ies)|force|refresh|verbose|debug|log|expire|max_age|attempt|use_cache|headers|api_?key|auth|credential/i;
/** What is a key by its name was made by who calls, of what else is handed over perhaps. */
export const MADE_BEFORE = /key|digest|checksum|hash|fingerprint|signature/i;
/** An object: whoever makes it the first time says with what. */
const CREATES = /^(?:[A-Z]|(?:create|register|insert|open|connect)(?:_|$))/;

/** Of a cache that others share; not what fetches the value, or is held against what stands there. */
export function isInput(input: CacheInput, store: CacheStore, fn: Def, ctx: SourceContext): boolean {
  const { kind, name, at } = input;
  const { cache } = store;
  if (isTiedToCache(input, cache, fn, ctx)) {
    ctx.proven({ at, by: `\`${name}\` belongs to the cache itself` });
    return false;
  }
  if (kind === 'attribute')
    return outlivesObject(cache, fn, ctx) && differsByObject(input, fn, ctx) && !MANNER.test(name);
  if (kind === 'ambient') return true;
  // A file that is made where it is missing: much of what makes it says how.
  if (store.makers !== undefined && (MANNER.test(name) || !isPlain(input, fn, ctx))) return false;
  if (at.kind !== 'Name' || isSession(name, fn, at, ctx) || isLoader(at, ctx)) return false;
  if (!isLifetime(at, ctx)) return !isCompared(name, cache, fn, ctx);
  ctx.proven({ at, by: `\`${name}\` only sets how long the value is kept` });
  return false;
}

/** Whoever gives the key gives what makes the value for it: `get(key, load)`. */
function isLoader(name: Name, ctx: SourceContext): boolean {
  const uses = ctx.names.resolve(name)?.references ?? [];
  const isCalled = uses.every((use) => use.parent?.kind === 'Call' && use.parent.func === use);
  if (isCalled) ctx.proven({ at: name, by: `\`${name.id}\` computes the value and is determined by the key` });
  return isCalled;
}

/** What a session gives is the same by every session of the database. */
function isSession(name: string, fn: Def, use: Name, ctx: SourceContext): boolean {
  const annotation = parametersOf(fn).find((each) => each.name === name)?.annotation;
  const found = annotation === undefined ? undefined : ctx.types.annotatedClass(annotation);
  if (found === undefined || !SESSION_CLASSES.has(found)) return false;
  ctx.proven({ at: use, by: `\`${name}\` is the session that fetches the value`, where: annotation });
  return true;
}

/** An object is meant for each key, whatever it is made with first; how something is fetched, or what is the same for all, changes no answer. */
export function mayBeSame(input: CacheInput, value: Expression, fn: Def, ctx: SourceContext): boolean {
  const { name, kind } = input;
  const isObject = ctx.flow
    .origins(value)
    .every((each) => each.kind === 'Call' && CREATES.test(lastName(each.func) ?? ''));
  if (isObject || MANNER.test(name)) return true;
  if (isSentByClient(input) && ctx.context.routeOf(fn) !== undefined) return false;
  return kind !== 'parameter' || !isPlain(input, fn, ctx);
}

/** A text, a number or the like, by its annotation, its default or because it becomes text. */
export function isPlain({ name, kind }: CacheInput, fn: Def, ctx: SourceContext): boolean {
  if (kind !== 'parameter') return kind === 'ambient';
  const parameter = parametersOf(fn).find((each) => each.name === name);
  if (parameter === undefined || MANNER.test(name)) return false;
  const { annotation, default: otherwise } = parameter;
  if (annotation !== undefined) return PLAIN_TYPES.has(ctx.types.annotatedClass(annotation) ?? '');
  if (otherwise !== undefined && otherwise.kind === 'Constant') return otherwise.value.kind !== 'none';
  return holdsInOwnCode(fn.body, (node) => {
    const isUse = node.kind === 'Name' && node.id === name;
    return isUse && (node.parent?.kind === 'FormattedValue' || node.parent?.kind === 'BinOp');
  });
}
