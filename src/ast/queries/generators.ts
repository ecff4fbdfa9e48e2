import type { AsyncFunctionDef, FunctionDef } from '../nodes.generated.ts';
import { walk } from '../visit.ts';

/** True when the function's own body yields; what functions and classes inside it do does not count. */
export function isGenerator(node: FunctionDef | AsyncFunctionDef): boolean {
  let yields = false;
  for (const statement of node.body) {
    walk(statement, (inner) => {
      if (yields) return 'skip';
      switch (inner.kind) {
        case 'Yield':
        case 'YieldFrom':
          yields = true;
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
    if (yields) return true;
  }
  return false;
}
