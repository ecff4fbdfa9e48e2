/** Whether a function can come to its end without a node, as its branches and guards show. */
import { type If, isNone, type Node, type Stmt } from '../../ast/index.ts';
import { firstIndex, memoize } from '../../collections/index.ts';

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

const hasGuardBefore = (block: readonly Stmt[], child: Node): boolean => {
  const guard = firstGuard(block).start;
  return guard !== undefined && guard < child.start;
};

/** Each call of a block asks. */
const firstGuard = memoize((block: readonly Stmt[]): { readonly start?: number } => {
  const guard = block.find((statement) => statement.kind === 'If' && isGuard(statement));
  return guard === undefined ? {} : { start: guard.start };
});

function isGuard({ body }: If): boolean {
  const last = body.at(-1);
  return last?.kind === 'Return' && (last.value === undefined || isNone(last.value));
}

/** Whether every path through a block meets one of the nodes: `if secure: connect_with_tls() else: connect()`. */
export const alwaysMeets = (block: readonly Stmt[], nodes: readonly Node[]): boolean =>
  meets(
    block,
    nodes.toSorted((a, b) => a.start - b.start),
    0,
  );

function meets(block: readonly Stmt[], nodes: readonly Node[], depth: number): boolean {
  if (nodes.length === 0 || depth > MAX_DEPTH) return false;
  const indexOf = (offset: number): number => firstIndex(nodes, ({ start }) => start >= offset);
  for (const statement of block) {
    const within = nodes.slice(indexOf(statement.start), indexOf(statement.end));
    if (statement.kind === 'If') {
      const isMet = meets(statement.body, within, depth + 1);
      if (isMet && meets(statement.orelse, within, depth + 1)) return true;
      if (isGuard(statement) && !isMet) return false;
    } else if ('body' in statement ? meets(statement.body, within, depth + 1) : within.length > 0) return true;
  }
  return false;
}

/** Sources may nest without bound. */
const MAX_DEPTH = 50;
