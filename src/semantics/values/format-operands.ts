/** What a template is given, as far as the code shows it. */
import type { Call, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { ANY_GIVEN, type FormatGiven, type NamedValues, namedOf } from './format-given.ts';
import { operandOf } from './percent-format.ts';
import { unpackedOptions } from './unpacked-options.ts';

/** The right side of `%`. */
export function operandIn(right: Expression, type: 'str' | 'bytes', model: SemanticModel): FormatGiven {
  const folded = model.values.fold(right);
  if (folded !== undefined) return operandOf(folded, type);
  const made = model.flow.whole(right);
  switch (made.kind) {
    case 'Tuple':
      return { positional: valuesOf(made.elts, model), named: undefined };
    case 'Dict':
    case 'DictComp':
      return { positional: [undefined], named: namedIn([right], model) };
    case 'List':
    case 'ListComp':
      return { positional: [undefined], named: namedIn([], model) };
    case 'JoinedStr':
    case 'Set':
    case 'SetComp':
    case 'GeneratorExp':
      return { positional: [undefined], named: undefined };
    default:
      return ANY_GIVEN;
  }
}

/** What is given by position. */
export const valuesOf = (given: readonly Expression[], { values }: SemanticModel): FormatGiven['positional'] =>
  given.some(({ kind }) => kind === 'Starred') ? undefined : given.map((each) => values.fold(each));

/** What mappings and keywords hold by name. */
export function namedIn(
  mappings: readonly Expression[],
  model: SemanticModel,
  keywords: Call['keywords'] = [],
): NamedValues {
  const parts = mappings.map((mapping) => namesIn(mapping, model));
  const named = keywords.flatMap(({ arg, value }) =>
    arg === undefined ? [] : [[arg, model.values.fold(value)] as const],
  );
  return {
    values: new Map([...parts.flatMap(({ values }) => [...values]), ...named]),
    isOpen: parts.some(({ isOpen }) => isOpen),
  };
}

/** Of a mapping that is filled elsewhere, a name may have one of several values. */
function namesIn(mapping: Expression, model: SemanticModel): NamedValues {
  const folded = model.values.fold(mapping);
  if (folded?.kind === 'mapping') return namedOf(folded, 'str');
  const { entries, isOpen } = unpackedOptions(mapping, model);
  const isWritten = mapping.kind === 'Dict' && !mapping.keys.includes(undefined);
  return {
    values: new Map(entries.map(({ arg, value }) => [arg, isWritten ? model.values.fold(value) : undefined])),
    isOpen,
  };
}
