/** Paths on which a name is unbound because a branch before the read leaves it out. */
import { blocksOf, type If, isInBlock, isWithin, type Name, type Node, type Stmt } from '../../ast/index.ts';
import type { Binding, Definition, SemanticModel } from '../../semantics/index.ts';
import { mayNotComeBack } from './failure-path.ts';

/** What runs instead of what binds a name; `mayEnd` where its last call may not come back. */
export interface BranchWithout {
  readonly branch: readonly Stmt[];
  readonly mayEnd: boolean;
}

/**
 * The branch of an `if` with `else` that goes on without binding what its other branches bind, where the read stands behind that `if`
 * and nothing decides between the two. Without `else` the author may know that there is no other case.
 */
export function branchPathTo(name: Name, { definitions }: Binding, model: SemanticModel): BranchWithout | undefined {
  const valued = definitions.filter(({ kind }) => kind !== 'delete' && kind !== 'annotation');
  const before = valued.filter(({ node }) => node.start < name.start);
  let child: Node = name;
  for (let at = name.parent; at !== undefined; child = at, at = at.parent) {
    if (mayPassOver(at, child)) return undefined;
    const inside = child;
    const block = blocksOf(at).find((statements) => isInBlock(statements, inside));
    if (block === undefined) continue;
    const here = block.findIndex((statement) => isWithin(inside, statement));
    const choice = block.slice(0, here).findLast((statement) => before.some(({ node }) => isWithin(node, statement)));
    if (choice === undefined) {
      if (DEFINITIONS.has(at.kind)) return undefined;
      continue;
    }
    const between = block.slice(block.indexOf(choice) + 1, here);
    if (choice.kind !== 'If' || between.some((statement) => mayLeave(statement, model))) return undefined;
    if (!before.every(({ node }) => isWithin(node, choice))) return undefined;
    const without = (branchesOf(choice) ?? []).filter((branch) => goesOnWithout(branch, before, model));
    const sure = without.find((branch) => !mayNotComeBack(branch, model));
    const branch = sure ?? without[0];
    return branch && { branch, mayEnd: sure === undefined };
  }
  return undefined;
}

/** What is evaluated only sometimes, or again: whether it is may hang on the branch that was taken. */
function mayPassOver(at: Node, child: Node): boolean {
  switch (at.kind) {
    case 'If':
    case 'IfExp':
      return child !== at.test;
    case 'BoolOp':
      return child !== at.values[0];
    default:
      return PASSED_OVER.has(at.kind);
  }
}

const PASSED_OVER: ReadonlySet<Node['kind']> = new Set([
  ...(['For', 'AsyncFor', 'While', 'Match', 'ExceptHandler', 'Lambda', 'Assert'] as const),
  ...(['ListComp', 'SetComp', 'DictComp', 'GeneratorExp'] as const),
]);

/** Their bodies run at another time than what stands before them. */
const DEFINITIONS: ReadonlySet<Node['kind']> = new Set(['FunctionDef', 'AsyncFunctionDef', 'ClassDef']);

function mayLeave(statement: Stmt, { flow }: SemanticModel): boolean {
  const { returns, raises, breaks, continues } = flow.exits([statement]);
  return returns || raises || breaks || continues;
}

/** The branches of an `if` and its `elif`s; undefined without a last `else`. */
function branchesOf({ body, orelse }: If): (readonly Stmt[])[] | undefined {
  const [next, more] = orelse;
  if (next === undefined) return undefined;
  if (next.kind !== 'If' || more !== undefined) return [body, orelse];
  const others = branchesOf(next);
  return others && [body, ...others];
}

function goesOnWithout(branch: readonly Stmt[], bound: readonly Definition[], model: SemanticModel): boolean {
  const binds = bound.some(({ node }) => isInBlock(branch, node));
  return !binds && model.flow.exits(branch).falls;
}
