import { type AsyncFunctionDef, type FunctionDef, walk } from '../../ast/index.ts';

const known = new WeakMap<FunctionDef | AsyncFunctionDef, boolean>();

/** Whether a function has a `yield` of its own: calling it runs nothing yet. */
export function isGenerator(fn: FunctionDef | AsyncFunctionDef): boolean {
  let found = known.get(fn);
  if (found === undefined) {
    found = fn.body.some((statement) => holdsYield(statement));
    known.set(fn, found);
  }
  return found;
}

function holdsYield(statement: FunctionDef['body'][number]): boolean {
  let found = false;
  walk(statement, (node) => {
    if (found) return 'skip';
    switch (node.kind) {
      case 'Yield':
      case 'YieldFrom':
        found = true;
        return 'skip';
      case 'Lambda':
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
        return 'skip';
      default:
        return undefined;
    }
  });
  return found;
}
