import { ancestors, type Def, isWithin, type Module, type Node } from '../../ast/index.ts';
import { isUnconditionalIn } from '../../ast/queries/conditional-parts.ts';
import {
  type ControlFlowGraph,
  dominates,
  type Edge,
  findPath,
  isImplicit,
  isInterruption,
  type ProgramPoint,
  reachedWithout,
} from '../../flow/index.ts';
import { functionAround } from '../context/enclosing.ts';

/** The graph that a node is in; undefined where it is in a lambda. */
export function graphAround(
  node: Node,
  graphOf: (scope: Module | Def) => ControlFlowGraph,
): ControlFlowGraph | undefined {
  const fn = functionAround(node);
  if (fn !== undefined) return fn.kind === 'Lambda' ? undefined : graphOf(fn);
  let root = node;
  for (const each of ancestors(node)) root = each;
  return root.kind === 'Module' ? graphOf(root) : undefined;
}

/** Whether control may come from one node, once it has run, to another in the same round of every loop around both. */
export function mayComeTo(first: Node, second: Node, graphOf: (scope: Module | Def) => ControlFlowGraph): boolean {
  const graph = graphAround(first, graphOf);
  // What another function or a lambda does runs at any time.
  if (graph === undefined || functionAround(first) !== functionAround(second)) return true;
  const [from, to] = [graph.at(first), new Set(graph.at(second))];
  if (from.some((point) => to.has(point))) return true;
  const isOver = new Set(from);
  return (
    findPath({
      from,
      to: (point) => to.has(point),
      along: (edge) => !isNextRound(edge, second) && !(isImplicit(edge) && isOver.has(edge.from)),
    }) !== undefined
  );
}

/** The next round of a loop that the node is in. */
const isNextRound = ({ repeats }: Edge, node: Node): boolean => repeats !== undefined && isWithin(node, repeats);

/**
 * Whether `first` has always run when `second` starts, in every run that reaches both. Inside a loop only what runs in every round
 * counts, since `second` may have run in an earlier one.
 */
export function alwaysPrecedes(first: Node, second: Node, graphOf: (scope: Module | Def) => ControlFlowGraph): boolean {
  if (first === second || functionAround(first) !== functionAround(second)) return false;
  const graph = graphAround(first, graphOf);
  const [from, to] = [graph?.at(first) ?? [], graph?.at(second) ?? []];
  if (graph === undefined || from.some((point) => to.includes(point))) {
    if (!isEvaluatedBefore(first, second)) return false;
    return isUnconditional(first, from) || !leads(from, from);
  }
  const [only, other] = from;
  const isPassed = only !== undefined && other === undefined && to.every((point) => dominates(graph, only, point));
  if (isPassed && to.length > 0 && isUnconditional(first, from)) return true;
  if (!leads(from, to)) return false;
  return !leads(to, from) || (isUnconditional(first, from) && !leads([graph.entry], to, from));
}

/** Whether `first` has run to its end, in this round of a loop or an earlier one, whenever `second` starts. */
export function hasRunBy(first: Node, second: Node, graphOf: (scope: Module | Def) => ControlFlowGraph): boolean {
  if (functionAround(first) !== functionAround(second)) return false;
  const graph = graphAround(first, graphOf);
  const [from, to] = [graph?.at(first) ?? [], graph?.at(second) ?? []];
  if (graph === undefined || from.some((point) => to.includes(point))) {
    const apart = [first, ...ancestors(first)].findLast((each) => !isWithin(second, each));
    return isEvaluatedBefore(first, second) && isUnconditionalIn(first, apart);
  }
  if (to.length === 0 || !isUnconditional(first, from)) return false;
  const begins = (edge: Edge): boolean => from.includes(edge.from) && !isInterruption(edge);
  const without = reachedWithout(graph, { begins, ends: [] });
  return !to.some((point) => without.has(point));
}

/** Whether a path leads from some points to others, none of which it passes in between. */
function leads(
  from: readonly ProgramPoint[],
  to: readonly ProgramPoint[],
  avoided: readonly ProgramPoint[] = [],
): boolean {
  const [ends, shut] = [new Set(to), new Set(avoided)];
  return findPath({ from, to: (point) => ends.has(point), avoiding: (point) => shut.has(point) }) !== undefined;
}

/** The order of evaluation within one expression or simple statement. */
function isEvaluatedBefore(first: Node, second: Node): boolean {
  const path = new Map<Node, Node | undefined>();
  let child: Node | undefined;
  for (let at: Node | undefined = first; at !== undefined; child = at, at = at.parent) path.set(at, child);
  child = undefined;
  for (let at: Node | undefined = second; at !== undefined; child = at, at = at.parent) {
    if (!path.has(at)) continue;
    const branch = path.get(at);
    // The parts of an expression are evaluated before it is.
    if (branch === undefined || child === undefined) return branch !== undefined;
    if (at.kind === 'IfExp' && branch !== at.test && child !== at.test) return false;
    const order = rank(at, branch) - rank(at, child);
    return order === 0 ? branch.start < child.start : order < 0;
  }
  return false;
}

/** Lower runs earlier, where evaluation does not follow the text. */
function rank(parent: Node, child: Node): number {
  switch (parent.kind) {
    case 'Assign':
    case 'AnnAssign':
    case 'NamedExpr':
      return child === parent.value ? 0 : 1;
    case 'comprehension':
      return child === parent.iter ? 0 : 1;
    case 'IfExp':
      return child === parent.test ? 0 : 1;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
    case 'DictComp':
      return child.kind === 'comprehension' ? 0 : 1;
    default:
      return 0;
  }
}

/** Whether a node runs whenever its point does. */
const isUnconditional = (node: Node, [point]: readonly ProgramPoint[]): boolean => isUnconditionalIn(node, point?.node);
