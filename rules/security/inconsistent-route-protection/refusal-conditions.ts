/** What the project has to say before a route counts as one that asks nobody. */
import type { Def } from '#ast';
import type { Condition, Grade, Question } from '#project';
import type { SemanticModel } from '#semantics';
import { isAboutRate } from '../_shared/fewer-protections.ts';

/** Nothing that it leads to may answer 401 or 403, and what others ask may. How often someone comes is another matter. */
export function unlessItRefuses(
  fn: Def,
  protection: string | undefined,
  model: SemanticModel,
  otherwise: Grade = 'keep',
): { readonly when?: Condition } {
  if (protection !== undefined && isAboutRate(protection)) return {};
  // What commands of bots ask is no answer of a server.
  const isServed = model.context.routeOf(fn) !== undefined;
  const qualifiedName = protection === undefined || !isServed ? undefined : model.names.qualifiedNameAt(protection, fn);
  const others: Grade =
    qualifiedName === undefined
      ? 'keep'
      : {
          question: { kind: 'can-refuse', function: qualifiedName, from: model.path },
          yes: 'keep',
          no: 'drop',
          unknown: 'keep',
        };
  return { when: { question: canRefuse(fn, model), yes: 'drop', no: others, unknown: otherwise } };
}

export const canRefuse = (fn: Def, { names }: SemanticModel): Question => ({
  kind: 'can-refuse',
  function: names.fullNameOf(fn),
});
