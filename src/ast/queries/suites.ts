import type { Node } from '../nodes.generated.ts';
import { blocksOf, isInBlock } from './blocks.ts';

/**
 * Where the list of statements ends that a node is certain to be evaluated in: if evaluating it fails, nothing behind it in
 * that list runs. Undefined where it may be passed over: in a lambda, a comprehension, behind `and` or in a branch of an
 * expression.
 */
export function suiteEndOf(node: Node): number | undefined {
  let child = node;
  for (let at = node.parent; at !== undefined; child = at, at = at.parent) {
    if (DEFERRING.has(at.kind)) return undefined;
    if (at.kind === 'IfExp' && child !== at.test) return undefined;
    if (at.kind === 'BoolOp' && child !== at.values[0]) return undefined;
    const inside = child;
    const block = blocksOf(at).find((statements) => isInBlock(statements, inside));
    if (block !== undefined) return block.at(-1)?.end;
  }
  return undefined;
}

const DEFERRING: ReadonlySet<Node['kind']> = new Set([
  ...(['Lambda', 'ListComp', 'SetComp', 'DictComp', 'GeneratorExp'] as const),
]);
