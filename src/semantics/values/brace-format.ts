import type { FoldedValue } from '../values.ts';
import { type Folded, str } from './folded.ts';
import type { FormatGiven, Misfit } from './format-given.ts';
import { convert, formatValue, refusesSpec } from './format-spec.ts';
import { type BraceField, bracesIn, readBraceTemplate, type Template } from './format-template.ts';

const CONVERSIONS = { s: 115, r: 114, a: 97 };

/** `template.format(*positional, **named)`; fields with attributes or keys are unknown. */
export function formatBraces(
  text: string,
  positional: readonly FoldedValue[],
  named: ReadonlyMap<string, FoldedValue>,
): Folded {
  const template = readBraceTemplate(text);
  const given = { positional, named: { values: named, isOpen: false } };
  const shown = misfitOfBraces(template, given) === undefined ? shownBy(template.pieces, given) : undefined;
  return shown === undefined ? undefined : str(shown);
}

/** The first reason for which CPython raises. */
export function misfitOfBraces({ pieces, fault }: Template<BraceField>, given: FormatGiven): Misfit | undefined {
  if (fault !== undefined) return { kind: 'faulty template', fault };
  const fields = bracesIn(pieces);
  const { positional, named } = given;
  const wanted = fields.reduce((most, { root }) => (typeof root === 'number' ? Math.max(most, root + 1) : most), 0);
  if (positional !== undefined && wanted > positional.length)
    return { kind: 'count', wanted, given: positional.length };
  const missing = fields.find(({ root }) => typeof root === 'string' && named?.values.has(root) !== true)?.root;
  if (typeof missing === 'string' && named?.isOpen !== true) return { kind: 'missing name', name: missing };
  for (const field of fields) {
    const value = valueIn(field, given);
    const format = shownBy(field.spec, given);
    if (value !== undefined && format !== undefined && refusesSpec(value, format))
      return { kind: 'refused value', format: `:${format}`, value };
  }
  return undefined;
}

function valueIn({ root, path, conversion }: BraceField, { positional, named }: FormatGiven): Folded {
  const value = typeof root === 'number' ? positional?.[root] : named?.values.get(root);
  if (path !== '' || value === undefined) return undefined;
  return convert(value, conversion === undefined ? -1 : CONVERSIONS[conversion]);
}

function shownBy(pieces: readonly (string | BraceField)[], given: FormatGiven): string | undefined {
  let result = '';
  for (const piece of pieces) {
    const value = typeof piece === 'string' ? undefined : valueIn(piece, given);
    const spec = typeof piece === 'string' ? undefined : shownBy(piece.spec, given);
    const shown =
      typeof piece === 'string' ? piece : value && spec !== undefined ? formatValue(value, spec) : undefined;
    if (shown === undefined) return undefined;
    result += shown;
  }
  return result;
}
