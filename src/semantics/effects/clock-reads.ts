/** Where code asks what time it is. */
import type { Node } from '../../ast/index.ts';
import { CLOCKS } from '../../knowledge/clocks.ts';
import type { SemanticModel } from '../model.ts';

/** Whether a node is a call of a clock, by what is called or through whose object. */
export function isClockRead(node: Node, { types }: SemanticModel): boolean {
  return node.kind === 'Call' && CLOCKS.has(types.calleeName(node.func) ?? '');
}
