/** Parameters that only constants ever fill. */
import { type Expression, parametersOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';

/** A parameter of a function that only this file calls, always with values that it knows. */
export function isConstantAtCalls(name: Expression, model: SemanticModel): boolean {
  const parameter = name.kind === 'Name' ? model.names.parameterOf(name) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return false;
  const own = model.context.classOfMethod(fn) === undefined ? 0 : 1;
  const position = parametersOf(fn).findIndex(({ node, kind }) => node === parameter && kind.startsWith('pos')) - own;
  const given = mentionsOfFunction(model, fn).map(({ parent }) =>
    parent?.kind === 'Call'
      ? model.values.givenArgument(parent, parameter.arg, position < 0 ? undefined : position)
      : undefined,
  );
  return given.length > 0 && given.every((value) => value !== undefined && model.values.possible(value) !== undefined);
}
