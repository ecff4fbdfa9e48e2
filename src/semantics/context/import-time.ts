/** The two conditions that keep code of a module from running when it is imported. */
import { type Expression, isInBlock, type Node } from '../../ast/index.ts';

/** Stands in the branch that is taken only when the file is run as a program. */
export function isUnderMain(node: Node): boolean {
  return isUnderCondition(node, mainTruth);
}

/** Stands in the branch that only type checkers read. */
export function isTypeCheckingOnly(node: Node): boolean {
  return isUnderCondition(node, typeCheckingTruth);
}

/** `TYPE_CHECKING` and `__name__ == "__main__"`: nothing that a machine has or lacks decides which branch is taken. */
export function isImportGuard(test: Expression): boolean {
  return test.kind !== 'BoolOp' && (mainTruth(test) ?? typeCheckingTruth(test)) !== undefined;
}

/** What a test says about a condition when it holds: the condition is true, is false, or nothing is known. */
type Truth = 'true' | 'false' | undefined;

/** What `__name__ == "__main__"` is where this test holds. */
export function mainTruth(test: Expression): Truth {
  return truthOf(test, (expression) => {
    if (expression.kind !== 'Compare' || expression.ops.length !== 1) return undefined;
    const right = expression.comparators[0];
    if (right === undefined) return undefined;
    const names = isNameOfModule(expression.left) && isMainText(right);
    if (!names && !(isNameOfModule(right) && isMainText(expression.left))) return undefined;
    if (expression.ops[0] === 'Eq') return 'true';
    return expression.ops[0] === 'NotEq' ? 'false' : undefined;
  });
}

function typeCheckingTruth(test: Expression): Truth {
  return truthOf(test, (expression) => {
    if (expression.kind === 'Name' && expression.id === 'TYPE_CHECKING') return 'true';
    return expression.kind === 'Attribute' && expression.attr === 'TYPE_CHECKING' ? 'true' : undefined;
  });
}

function truthOf(test: Expression, atom: (expression: Expression) => Truth): Truth {
  let expression = test;
  let negated = false;
  while (expression.kind === 'UnaryOp' && expression.op === 'Not') {
    negated = !negated;
    expression = expression.operand;
  }
  // Only a conjunct decides: in `A or B` neither needs to hold.
  const conjuncts =
    expression.kind === 'BoolOp' && expression.op === 'And' && !negated ? expression.values : [expression];
  for (const conjunct of conjuncts) {
    const truth = conjunct === test || conjunct === expression ? atom(conjunct) : truthOfConjunct(conjunct, atom);
    if (truth !== undefined) return negated ? opposite(truth) : truth;
  }
  return undefined;
}

function truthOfConjunct(expression: Expression, atom: (expression: Expression) => Truth): Truth {
  if (expression.kind !== 'UnaryOp' || expression.op !== 'Not') return atom(expression);
  const truth = atom(expression.operand);
  return truth === undefined ? undefined : opposite(truth);
}

function opposite(truth: 'true' | 'false'): Truth {
  return truth === 'true' ? 'false' : 'true';
}

function isUnderCondition(node: Node, truthOfTest: (test: Expression) => Truth): boolean {
  let child = node;
  for (let at = node.parent; at !== undefined; child = at, at = at.parent) {
    if (at.kind !== 'If' || child === at.test) continue;
    const truth = truthOfTest(at.test);
    if (truth === undefined) continue;
    const isElse = isInBlock(at.orelse, child);
    if (!isElse && truth === 'true') return true;
    // A conjunction that fails says nothing about its parts.
    if (isElse && truth === 'false' && at.test.kind !== 'BoolOp') return true;
  }
  return false;
}

function isNameOfModule(expression: Expression): boolean {
  return expression.kind === 'Name' && expression.id === '__name__';
}

function isMainText(expression: Expression): boolean {
  return expression.kind === 'Constant' && expression.value.kind === 'str' && expression.value.value === '__main__';
}
