/** Walks the code that runs when these nodes run: what nested functions and lambdas hold is left out. */
import { type Call, type Expression, type Node, walk } from '../../ast/index.ts';

/**
 * Calls `enter` with every node below `roots`, the roots included, in source order. A function given as a root stands
 * for its body; one met on the way is entered as a node, with nothing below it.
 */
export function walkOwnCode(roots: readonly Node[], enter: (node: Node) => 'skip' | undefined): void {
  for (const root of roots) {
    const body = bodyOf(root);
    if (body === undefined)
      walk(root, (node) => (enter(node) === 'skip' || bodyOf(node) !== undefined ? 'skip' : undefined));
    else walkOwnCode(body, enter);
  }
}

/** All calls below these nodes, nested functions and lambdas left out. */
export function callsWithin(roots: readonly Node[]): readonly Call[] {
  const calls: Call[] = [];
  walkOwnCode(roots, (node) => {
    if (node.kind === 'Call') calls.push(node);
    return undefined;
  });
  return calls;
}

function bodyOf(node: Node): readonly (Node | Expression)[] | undefined {
  if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return node.body;
  return node.kind === 'Lambda' ? [node.body] : undefined;
}
