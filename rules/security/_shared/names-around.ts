import type { Node } from '#ast';
import type { SemanticModel } from '#semantics';

/** The names of the class and of the function that a node is in, which often say what its code is for. */
export function namesAround(node: Node, { context }: SemanticModel): readonly string[] {
  return [context.classAround(node), context.defAround(node)].flatMap((each) => each?.name ?? []);
}
