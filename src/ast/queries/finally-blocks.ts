import type { Node } from '../nodes.generated.ts';
import { ancestors } from '../visit.ts';

/** True for a node that is in the `finally` of a `try` of its own function. */
export function isInFinally(node: Node): boolean {
  let child = node;
  for (const parent of ancestors(node)) {
    if (parent.kind === 'FunctionDef' || parent.kind === 'AsyncFunctionDef' || parent.kind === 'Lambda') return false;
    const isTry = parent.kind === 'Try' || parent.kind === 'TryStar';
    if (isTry && parent.finalbody.some((statement) => statement === child)) return true;
    child = parent;
  }
  return false;
}
