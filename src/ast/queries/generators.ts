import type { AsyncFunctionDef, FunctionDef, Stmt } from '../nodes.generated.ts';
import { walk } from '../visit.ts';

/** Several questions ask this of every function that is called; the answer lives as long as the tree. */
const known = new WeakMap<FunctionDef | AsyncFunctionDef, boolean>();

/** True when the function's own body yields; what functions and classes inside it do does not count. */
export function isGenerator(node: FunctionDef | AsyncFunctionDef): boolean {
  let yields = known.get(node);
  if (yields === undefined) {
    yields = node.body.some(holdsYield);
    known.set(node, yields);
  }
  return yields;
}

function holdsYield(statement: Stmt): boolean {
  let found = false;
  walk(statement, (inner) => {
    if (found) return 'skip';
    switch (inner.kind) {
      case 'Yield':
      case 'YieldFrom':
        found = true;
        return 'skip';
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
      case 'Lambda':
        return 'skip';
      default:
        return undefined;
    }
  });
  return found;
}
