import type { FoldedValue } from '../values.ts';
import { asFloat, asInt } from './arithmetic.ts';
import { type Folded, str } from './folded.ts';
import { type FormatGiven, type Misfit, namedOf } from './format-given.ts';
import { fixedDigits, type Layout, pad } from './format-spec.ts';
import { type PercentField, readPercentTemplate, type Template } from './format-template.ts';
import { reprOf, textOf } from './text-of.ts';

const MAX_WIDTH = 10_000;

/** `template % operand` with `%s %r %d %i %u %x %X %o %f %F %%`; other conversions and `*` widths are unknown. */
export function formatPercent(text: string, operand: FoldedValue): Folded {
  const template = readPercentTemplate(text);
  const { values, misfit } = fillPercent(template, operandOf(operand, 'str'), 'str');
  if (misfit !== undefined) return undefined;
  let result = '';
  for (const piece of template.pieces) {
    const shown = typeof piece === 'string' ? piece : formatOne(piece, values.get(piece));
    if (shown === undefined) return undefined;
    result += shown;
  }
  return str(result);
}

/** The right side of `%`: a tuple is taken one by one, what can be subscripted by key, anything else is the one operand. */
export function operandOf(operand: FoldedValue, type: 'str' | 'bytes'): FormatGiven {
  if (operand.kind === 'tuple') return { positional: operand.elements, named: undefined };
  const isSubscripted = operand.kind === 'list' || (operand.kind === 'bytes' && type === 'str');
  const named = operand.kind === 'mapping' ? namedOf(operand, type) : undefined;
  return { positional: [operand], named: named ?? (isSubscripted ? { values: new Map(), isOpen: false } : undefined) };
}

/** Gives each field its value as CPython does, up to the first that it raises for. */
export function fillPercent(
  { pieces, fault }: Template<PercentField>,
  given: FormatGiven,
  type: 'str' | 'bytes',
): { readonly values: ReadonlyMap<PercentField, Folded>; readonly misfit: Misfit | undefined } {
  const values = new Map<PercentField, Folded>();
  const fields = pieces.filter((piece) => typeof piece !== 'string');
  if (fault !== undefined) return { values, misfit: { kind: 'faulty template', fault } };
  let rest = given.positional;
  for (const field of fields) {
    const { key } = field;
    if (key !== undefined) {
      const misfit = misfitOfKey(key, given);
      if (misfit !== undefined) return { values, misfit };
      rest = [given.named?.values.get(key)];
    }
    const takes = takenBy(field);
    if (rest !== undefined && rest.length < takes.length) return { values, misfit: countOf(fields, given) };
    const taken = takes.map((format, i) => ({ format, value: rest?.[i] }));
    rest = rest?.slice(takes.length);
    for (const { format, value } of taken)
      if (value !== undefined && refuses(format, value, type))
        return { values, misfit: { kind: 'refused value', format: `%${format}`, value } };
    values.set(field, taken.at(-1)?.value);
  }
  const isLeft = rest !== undefined && rest.length > 0 && given.named === undefined;
  return { values, misfit: isLeft ? countOf(fields, given) : undefined };
}

function misfitOfKey(name: string, { named }: FormatGiven): Misfit | undefined {
  if (named === undefined) return { kind: 'no mapping', name };
  return named.isOpen || named.values.has(name) ? undefined : { kind: 'missing name', name };
}

/** What a field takes from the operands, in order: `*` for a width or precision, then the value. */
const takenBy = ({ width, precision, letter }: PercentField): readonly string[] => [
  ...(width === '*' ? ['*'] : []),
  ...(precision === '*' ? ['.*'] : []),
  letter,
];

const countOf = (fields: readonly PercentField[], { positional }: FormatGiven): Misfit => ({
  kind: 'count',
  wanted: fields.reduce((sum, field) => sum + takenBy(field).length, 0),
  given: positional?.length ?? 0,
});

function refuses(format: string, value: FoldedValue, type: 'str' | 'bytes'): boolean {
  switch (format) {
    case 'r':
    case 'a':
      return false;
    case 's':
    case 'b':
      return type === 'bytes' && value.kind !== 'bytes';
    case 'c':
      return !isCharacter(value, type);
    case 'd':
    case 'i':
    case 'u':
      return value.kind === 'float' ? !Number.isFinite(value.value) : asInt(value) === undefined;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return asFloat(value) === undefined;
    case '*':
      return !isIntOf(64, value);
    case '.*':
      return !isIntOf(32, value);
    default:
      return asInt(value) === undefined;
  }
}

function isIntOf(bits: number, value: FoldedValue): boolean {
  const whole = asInt(value);
  return whole !== undefined && BigInt.asIntN(bits, whole) === whole;
}

function isCharacter(value: FoldedValue, type: 'str' | 'bytes'): boolean {
  if (value.kind === 'str' || value.kind === 'bytes') return value.kind === type && [...value.value].length === 1;
  const code = asInt(value);
  return code !== undefined && code >= 0n && code <= (type === 'str' ? 0x10ffffn : 0xffn);
}

function formatOne({ letter, flags, width = 0, precision }: PercentField, value: Folded): string | undefined {
  if (value === undefined || width === '*' || precision === '*') return undefined;
  if (width > MAX_WIDTH || (precision ?? 0) > 60 || flags.includes('#')) return undefined;
  if (letter === 's' || letter === 'r') {
    const text = letter === 's' ? textOf(value) : reprOf(value);
    if (text === undefined) return undefined;
    const shown = precision === undefined ? text : [...text].slice(0, precision).join('');
    return pad('', shown, { fill: ' ', align: flags.includes('-') ? '<' : '>', width });
  }
  return formatNumber(value, letter, flags, width, precision);
}

function formatNumber(
  value: FoldedValue,
  type: string,
  flags: string,
  width: number,
  precision: number | undefined,
): string | undefined {
  const layout: Layout = flags.includes('-')
    ? { fill: ' ', align: '<', width }
    : { fill: flags.includes('0') ? '0' : ' ', align: flags.includes('0') ? '=' : '>', width };
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  if (type === 'f' || type === 'F') {
    const number = asFloat(value);
    if (number === undefined || !Number.isFinite(number)) return undefined;
    const isNegative = number < 0 || Object.is(number, -0);
    return pad(isNegative ? '-' : plus, fixedDigits(number, precision ?? 6), layout);
  }
  const whole = wholeNumber(value, type);
  if (whole === undefined || precision !== undefined) return undefined;
  const digits = (whole < 0n ? -whole : whole).toString(type === 'x' || type === 'X' ? 16 : type === 'o' ? 8 : 10);
  return pad(whole < 0n ? '-' : plus, type === 'X' ? digits.toUpperCase() : digits, layout);
}

/** `%d` takes floats and cuts them; `%x` does not. */
function wholeNumber(value: FoldedValue, type: string): bigint | undefined {
  if (!'diuxXo'.includes(type)) return undefined;
  if (value.kind !== 'float') return asInt(value);
  return 'diu'.includes(type) && Number.isFinite(value.value) ? BigInt(Math.trunc(value.value)) : undefined;
}
