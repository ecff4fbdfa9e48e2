/** Paths on which a name is unbound because a branch before the read leaves it out. */
import { blocksOf, type If, isEndless, isInBlock, isWithin, type Name, type Node, namesIn, type Stmt } from '#ast';
import type { DoubtId } from '#findings';
import type { Binding, Definition, SemanticModel } from '#semantics';
import { isNeverEvaluated } from '#semantics/names/unbound-by-design';
import { mayNotComeBack } from './failure-path.ts';

/** What runs instead of what binds a name: a branch, or nothing, where no test of an `if` or no turn of a loop comes to it. */
export interface BranchWithout {
  readonly without: Node;
  readonly doubt: DoubtId | undefined;
}

/**
 * The branch of an `if` with `else` that goes on without binding what its other branches bind, where the read stands behind that `if`
 * and nothing decides between the two. Without `else` the author may know that there is no other case, and of a loop that it succeeds.
 */
export function branchPathTo(name: Name, { definitions }: Binding, model: SemanticModel): BranchWithout | undefined {
  // `total *= 2` fails as well where nothing is bound.
  const valued = definitions.filter(({ kind }) => kind !== 'delete' && kind !== 'annotation' && kind !== 'augmented');
  const before = valued.filter(({ node }) => node.start < name.start);
  const tests: Node[] = [];
  let child: Node = name;
  for (let at = name.parent; at !== undefined; child = at, at = at.parent) {
    if (at.kind === 'If' && child !== at.test) tests.push(at.test);
    else if (mayPassOver(at, child)) return undefined;
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
    if (between.some((statement) => mayLeave(statement, model))) return undefined;
    if (!before.every(({ node }) => isWithin(node, choice))) return undefined;
    // What is asked around the read and of the choice may be one thing.
    const names = tests.length > 0 ? namesIn(...tests) : new Set<string>();
    if (names.size > 0 && [...namesIn(choice)].some((id) => names.has(id))) return undefined;
    const path = choice.kind === 'If' ? withoutBranch(choice, before, model) : withoutTurn(choice, before, model);
    return path && tests.length > 0 ? { ...path, doubt: 'infeasible-path' } : path;
  }
  return undefined;
}

function withoutBranch(choice: If, before: readonly Definition[], model: SemanticModel): BranchWithout | undefined {
  const branches = branchesOf(choice);
  if (branches === undefined)
    return choice.orelse.length > 0 ? { without: choice, doubt: 'infeasible-path' } : undefined;
  const without = branches.filter((branch) => goesOnWithout(branch, before, model));
  const sure = without.find((branch) => !mayNotComeBack(branch, model));
  const [first] = sure ?? without[0] ?? [];
  return first && { without: first, doubt: sure === undefined ? 'infeasible-path' : undefined };
}

/** A loop all of whose attempts fail, or whose test never holds, ends without having bound the name. */
function withoutTurn(loop: Stmt, [first]: readonly Definition[], model: SemanticModel): BranchWithout | undefined {
  if (loop.kind !== 'For' && loop.kind !== 'AsyncFor' && loop.kind !== 'While') return undefined;
  if (first === undefined || !isInBlock(loop.body, first.node) || loop.orelse.length > 0) return undefined;
  for (let at = first.node.parent; at !== undefined && at !== loop; at = at.parent) {
    if (at.kind === 'If') return { without: at, doubt: 'infeasible-path' };
    if (at.kind !== 'Try' || !model.flow.exits([...at.body, ...at.orelse]).breaks) continue;
    // What goes round without an end is left by the attempt that succeeds.
    if (loop.kind === 'While' && isEndless(loop)) return undefined;
    const goesRound = at.handlers.some(({ body }) => {
      const { falls, continues } = model.flow.exits(body);
      return falls || continues;
    });
    if (goesRound) return { without: at, doubt: 'infeasible-path' };
  }
  return undefined;
}

/** What is evaluated only sometimes, or again: whether it is may hang on the branch that was taken. */
function mayPassOver(at: Node, child: Node): boolean {
  switch (at.kind) {
    case 'IfExp':
      return child !== at.test;
    case 'BoolOp':
      return child !== at.values[0];
    // What the first loop runs over is evaluated at once.
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return child !== at.generators[0];
    case 'comprehension':
      return child !== at.iter;
    default:
      return PASSED_OVER.has(at.kind);
  }
}

const PASSED_OVER: ReadonlySet<Node['kind']> = new Set([
  'For',
  'AsyncFor',
  'While',
  'Match',
  'ExceptHandler',
  'Lambda',
  'Assert',
] as const);

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
  const [first] = branch;
  return !binds && model.flow.exits(branch).falls && !(first && isNeverEvaluated(first, model));
}
