import type { Expression } from '../../ast/index.ts';
import type { Names } from '../names.ts';

/** Iterables that end only with a `break`. */
export function isInfinite(iterable: Expression, names: Names): boolean {
  if (iterable.kind !== 'Call') return false;
  const name = names.qualifiedName(iterable.func);
  if (name === 'itertools.count') return true;
  return name === 'itertools.repeat' && iterable.args.length === 1 && iterable.keywords.length === 0;
}
