import { type Expression, type FunctionDef, isGenerator } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** As much of the model as calls are followed with. */
export type NamesOnly = Pick<SemanticModel, 'names'>;

const CACHING = new Set(['functools.lru_cache', 'functools.cache', 'builtins.staticmethod', 'builtins.classmethod']);

/**
 * The function of this file that a call surely runs, and whose result is what it returns: no coroutine, no generator, no
 * decorator that may replace it.
 */
export function constantFunction(func: Expression, model: NamesOnly): FunctionDef | undefined {
  if (func.kind !== 'Name' && func.kind !== 'Attribute') return undefined;
  const definition = model.names.definitionOf(func);
  if (definition?.kind !== 'FunctionDef' || isGenerator(definition)) return undefined;
  const isPlain = definition.decorator_list.every((decorator) => {
    const name = model.names.qualifiedName(decorator.kind === 'Call' ? decorator.func : decorator);
    return name !== undefined && CACHING.has(name);
  });
  return isPlain ? definition : undefined;
}
