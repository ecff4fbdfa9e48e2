/** Parameters for which all calls of a file give the same. */
import { type Call, type Def, parametersOf } from '../../ast/index.ts';
import type { FoldedValue, SemanticModel } from '../../semantics/index.ts';

/** Whether the file only calls a function of its module, and each call gives the same text or number for the parameter. */
export function isGivenAlike(fn: Def, name: string, { names, values, context }: SemanticModel): boolean {
  const binding = names.moduleScope.bindings.get(fn.name);
  const isOwn = binding?.definitions.length === 1 && context.defAround(fn) === undefined;
  if (!isOwn || context.classOfMethod(fn) !== undefined || fn.decorator_list.length > 0) return false;
  const parameters = parametersOf(fn);
  const index = parameters.findIndex((each) => each.name === name);
  const given = (call: Call): string | undefined => {
    const bound = values.argument(call, name, index);
    const value =
      bound.kind === 'given' ? bound.value : bound.kind === 'absent' ? parameters[index]?.default : undefined;
    return told(value === undefined ? undefined : values.fold(value));
  };
  const [first, ...others] = binding.references.map((reference) =>
    reference.parent?.kind === 'Call' && reference.parent.func === reference ? given(reference.parent) : undefined,
  );
  return first !== undefined && others.every((each) => each === first);
}

const told = (value: FoldedValue | undefined): string | undefined =>
  value !== undefined && 'value' in value ? `${value.kind} ${value.value}` : undefined;
