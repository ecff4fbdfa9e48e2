/** Whether code asks what kind of object it has before it. */
import { dottedName, type Expression, holds, isWithin, type Name, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** The name that a chain of attributes begins with. */
export function rootOf(value: Expression): string | undefined {
  let root = value;
  while (root.kind === 'Attribute') root = root.value;
  return root.kind === 'Name' ? root.id : undefined;
}

/**
 * Code of the same function asks what kind of object it is, or of what it is an attribute: by then it may be another than its annotation
 * says. Of what kind another attribute of it is says nothing of it.
 */
export function isAskedForKind(value: Expression, { source, context, names }: SemanticModel): boolean {
  const fn = context.defAround(value);
  const id = rootOf(value);
  if (id === undefined) return false;
  const way = dottedName(value) ?? id;
  return nodesOf(source.module, 'Call').some(
    ({ func, args, start, end }) =>
      func.kind === 'Name' &&
      (fn === undefined || isWithin({ start, end }, fn)) &&
      ASKING.has(names.qualifiedName(func) ?? '') &&
      args[0] !== undefined &&
      holds(args[0], (node) => node.kind === 'Name' && node.id === id && `${way}.`.startsWith(`${wholeWay(node)}.`)),
  );
}

/** `order.price` of `order`, where that is what is read of it. */
function wholeWay(name: Name): string {
  let way: Expression = name;
  while (way.parent?.kind === 'Attribute' && way.parent.value === way) way = way.parent;
  return dottedName(way) ?? name.id;
}

const ASKING: ReadonlySet<string> = new Set(
  ['isinstance', 'issubclass', 'hasattr', 'getattr', 'setattr', 'vars', 'type', 'callable'].map(
    (name) => `builtins.${name}`,
  ),
);
