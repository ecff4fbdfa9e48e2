import { memoize } from '../../collections/index.ts';
import type { AsyncFunctionDef, FunctionDef, Stmt } from '../nodes.generated.ts';
import { walk } from '../visit.ts';

/** True when the function's own body yields; what functions and classes inside it do does not count. */
export const isGenerator = memoize((node: FunctionDef | AsyncFunctionDef) => node.body.some(holdsYield));

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
