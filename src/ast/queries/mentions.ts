import type { Node } from '../nodes.generated.ts';
import { holds } from '../visit.ts';

/** Whether a variable or an attribute of this name, or of such a name, is at or below a node (or one of several). */
export function mentions(root: Node | readonly Node[], name: string | RegExp): boolean {
  return holds(root, (node) => isNamed(nameOfLoad(node), name));
}

/** `mentions`, and the texts that are there: whether the code has to do with something by any of its words. */
export function mentionsWord(root: Node | readonly Node[], words: RegExp): boolean {
  return holds(root, (node) =>
    isNamed(node.kind === 'Constant' && node.value.kind === 'str' ? node.value.value : nameOfLoad(node), words),
  );
}

function nameOfLoad(node: Node): string | undefined {
  if (node.kind === 'Name') return node.id;
  return node.kind === 'Attribute' ? node.attr : undefined;
}

function isNamed(own: string | undefined, name: string | RegExp): boolean {
  return own !== undefined && (typeof name === 'string' ? own === name : name.test(own));
}
