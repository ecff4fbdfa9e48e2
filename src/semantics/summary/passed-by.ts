/** Whether a function can come to its end without a node, as its branches and guards show. */
import { type If, isNone, type Node, type Stmt } from '../../ast/index.ts';

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
    if (isGuard(statement)) return true;
  }
  return false;
}

function isGuard({ body }: If): boolean {
  const last = body.at(-1);
  return last?.kind === 'Return' && (last.value === undefined || isNone(last.value));
}

/** Whether every way through a block meets one of the nodes: `if secure: connect_with_tls() else: connect()`. */
export function alwaysMeets(block: readonly Stmt[], nodes: readonly Node[], depth = 0): boolean {
  if (nodes.length === 0 || depth > MAX_DEPTH) return false;
  for (const statement of block) {
    const within = nodes.filter(({ start, end }) => statement.start <= start && end <= statement.end);
    if (statement.kind === 'If') {
      const isMet = alwaysMeets(statement.body, within, depth + 1);
      if (isMet && alwaysMeets(statement.orelse, within, depth + 1)) return true;
      if (isGuard(statement) && !isMet) return false;
    } else if ('body' in statement ? alwaysMeets(statement.body, within, depth + 1) : within.length > 0) return true;
  }
  return false;
}

/** Sources may nest without bound. */
const MAX_DEPTH = 50;
