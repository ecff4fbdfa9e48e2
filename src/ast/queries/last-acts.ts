import type { Node, Stmt } from '../nodes.generated.ts';
import { ancestors } from '../visit.ts';
import { lastName } from './attribute-chain.ts';
import { statementsBehind } from './blocks.ts';

/**
 * Whether the function (or the module) does nothing behind a node but to end: return, raise, exit or say so. What is in
 * a loop is done again.
 */
export function isLastAct(node: Node): boolean {
  for (const outer of ancestors(node)) {
    if (outer.kind === 'For' || outer.kind === 'While' || outer.kind === 'AsyncFor') return false;
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') break;
  }
  return statementsBehind(node).every(isEnding);
}

const ENDING_CALLS = /^(exit|_exit|info|debug|warning|error|exception|print|echo|secho)$/;

function isEnding(statement: Stmt): boolean {
  if (statement.kind === 'Return' || statement.kind === 'Pass' || statement.kind === 'Raise') return true;
  if (statement.kind === 'If') return statement.body.every(isEnding) && statement.orelse.every(isEnding);
  const call = statement.kind === 'Expr' ? statement.value : undefined;
  return call?.kind === 'Call' && ENDING_CALLS.test(lastName(call.func) ?? '');
}
