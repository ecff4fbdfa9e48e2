import type { Cmpop, Expression } from '../nodes.generated.ts';

/** What a test says of how full a container or queue is where it holds: nothing more fits, or there is room. */
export interface FullnessTest {
  /** `waiting` of `len(waiting) >= limit`. */
  readonly held: Expression;
  readonly isFull: boolean;
}

/** `len(x) >= limit`, `x.qsize() > limit`, `limit <= len(x)`, `len(x) < limit`, `x.full()`; undefined for any other test. */
export function fullnessTested(test: Expression): FullnessTest | undefined {
  if (test.kind === 'Call') {
    const { func } = test;
    return func.kind === 'Attribute' && func.attr === 'full' ? { held: func.value, isFull: true } : undefined;
  }
  if (test.kind !== 'Compare' || test.ops.length !== 1) return undefined;
  const [op] = test.ops;
  const left = measuredBy(test.left);
  if (left !== undefined) return isAbove(op) || isBelow(op) ? { held: left, isFull: isAbove(op) } : undefined;
  const right = measuredBy(test.comparators[0]);
  return right !== undefined && (isAbove(op) || isBelow(op)) ? { held: right, isFull: isBelow(op) } : undefined;
}

const isAbove = (op: Cmpop | undefined): boolean => op === 'GtE' || op === 'Gt';
const isBelow = (op: Cmpop | undefined): boolean => op === 'LtE' || op === 'Lt';

/** What a size is the size of: `len(x)`, `x.qsize()`. */
function measuredBy(size: Expression | undefined): Expression | undefined {
  if (size?.kind !== 'Call') return undefined;
  const { func, args } = size;
  if (func.kind === 'Name' && func.id === 'len' && args.length === 1) return args[0];
  return func.kind === 'Attribute' && func.attr === 'qsize' ? func.value : undefined;
}
