/** Whether code asks what kind of object it has before it. */
import { type Expression, holds, isWithin, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** The name that a chain of attributes begins with. */
export function rootOf(value: Expression): string | undefined {
  let root = value;
  while (root.kind === 'Attribute') root = root.value;
  return root.kind === 'Name' ? root.id : undefined;
}

/** Code of the same function asks what kind of object it is: by then it may be another than its annotation says. */
export function isAskedForKind(value: Expression, { source, context, names }: SemanticModel): boolean {
  const fn = context.defAround(value);
  const id = rootOf(value);
  if (id === undefined) return false;
  return nodesOf(source.module, 'Call').some(
    ({ func, args, start, end }) =>
      func.kind === 'Name' &&
      (fn === undefined || isWithin({ start, end }, fn)) &&
      ASKING.has(names.qualifiedName(func) ?? '') &&
      args[0] !== undefined &&
      holds(args[0], (node) => node.kind === 'Name' && node.id === id),
  );
}

const ASKING: ReadonlySet<string> = new Set(
  ['isinstance', 'issubclass', 'hasattr', 'getattr', 'setattr', 'vars', 'type', 'callable'].map(
    (name) => `builtins.${name}`,
  ),
);
