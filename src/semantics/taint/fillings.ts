/** What is put into a container after it was made. */
import { argumentValues, type Expression, type Name } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition } from '../names.ts';

const PUTTING: ReadonlySet<string> = new Set(
  'append appendleft add extend extendleft insert setdefault update'.split(' '),
);

/** `clauses.append(text)`, `found["name"] = text`, of a list, set or dict that the definition makes. */
export function valuesPutInto(
  name: Name,
  { value }: Definition,
  { names, types }: SemanticModel,
): readonly Expression[] {
  const isContainer =
    value !== undefined &&
    (value.kind === 'List' ||
      value.kind === 'Dict' ||
      value.kind === 'Set' ||
      (value.kind === 'Call' && MAKING.test(types.calleeName(value.func) ?? '')));
  const binding = isContainer ? names.resolve(name) : undefined;
  return binding === undefined ? [] : putInto(binding);
}

const putInto = memoize(({ references }: Binding): readonly Expression[] =>
  references.flatMap(({ parent }) => {
    if (
      parent?.kind === 'Subscript' &&
      parent.parent?.kind === 'Assign' &&
      parent.parent.targets.some((each) => each === parent)
    )
      return [parent.parent.value];
    if (parent?.kind !== 'Attribute' || !PUTTING.has(parent.attr) || parent.parent?.kind !== 'Call') return [];
    if (parent.parent.func !== parent) return [];
    const values = argumentValues(parent.parent);
    return parent.attr === 'insert' || parent.attr === 'setdefault' ? values.slice(1) : values;
  }),
);

const MAKING = /^(?:builtins\.(?:list|dict|set|bytearray)|collections\.\w+)$/;
