/** Walks the code that runs when these nodes run: what nested functions and lambdas hold is left out. */
import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  type FunctionDef,
  isInBlock,
  isSuspension,
  type Module,
  type Node,
  type NodeKind,
  type NodeOfKind,
  nodesOf,
  pushChildren,
} from '../../ast/index.ts';
import { groupBy, memoize } from '../../collections/index.ts';

/** Calls `enter` with every node below `roots`, the roots included, parents first; a function has nothing below it. */
export function walkOwnCode(roots: readonly Node[], enter: (node: Node) => 'skip' | undefined): void {
  // As `walk` goes, without a function more for each node: most of what the rules walk is walked here.
  const pending: Node[] = [];
  for (const root of roots) {
    pending.push(root);
    for (let node = pending.pop(); node !== undefined; node = pending.pop())
      if (enter(node) !== 'skip' && !isFunction(node)) pushChildren(node, pending);
  }
}

/** `holds` of the code that runs when these nodes run. */
export function holdsInOwnCode(roots: readonly Node[], isWanted: (node: Node) => boolean): boolean {
  for (const root of roots) {
    const pending = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (isWanted(node)) return true;
      if (!isFunction(node)) pushChildren(node, pending);
    }
  }
  return false;
}

/** The first place, from an offset on, at which a coroutine that runs these nodes waits, and can be cancelled. */
export function firstSuspension(roots: readonly Node[], from = 0): Node | undefined {
  let first: Node | undefined;
  walkOwnCode(roots, (node) => {
    if (first === undefined && node.start >= from && isSuspension(node)) first = node;
    return first === undefined && node.end > from ? undefined : 'skip';
  });
  return first;
}

/** All calls below these nodes, nested functions and lambdas left out. A function given alone stands for its body. */
export const callsWithin = (roots: readonly Node[]): readonly Call[] => nodesWithin(roots, 'Call');

/** As `callsWithin`, of any kind; what a function runs itself is listed once for a file. */
export function nodesWithin<K extends NodeKind>(roots: readonly Node[], kind: K): readonly NodeOfKind<K>[] {
  const only = roots.length === 1 ? roots[0] : undefined;
  const fn = only !== undefined && isDef(only) ? only : functionOfBody(roots);
  const module = fn && moduleOf(fn);
  const found: Node[] = [];
  if (fn === undefined || module === undefined)
    walkOwnCode(unwrap(only, roots), (node) => {
      if (node.kind === kind) found.push(node);
      return undefined;
    });
  // Only nodes of the kind are listed under it.
  return (module && fn ? (byFunction(module, kind).get(fn) ?? NONE) : found) as readonly NodeOfKind<K>[];
}

const NONE: readonly Node[] = [];

const isDef = (node: Node): node is FunctionDef | AsyncFunctionDef =>
  node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef';

/** The function of which these are all statements. */
function functionOfBody(roots: readonly Node[]): FunctionDef | AsyncFunctionDef | undefined {
  const parent = roots[0]?.parent;
  return parent !== undefined && isDef(parent) && parent.body === roots ? parent : undefined;
}

function unwrap(only: Node | undefined, roots: readonly Node[]): readonly Node[] {
  if (only !== undefined && isDef(only)) return only.body;
  return only?.kind === 'Lambda' ? [only.body] : roots;
}

function moduleOf(node: Node): Module | undefined {
  let at = node;
  while (at.parent !== undefined) at = at.parent;
  return at.kind === 'Module' ? at : undefined;
}

/** The nodes of a kind by the function that runs them: several rules ask for those of all functions, and a walk of each is dear. */
function byFunction(module: Module, kind: NodeKind): ReadonlyMap<Node | undefined, readonly Node[]> {
  const kinds = known(module);
  const found = kinds.get(kind) ?? groupBy<Node, Node | undefined>(nodesOf(module, kind), runnerOf);
  kinds.set(kind, found);
  return found;
}

const known = memoize((_: Module) => new Map<NodeKind, ReadonlyMap<Node | undefined, readonly Node[]>>());

/** The function that runs a node of its own code: none for what a lambda holds, and for decorators and defaults. */
export function runnerOf(call: Node): FunctionDef | AsyncFunctionDef | undefined {
  let child: Node = call;
  for (const at of ancestors(call)) {
    if (isDef(at)) return isInBlock(at.body, child) ? at : undefined;
    if (at.kind === 'Lambda') return undefined;
    child = at;
  }
  return undefined;
}

function isFunction(node: Node): boolean {
  return isDef(node) || node.kind === 'Lambda';
}
