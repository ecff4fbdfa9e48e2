import type { FoldedValue } from '../values.ts';
import { asFloat, asInt } from './arithmetic.ts';
import { type Folded, str } from './folded.ts';
import { reprOf, textOf } from './text-of.ts';

export interface Layout {
  readonly fill: string;
  readonly align: '<' | '>' | '=' | '^';
  readonly width: number;
}

const MAX_WIDTH = 10_000;
const MAX_PRECISION = 60;
/** Python reads no larger number in a specification. */
const MAX_SIZE = 2 ** 63 - 1;
const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d*[,_]|\d+))?(.)?$/su;

/** `format(value, spec)` for text, whole numbers (`d x X o b`) and decimals (`f F %`); the rest is unknown. */
export function formatValue(value: FoldedValue, spec: string): string | undefined {
  if (spec === '') return textOf(value);
  const parsed = parseSpec(spec);
  if (parsed === undefined || parsed.isRare || parsed.width > MAX_WIDTH || (parsed.precision ?? 0) > MAX_PRECISION)
    return undefined;
  if (value.kind === 'str') return formatText(value.value, parsed);
  if (parsed.type === 'f' || parsed.type === 'F' || parsed.type === '%' || value.kind === 'float') {
    const number = asFloat(value);
    return number === undefined ? undefined : formatFloat(number, parsed);
  }
  const whole = asInt(value);
  return whole === undefined ? undefined : formatInt(whole, parsed);
}

/** Whether `format(value, spec)` raises. */
export function refusesSpec(value: FoldedValue, spec: string): boolean {
  if (spec === '') return false;
  const parsed = parseSpec(spec);
  if (parsed === undefined) return true;
  switch (value.kind) {
    case 'str':
      return refusesText(parsed);
    case 'bool':
    case 'int':
      return refusesInt(value, parsed);
    case 'float':
      return refusesFloat(parsed);
    // They have no formats of their own.
    default:
      return true;
  }
}

const refusesText = ({ type = 's', sign, alternate, align, grouping, isRare }: Spec): boolean =>
  type !== 's' || sign !== '' || alternate || align === '=' || grouping !== undefined || isRare;

function refusesInt(value: FoldedValue, spec: Spec): boolean {
  const { type = 'd', sign, alternate, grouping, precision, isRare } = spec;
  if ('eEfFgG%'.includes(type)) return refusesFloat(spec) || asFloat(value) === undefined;
  if (!'bcdnoxX'.includes(type) || precision !== undefined || isRare) return true;
  if (grouping !== undefined && !(grouping === '_' ? 'dboxX' : 'd').includes(type)) return true;
  const code = asInt(value) ?? -1n;
  return type === 'c' && (sign !== '' || alternate || code < 0n || code > 0x10ffffn);
}

const refusesFloat = ({ type, grouping }: Spec): boolean =>
  type !== undefined && (!'eEfFgGn%'.includes(type) || (type === 'n' && grouping !== undefined));

/** `!r`, `!s`, `!a` as CPython numbers them; -1 is none. */
export function convert(value: FoldedValue, conversion: number): Folded {
  if (conversion === -1) return value;
  // What repr shows is ASCII here, so that `ascii` shows the same.
  const text = conversion === 115 ? textOf(value) : reprOf(value);
  return text === undefined ? undefined : str(text);
}

export function pad(sign: string, body: string, layout: Layout): string {
  const missing = layout.width - [...sign, ...body].length;
  if (missing <= 0) return sign + body;
  switch (layout.align) {
    case '<':
      return sign + body + layout.fill.repeat(missing);
    case '>':
      return layout.fill.repeat(missing) + sign + body;
    case '=':
      return sign + layout.fill.repeat(missing) + body;
    case '^': {
      const before = Math.floor(missing / 2);
      return layout.fill.repeat(before) + sign + body + layout.fill.repeat(missing - before);
    }
  }
}

/** Digits of |value| with `precision` places: exact, halves to even, as CPython rounds (toFixed rounds halves up). */
export function fixedDigits(value: number, precision: number): string {
  const { mantissa, exponent } = decompose(Math.abs(value));
  const scaled = mantissa * 10n ** BigInt(precision);
  const rounded = exponent >= 0 ? scaled << BigInt(exponent) : shiftRounding(scaled, BigInt(-exponent));
  if (precision === 0) return rounded.toString();
  const digits = rounded.toString().padStart(precision + 1, '0');
  return `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

interface Spec {
  readonly fill: string | undefined;
  readonly align: Layout['align'] | undefined;
  readonly sign: string;
  readonly alternate: boolean;
  readonly zero: boolean;
  readonly width: number;
  readonly grouping: string | undefined;
  readonly precision: number | undefined;
  readonly type: string | undefined;
  /** `z` or a grouped fraction, which are for decimals only. */
  readonly isRare: boolean;
}

function parseSpec(spec: string): Spec | undefined {
  const match = SPEC.exec(spec);
  if (match === null || Number(match[7]) > MAX_SIZE || Number.parseInt(match[9] ?? '', 10) > MAX_SIZE) return undefined;
  return {
    fill: match[1],
    // The expression admits only these four.
    align: match[2] as Layout['align'] | undefined,
    sign: match[3] ?? '',
    alternate: match[5] !== undefined,
    zero: match[6] !== undefined,
    width: Number(match[7] ?? 0),
    grouping: match[8],
    precision: match[9] === undefined ? undefined : Number.parseInt(match[9], 10),
    type: match[10],
    isRare: match[4] !== undefined || /[,_]/.test(match[9] ?? ''),
  };
}

function formatText(text: string, spec: Spec): string | undefined {
  if (spec.type !== undefined && spec.type !== 's') return undefined;
  if (spec.align === '=' || spec.sign !== '' || spec.alternate || spec.zero || spec.grouping) return undefined;
  const shown = spec.precision === undefined ? text : [...text].slice(0, spec.precision).join('');
  return pad('', shown, { fill: spec.fill ?? ' ', align: spec.align ?? '<', width: spec.width });
}

const BASES: Readonly<Record<string, { readonly radix: number; readonly prefix: string }>> = {
  d: { radix: 10, prefix: '' },
  x: { radix: 16, prefix: '0x' },
  X: { radix: 16, prefix: '0X' },
  o: { radix: 8, prefix: '0o' },
  b: { radix: 2, prefix: '0b' },
};

function formatInt(value: bigint, spec: Spec): string | undefined {
  const base = BASES[spec.type ?? 'd'];
  if (base === undefined || spec.precision !== undefined) return undefined;
  const magnitude = (value < 0n ? -value : value).toString(base.radix);
  const digits = spec.type === 'X' ? magnitude.toUpperCase() : magnitude;
  const grouped = group(digits, spec);
  if (grouped === undefined) return undefined;
  const sign = signOf(value < 0n, spec) + (spec.alternate ? base.prefix : '');
  return pad(sign, grouped, numberLayout(spec));
}

function formatFloat(value: number, spec: Spec): string | undefined {
  if (spec.alternate || !Number.isFinite(value)) return undefined;
  const isNegative = value < 0 || Object.is(value, -0);
  let digits: string | undefined;
  if (spec.type === undefined) {
    if (spec.precision !== undefined || spec.grouping !== undefined) return undefined;
    digits = textOf({ kind: 'float', value: Math.abs(value) });
  } else if (spec.type === 'f' || spec.type === 'F') digits = group(fixedDigits(value, spec.precision ?? 6), spec);
  else if (spec.type === '%' && Number.isFinite(value * 100)) {
    const percents = group(fixedDigits(value * 100, spec.precision ?? 6), spec);
    digits = percents === undefined ? undefined : `${percents}%`;
  }
  return digits === undefined ? undefined : pad(signOf(isNegative, spec), digits, numberLayout(spec));
}

function signOf(isNegative: boolean, spec: Spec): string {
  if (isNegative) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

function numberLayout(spec: Spec): Layout {
  return {
    fill: spec.fill ?? (spec.zero ? '0' : ' '),
    align: spec.align ?? (spec.zero ? '=' : '>'),
    width: spec.width,
  };
}

/** Grouped digits that are padded with zeros are grouped again with the zeros: left unknown. */
function group(digits: string, spec: Spec): string | undefined {
  if (spec.grouping === undefined) return digits;
  const isDecimal = spec.type === undefined || 'dfF%'.includes(spec.type);
  if (!isDecimal || spec.zero || spec.align === '=') return undefined;
  const [whole = '', fraction] = digits.split('.');
  const grouped = inThrees(whole, spec.grouping);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function inThrees(digits: string, separator: string): string {
  const first = digits.length % 3;
  const threes = digits.slice(first).match(/.{3}/g) ?? [];
  return [...(first === 0 ? [] : [digits.slice(0, first)]), ...threes].join(separator);
}

/** value = mantissa × 2^exponent, exactly. */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

function shiftRounding(value: bigint, bits: bigint): bigint {
  const quotient = value >> bits;
  const rest = value - (quotient << bits);
  const half = 1n << (bits - 1n);
  return rest > half || (rest === half && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}
