import type { Node, Stmt } from '../nodes.generated.ts';

/** The list of statements that a statement stands in; empty for what is no statement of its parent. */
export function blockAround(statement: Node): readonly Stmt[] {
  const { parent } = statement;
  if (parent === undefined || parent.kind === 'IfExp' || parent.kind === 'Lambda') return [];
  const blocks: (readonly Stmt[])[] = [];
  if ('body' in parent) blocks.push(parent.body);
  if ('orelse' in parent) blocks.push(parent.orelse);
  if ('finalbody' in parent) blocks.push(parent.finalbody);
  return blocks.find((block) => block.some((other) => other === statement)) ?? [];
}

/** What stands before a statement in its block; nothing for what is no statement. */
export function statementsBefore(statement: Node): readonly Stmt[] {
  return blockAround(statement).filter(({ end }) => end <= statement.start);
}
