/** Whether a function can come to its end without a node, as its branches and guards show. */
import { isNone, type Node, type Stmt } from '../../ast/index.ts';

/** True in a branch or a handler, and behind `if …: return` without a value. */
export function mayBePassedBy(node: Node): boolean {
  let child = node;
  for (let at = node.parent; at !== undefined; child = at, at = at.parent) {
    if (at.kind === 'If' || at.kind === 'IfExp') {
      if (child !== at.test) return true;
    } else if (at.kind === 'ExceptHandler' || at.kind === 'match_case') return true;
    if ('body' in at && Array.isArray(at.body) && hasGuardBefore(at.body, child)) return true;
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef' || at.kind === 'Lambda') return false;
  }
  return false;
}

function hasGuardBefore(block: readonly Stmt[], child: Node): boolean {
  for (const statement of block) {
    if (statement.start >= child.start) return false;
    if (statement.kind !== 'If') continue;
    const last = statement.body.at(-1);
    if (last?.kind === 'Return' && (last.value === undefined || isNone(last.value))) return true;
  }
  return false;
}
