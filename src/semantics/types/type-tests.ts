/** Whether code asks what kind of object it has before it. */
import { dottedName, type Expression, holds, isWithin, type Name, nodesOf } from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';

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
export function isTypeTested(value: Expression, model: SemanticModel): boolean {
  const fn = model.context.defAround(value);
  const id = rootOf(value);
  if (id === undefined) return false;
  const whole = dottedName(value) ?? id;
  return typeTests(model).some(
    (call) =>
      (fn === undefined || isWithin(call, fn)) &&
      call.args[0] !== undefined &&
      holds(
        call.args[0],
        (node) => node.kind === 'Name' && node.id === id && `${whole}.`.startsWith(`${wholeName(node)}.`),
      ),
  );
}

const typeTests = memoizeByFile(({ source, names }: SemanticModel) =>
  nodesOf(source.module, 'Call').filter(
    ({ func }) => func.kind === 'Name' && TYPE_TESTS.has(names.qualifiedName(func) ?? ''),
  ),
);

/** `order.price` of `order`, where that is what is read of it. */
function wholeName(name: Name): string {
  let whole: Expression = name;
  while (whole.parent?.kind === 'Attribute' && whole.parent.value === whole) whole = whole.parent;
  return dottedName(whole) ?? name.id;
}

const TYPE_TESTS: ReadonlySet<string> = new Set(
  ['isinstance', 'issubclass', 'hasattr', 'getattr', 'setattr', 'vars', 'type', 'callable'].map(
    (name) => `builtins.${name}`,
  ),
);
