import { ancestors, blockAround, type Node } from '../../ast/index.ts';
import type { BlockExits } from './exits.ts';

/** Whether what stands before a node never lets control come to it. */
export function isUnreachable(node: Node, exits: BlockExits): boolean {
  if (isCutOff(node, exits)) return true;
  for (const at of ancestors(node)) if (isCutOff(at, exits)) return true;
  return false;
}

function isCutOff(at: Node, exits: BlockExits): boolean {
  const block = blockAround(at);
  // Most blocks can be left at their end: nothing in them is cut off.
  if (block.length === 0 || exits.falls(block)) return false;
  return block.some((before) => before.end <= at.start && !exits.falls([before]));
}
