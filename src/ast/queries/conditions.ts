import type { Expression, Node } from '../nodes.generated.ts';
import { ancestors } from '../visit.ts';

/**
 * The tests of the `if` statements and conditionals around a node, nearest first, up to `end` or the function around it: what
 * they ask was decided before. Of a test itself they are those around it.
 */
export function conditionsAround(node: Node, end?: Node): readonly Expression[] {
  const tests: Expression[] = [];
  let child = node;
  for (const outer of ancestors(node)) {
    if (outer === end || outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') break;
    if ((outer.kind === 'If' || outer.kind === 'IfExp') && outer.test !== child) tests.push(outer.test);
    child = outer;
  }
  return tests;
}
