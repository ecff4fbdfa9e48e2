import { firstIndex } from '../../collections/index.ts';
import type { Node, NodeOfKind, Stmt } from '../nodes.generated.ts';
import { ancestors } from '../visit.ts';

/**
 * The lists of statements that a node holds itself, in source order: a body, and what follows `else` and `finally`. Handlers
 * and cases are nodes of their own.
 */
export function blocksOf(node: Node): readonly (readonly Stmt[])[] {
  switch (node.kind) {
    case 'Module':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
    case 'With':
    case 'AsyncWith':
    case 'ExceptHandler':
    case 'match_case':
      return [node.body];
    case 'If':
    case 'For':
    case 'AsyncFor':
    case 'While':
      return [node.body, node.orelse];
    case 'Try':
    case 'TryStar':
      return [node.body, node.orelse, node.finalbody];
    default:
      return NO_BLOCKS;
  }
}

const NO_BLOCKS: readonly (readonly Stmt[])[] = [];
const NOTHING: readonly Stmt[] = [];

/** The list of statements that a statement is in; empty for what is no statement of its parent. */
export function blockAround(statement: Node): readonly Stmt[] {
  const { parent } = statement;
  if (parent === undefined) return NOTHING;
  return blocksOf(parent).find((block) => isInBlock(block, statement)) ?? NOTHING;
}

/** Whether a node is in a block, by place: blocks of one node do not overlap, and a module's may be long. */
export function isInBlock(block: readonly Node[], { start, end }: Node): boolean {
  const first = block[0];
  const last = block[block.length - 1];
  return first !== undefined && last !== undefined && start >= first.start && end <= last.end;
}

/** What is before a statement in its block; nothing for what is no statement. */
export function statementsBefore(statement: Node): readonly Stmt[] {
  const block = blockAround(statement);
  return block.slice(
    0,
    firstIndex(block, ({ end }) => end > statement.start),
  );
}

/**
 * What runs when a statement is over and nothing leaves: the rest of its block, and of the blocks around it up to the end of
 * the function. Of a loop the next turns are left out, and `end` is the node at which to stop.
 */
export function statementsBehind(statement: Node, end?: Node): readonly Stmt[] {
  const behind = restOfBlock(statement);
  for (const parent of ancestors(statement)) {
    if (parent === end || ENDS.has(parent.kind)) break;
    behind.push(...restOfBlock(parent));
  }
  return behind;
}

function restOfBlock(statement: Node): Stmt[] {
  const block = blockAround(statement);
  return block.slice(firstIndex(block, ({ start }) => start >= statement.end));
}

const ENDS: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'FunctionDef',
  'AsyncFunctionDef',
  'ClassDef',
  'Module',
]);

/**
 * The statements that run one after the other where a list of them does: what a `with` holds, and what a `try` holds that raises
 * again whatever fails, stand in their place.
 */
export function statementsThrough(statements: readonly Stmt[]): readonly Stmt[] {
  return statements.flatMap((statement) => {
    const isOpen = statement.kind === 'With' || statement.kind === 'AsyncWith' || raisesAllAgain(statement);
    // `raisesAllAgain` is true of statements with a body only.
    return isOpen ? statementsThrough((statement as NodeOfKind<'With' | 'AsyncWith' | 'Try'>).body) : [statement];
  });
}

/** A `try` that is as if it were not there: each of its handlers only raises again, and nothing else hangs on it. */
export function raisesAllAgain(node: Node): boolean {
  if ((node.kind !== 'Try' && node.kind !== 'TryStar') || node.orelse.length + node.finalbody.length > 0) return false;
  return node.handlers.every(({ body: [only, ...more] }) => {
    return more.length === 0 && only?.kind === 'Raise' && only.exc === undefined;
  });
}
