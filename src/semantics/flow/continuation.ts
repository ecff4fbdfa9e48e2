import { ancestors, blocksOf, isWithin, type Node, type Stmt } from '../../ast/index.ts';
import type { Exits } from '../flow.ts';

/** Whether control may come from one node to another further down: no branch that holds only the first always leaves. */
export function mayComeTo(first: Node, second: Node, exitsOf: (body: readonly Stmt[]) => Exits): boolean {
  let isLeavingLoop = false;
  for (const node of ancestors(first)) {
    if (isWithin(second, node)) return !isLeavingLoop && !isOtherBranch(node, first, second);
    if (node.kind === 'Return') return false;
    const block = blocksOf(node).find((statements) => statements.some((statement) => isWithin(first, statement)));
    if (block === undefined) continue;
    const exits = exitsOf(block);
    if (!exits.falls && !exits.breaks && !exits.continues) return false;
    const isLoop = node.kind === 'For' || node.kind === 'AsyncFor' || node.kind === 'While';
    isLeavingLoop = !isLoop && (isLeavingLoop || !exits.falls);
  }
  return true;
}

/** They stand in different branches of one construct, of which one runs. */
function isOtherBranch(node: Node, first: Node, second: Node): boolean {
  if (node.kind === 'Match') {
    const caseOf = (inner: Node) => node.cases.find((each) => isWithin(inner, each));
    return caseOf(first) !== undefined && caseOf(first) !== caseOf(second);
  }
  if (node.kind !== 'If') return false;
  const branchOf = (inner: Node) =>
    blocksOf(node).find((block) => block.some((statement) => isWithin(inner, statement)));
  return branchOf(first) !== undefined && branchOf(first) !== branchOf(second);
}
