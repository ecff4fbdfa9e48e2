/** What the calls of a file give to the parameters of its functions. */
import type { Expression, Name } from '../../ast/index.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { positionalNames } from './handed-on.ts';

/** What each call in this file gives to the parameter that the name means; none where a call leaves it to the default. */
export function argumentsOfCalls(name: Name, model: SemanticModel): readonly Expression[] {
  const fn = model.names.parameterOf(name) === undefined ? undefined : model.context.defAround(name);
  if (fn === undefined) return [];
  const position = positionalNames(fn, model).indexOf(name.id);
  const calls = callsOfFunction(model, fn);
  const given = calls.flatMap(
    (call) => model.values.givenArgument(call, name.id, position < 0 ? undefined : position) ?? [],
  );
  return given.length === calls.length ? given : [];
}
