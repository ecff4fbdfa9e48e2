/** What the calls of a file give to the parameters of its functions. */
import type { Expression, Name } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { argumentsHandedTo } from '../taint/callers.ts';
import { mentionsOfFunction } from './function-mentions.ts';

/**
 * What each call in this file, and each thread or executor that is given the function, gives to the parameter that the name
 * means; none where one of them leaves it to the default.
 */
export function argumentsOfCalls(name: Name, model: SemanticModel): readonly Expression[] {
  const parameter = model.names.parameterOf(name);
  const fn = parameter === undefined ? undefined : model.context.defAround(name);
  if (parameter === undefined || fn === undefined) return [];
  const runs = mentionsOfFunction(model, fn).filter(
    (mention) =>
      (mention.parent?.kind === 'Call' && mention.parent.func === mention) ||
      model.context.startRunning(mention) !== undefined,
  );
  const given = argumentsHandedTo(parameter, fn, undefined, model);
  return given.length === runs.length ? given : [];
}
