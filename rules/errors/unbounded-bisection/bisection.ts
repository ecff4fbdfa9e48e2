/** Loops that halve a bracket until it is small: what they search for, and between which bounds. */
import { type BinOp, type Expression, type For, type Name, numberConstant, type Stmt, type While } from '#ast';

export interface Bisection {
  readonly bounds: readonly [Name, Name];
  /** The name of what lies between them. */
  readonly middle: string;
  /** What decides which of the bounds moves. */
  readonly predicate: Expression;
}

/** `middle = (low + high) / 2`, and each of the two becomes the middle in some branch. Whole division searches an index. */
export function bisectionOf({ body }: While | For): Bisection | undefined {
  for (const statement of body) {
    if (statement.kind !== 'Assign' || statement.value.kind !== 'BinOp') continue;
    const [target] = statement.targets;
    const bounds = midpointOf(statement.value);
    if (target?.kind !== 'Name' || bounds === undefined) continue;
    const middle = target.id;
    for (const choice of body) {
      if (choice.kind !== 'If') continue;
      const moved = [...choice.body, ...choice.orelse].flatMap((each) => movedBounds(each, middle));
      if (bounds.every(({ id }) => moved.includes(id))) return { bounds, middle, predicate: choice.test };
    }
  }
  return undefined;
}

/** `(a + b) / 2`, `0.5 * (a + b)`, `a + (b - a) / 2`. */
function midpointOf(value: BinOp): readonly [Name, Name] | undefined {
  const half = halved(value);
  if (half !== undefined) return namesOf(half, 'Add');
  if (value.op !== 'Add' || value.left.kind !== 'Name' || value.right.kind !== 'BinOp') return undefined;
  const width = halved(value.right);
  return width === undefined ? undefined : namesOf(width, 'Sub');
}

function halved({ left, op, right }: BinOp): Expression | undefined {
  if (op === 'Div' && numberConstant(right) === 2) return left;
  if (op !== 'Mult') return undefined;
  if (numberConstant(left) === 0.5) return right;
  return numberConstant(right) === 0.5 ? left : undefined;
}

function namesOf(sum: Expression, op: 'Add' | 'Sub'): readonly [Name, Name] | undefined {
  if (sum.kind !== 'BinOp' || sum.op !== op) return undefined;
  const { left, right } = sum;
  return left.kind === 'Name' && right.kind === 'Name' ? [left, right] : undefined;
}

/** The names that a statement sets to the middle; an `elif` is an `if` of its own. */
function movedBounds(statement: Stmt, middle: string): readonly string[] {
  if (statement.kind === 'If')
    return [...statement.body, ...statement.orelse].flatMap((each) => movedBounds(each, middle));
  if (statement.kind !== 'Assign' || statement.value.kind !== 'Name' || statement.value.id !== middle) return [];
  return statement.targets.flatMap((target) => (target.kind === 'Name' ? [target.id] : []));
}
