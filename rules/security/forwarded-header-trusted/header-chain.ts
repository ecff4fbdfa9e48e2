/** Headers to which each proxy appends what it saw: `X-Forwarded-For: client, first proxy`. */
import { type Expression, holds, lastName, type Node } from '#ast';
import type { SemanticModel } from '#semantics';

/** `chain.split(",")[-1]`: behind a proxy that appends, that is what the proxy saw. */
export const takesLastOfChain = (read: Expression, model: SemanticModel): boolean =>
  takesElement(read, true, model) && !takesElement(read, false, model);

/** `chain.split(",")[0]`: what the client wrote, no matter who appends to it. */
export const takesFirstOfChain = (read: Expression, model: SemanticModel): boolean => takesElement(read, false, model);

function takesElement(read: Expression, isLast: boolean, { context, values }: SemanticModel): boolean {
  const fn = context.defAround(read);
  const isElement = (node: Node): boolean => {
    if (node.kind !== 'Subscript') return false;
    const index = values.fold(node.slice);
    return index?.kind === 'int' && (index.value === -1n) === isLast && isOfList(node.value);
  };
  return fn !== undefined && holds(fn, isElement);
}

/** What is split here, or has a name by now. */
const isOfList = (node: Expression): boolean =>
  node.kind === 'Name' || (node.kind === 'Call' && /^r?split$/.test(lastName(node.func) ?? ''));
