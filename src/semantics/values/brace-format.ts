import type { FoldedValue } from '../values.ts';
import { type Folded, str } from './folded.ts';
import { convert, formatValue } from './format-spec.ts';

const FIELD = /\{([a-zA-Z_]\w*|\d*)(?:!([rsa]))?(?::([^{}]*))?\}/y;
const CONVERSIONS: Readonly<Record<string, number>> = { s: 115, r: 114, a: 97 };

/** `template.format(*positional, **named)`; fields with attributes, keys or nested specs are unknown. */
export function formatBraces(
  template: string,
  positional: readonly FoldedValue[],
  named: ReadonlyMap<string, FoldedValue>,
): Folded {
  let result = '';
  let automatic = 0;
  let usesNumbers = false;
  for (let at = 0; at < template.length; ) {
    const brace = nextBrace(template, at);
    result += template.slice(at, brace);
    if (brace === template.length) break;
    if (template[brace + 1] === template[brace]) {
      result += template[brace];
      at = brace + 2;
      continue;
    }
    FIELD.lastIndex = brace;
    const match = FIELD.exec(template);
    if (match === null) return undefined;
    const [, field = '', conversion, spec = ''] = match;
    if (/^\d+$/.test(field)) usesNumbers = true;
    const value = /^[a-zA-Z_]/.test(field) ? named.get(field) : positional[field === '' ? automatic++ : Number(field)];
    const shown = value === undefined ? undefined : formatField(value, conversion, spec);
    if (shown === undefined) return undefined;
    result += shown;
    at = FIELD.lastIndex;
  }
  return usesNumbers && automatic > 0 ? undefined : str(result);
}

function nextBrace(template: string, from: number): number {
  for (let at = from; at < template.length; at++) if (template[at] === '{' || template[at] === '}') return at;
  return template.length;
}

function formatField(value: FoldedValue, conversion: string | undefined, spec: string): string | undefined {
  const converted = convert(value, conversion === undefined ? -1 : (CONVERSIONS[conversion] ?? -1));
  return converted === undefined ? undefined : formatValue(converted, spec);
}
