import type { Node } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** Whether one node has run whenever another one does: it precedes it, under no test whose outcome is not known there too. */
export function hasRunBy(first: Node, second: Node, { flow }: SemanticModel): boolean {
  if (!flow.precedes(first, second)) return false;
  const known = new Set(flow.conditionsAt(second).map(({ test }) => test));
  return flow.conditionsAt(first).every(({ test }) => known.has(test));
}
