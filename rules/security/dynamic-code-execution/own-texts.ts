/** Texts of objects that the program makes for itself. */
import { type ClassDef, type Expression, hasUnpackedArguments, holds } from '#ast';
import type { Question } from '#project';
import type { SemanticModel } from '#semantics';
import { constructionsOf } from '#semantics/context/constructions';

/**
 * `rule.condition`, where each object that this file makes of the class has a constant for it: whether another file makes one, or puts
 * another text there.
 */
export function otherTextGiven(text: Expression, model: SemanticModel): Question | undefined {
  const owner = text.kind === 'Attribute' ? model.types.classDefOf(text.value) : undefined;
  if (text.kind !== 'Attribute' || owner === undefined || !isMadeWithConstants(owner, text.attr, model))
    return undefined;
  const to = model.names.fullNameOf(owner);
  return {
    kind: 'any',
    of: [
      { kind: 'is-given', to, parameter: text.attr, besides: model.path },
      { kind: 'attribute-stored', attribute: text.attr },
    ],
  };
}

/** A class of its own whose methods make no objects of it. */
function isMadeWithConstants(owner: ClassDef, attribute: string, model: SemanticModel): boolean {
  const made = constructionsOf(owner, model);
  return (
    made.length > 0 &&
    owner.bases.length === 0 &&
    !holds(owner, (node) => node.kind === 'Name' && node.id === 'cls') &&
    made.every((call) => {
      const given = hasUnpackedArguments(call) ? undefined : model.values.givenArgument(call, attribute, undefined);
      return given !== undefined && model.values.string(given) !== undefined;
    })
  );
}
