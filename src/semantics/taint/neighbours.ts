/** What is beside a part in a text or a path that is put together. */
import type { Expression, JoinedStr } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import type { SemanticModel } from '../model.ts';

/** Where each part of a text is in it: all of them ask. */
const placesIn = memoize(
  ({ values }: JoinedStr): ReadonlyMap<Expression, number> => new Map(values.map((part, index) => [part, index])),
);

/** `FOLDER / name`, `"/srv/" + name`, `f"{FOLDER}/{name}"`. */
export function isBehind(part: Expression, whole: Expression): boolean {
  if (whole.kind === 'JoinedStr') return (placesIn(whole).get(part) ?? -1) > 0;
  return whole.kind === 'BinOp' && part === whole.right;
}

/** What is directly before a part in a text that is put together. */
export function expressionBefore(part: Expression, whole: Expression): Expression | undefined {
  if (whole.kind === 'JoinedStr') return whole.values[(placesIn(whole).get(part) ?? -1) - 1];
  if (whole.kind !== 'BinOp' || whole.op !== 'Add' || part !== whole.right) return undefined;
  const { left } = whole;
  if (left.kind === 'JoinedStr') return left.values.at(-1);
  return left.kind === 'BinOp' && left.op === 'Add' ? left.right : left;
}

/** Whether a fixed text that is no separator follows a part; of the last one, whether one follows the whole. */
export function isEndedBy(part: Expression, whole: Expression, isEnded: boolean, { values }: SemanticModel): boolean {
  if (whole.kind === 'BinOp' && part === whole.left && whole.op !== 'Add') return false;
  const next = expressionBehind(part, whole);
  return next === undefined ? isEnded : /^[^/\\]/.test(values.string(next) ?? '');
}

function expressionBehind(part: Expression, whole: Expression): Expression | undefined {
  if (whole.kind === 'JoinedStr') return whole.values[(placesIn(whole).get(part) ?? -1) + 1];
  if (whole.kind !== 'BinOp' || part !== whole.left) return undefined;
  return whole.right.kind === 'JoinedStr' ? whole.right.values[0] : whole.right;
}
