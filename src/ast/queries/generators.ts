import { memoize } from '../../collections/index.ts';
import type { AsyncFunctionDef, FunctionDef, Module, Node } from '../nodes.generated.ts';
import { ancestors, nodesOf } from '../visit.ts';
import { isInBlock } from './blocks.ts';

/** True when the function's own body yields; what functions and classes inside it do does not count. */
export function isGenerator(fn: FunctionDef | AsyncFunctionDef): boolean {
  let root: Node = fn;
  while (root.parent !== undefined) root = root.parent;
  return root.kind === 'Module' && generatorsOf(root).has(fn);
}

const generatorsOf = memoize((module: Module): ReadonlySet<Node> => {
  const yields = [...nodesOf(module, 'Yield'), ...nodesOf(module, 'YieldFrom')];
  return new Set(yields.flatMap((each) => yielderOf(each) ?? []));
});

function yielderOf(each: Node): Node | undefined {
  let child = each;
  for (const at of ancestors(each)) {
    if (at.kind === 'ClassDef' || at.kind === 'Lambda') return undefined;
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return isInBlock(at.body, child) ? at : undefined;
    child = at;
  }
  return undefined;
}
