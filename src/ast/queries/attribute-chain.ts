import type { Expression } from '../nodes.generated.ts';
import { stringConstant } from './constants.ts';

/** `f(x).a.b`: what the chain starts from, and the names after it, first one first. */
export interface AttributeChain {
  readonly root: Expression;
  readonly names: readonly string[];
}

/** The attributes that an expression ends in; no names when it ends in none. */
export function attributeChain(node: Expression): AttributeChain {
  const names: string[] = [];
  let root = node;
  while (root.kind === 'Attribute') {
    names.push(root.attr);
    root = root.value;
  }
  return { root, names: names.reverse() };
}

/** `a.b.c` of a name or of attributes of a name; undefined for anything else. */
export function dottedName(node: Expression): string | undefined {
  if (node.kind === 'Name') return node.id;
  const { root, names } = attributeChain(node);
  return root.kind === 'Name' ? `${root.id}.${names.join('.')}` : undefined;
}

/** The last name of a name or attribute: `a.b.c` is called `c`. Undefined for anything else. */
export function lastName(node: Expression): string | undefined {
  if (node.kind === 'Attribute') return node.attr;
  return node.kind === 'Name' ? node.id : undefined;
}

/** The last name of a target or a load: `self._key` is `_key`, `environ["KEY"]` is `KEY`. */
export function nameOfPlace(place: Expression): string | undefined {
  if (place.kind === 'Name') return place.id;
  if (place.kind === 'Attribute') return place.attr;
  return place.kind === 'Subscript' ? stringConstant(place.slice) : undefined;
}
