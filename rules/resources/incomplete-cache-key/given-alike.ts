/** Parameters for which all calls of a file give the same. */
import { type Call, type Def, parametersOf } from '#ast';
import type { FoldedValue, SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';

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
    return shown(value === undefined ? undefined : values.fold(value));
  };
  const [first, ...others] = binding.references.map((reference) =>
    reference.parent?.kind === 'Call' && reference.parent.func === reference ? given(reference.parent) : undefined,
  );
  return first !== undefined && others.every((each) => each === first);
}

/** Whether each call of the file gives the parameter what one statement unpacks together with what it gives another: `start, end = hours(day)`. */
export function isGivenTogether(fn: Def, name: string, others: readonly string[], model: SemanticModel): boolean {
  const parameters = parametersOf(fn).slice(model.context.classOfMethod(fn) === undefined ? 0 : 1);
  const unpacking = (call: Call, each: string) => {
    const given = model.values.givenArgument(
      call,
      each,
      parameters.findIndex((parameter) => parameter.name === each),
    );
    const [only, second] = (given?.kind === 'Name' && model.names.resolve(given)?.definitions) || [];
    return second === undefined && only?.partOf !== undefined ? only.statement : undefined;
  };
  const calls = callsOfFunction(model, fn);
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const statement = unpacking(call, name);
      return statement !== undefined && others.some((each) => unpacking(call, each) === statement);
    })
  );
}

const shown = (value: FoldedValue | undefined): string | undefined =>
  value !== undefined && 'value' in value ? `${value.kind} ${value.value}` : undefined;
