import { ancestors, type Name, type Node, walk } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { FunctionNode } from '../state.ts';

/** The loads in a function of names that belong to the functions around it: what it closes over. */
export function freeNames(fn: FunctionNode, { names }: SemanticModel): readonly Name[] {
  const around = new Set<Node>([...ancestors(fn)].filter(({ kind }) => FUNCTIONS.has(kind)));
  const free: Name[] = [];
  for (const root of around.size === 0 ? [] : fn.kind === 'Lambda' ? [fn.body] : fn.body) {
    walk(root, (node) => {
      if (node.kind !== 'Name' || node.ctx !== 'Load') return;
      const scope = names.resolve(node)?.scope;
      if (scope !== undefined && around.has(scope.node)) free.push(node);
    });
  }
  return free;
}

const FUNCTIONS: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['FunctionDef', 'AsyncFunctionDef', 'Lambda']);
