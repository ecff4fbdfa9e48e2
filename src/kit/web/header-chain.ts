/** Headers to which each proxy appends what it saw: `X-Forwarded-For: client, first proxy`. */
import { type Expression, holds, lastName, type Node } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** `chain.split(",")[-1]`: behind a proxy that appends, that is what the proxy saw. */
export function takesLastOfChain(read: Expression, { context, values }: SemanticModel): boolean {
  const fn = context.defAround(read);
  if (fn === undefined) return false;
  const isElement = (node: Node, isLast: boolean): boolean => {
    if (node.kind !== 'Subscript') return false;
    const index = values.fold(node.slice);
    return index?.kind === 'int' && (index.value === -1n) === isLast && isOfList(node.value);
  };
  return holds(fn, (node) => isElement(node, true)) && !holds(fn, (node) => isElement(node, false));
}

/** What is split here, or has a name by now. */
const isOfList = (node: Expression): boolean =>
  node.kind === 'Name' || (node.kind === 'Call' && /^r?split$/.test(lastName(node.func) ?? ''));
