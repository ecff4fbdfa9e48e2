/** Functions whose answers a decorator keeps until they are pushed out or the process ends. */
import { type Decorator, type Def, decoratorsOf, lastName, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

const FOREVER: ReadonlySet<string> = new Set(
  'functools.lru_cache functools.cache async_lru.alru_cache cachetools.cached cachetools.func.lru_cache'.split(' '),
);

/** Caches with a time to live are left out. */
export const keepsForever = (fn: Def, model: SemanticModel): Decorator | undefined =>
  decoratorsOf(fn).find(({ node, callee }) => {
    const name = model.names.qualifiedName(callee);
    if (name === undefined || !FOREVER.has(name)) return false;
    if (node.kind !== 'Call') return true;
    if (node.keywords.some(({ arg }) => arg === undefined || arg === 'ttl')) return false;
    if (name !== 'cachetools.cached') return true;
    const cache = model.values.givenArgument(node, 'cache', 0);
    return cache !== undefined && /\b(?:dict|LRUCache|LFUCache|FIFOCache)$/.test(model.types.classOf(cache) ?? '');
  });

/** `is_allowed.cache_clear()`, `self.is_allowed.cache_clear()`. */
export const isCacheCleared = ({ name }: Def, { source }: SemanticModel): boolean =>
  nodesOf(source.module, 'Attribute').some(
    ({ attr, value }) => /^cache_(?:clear|invalidate)$/.test(attr) && lastName(value) === name,
  );
