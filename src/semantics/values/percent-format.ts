import type { FoldedValue } from '../values.ts';
import { asFloat, asInt } from './arithmetic.ts';
import { type Folded, str } from './folded.ts';
import { fixedDigits, type Layout, pad } from './format-spec.ts';
import { reprOf, textOf } from './text-of.ts';

const CONVERSION = /%(?:\(([^()]*)\))?([-+ #0]*)((?:[1-9]\d*)?)(?:\.(\d*))?[hlL]?([a-zA-Z%])/y;
const MAX_WIDTH = 10_000;

/** `template % operand` with `%s %r %d %i %u %x %X %o %f %F %%`; other conversions and `*` widths are unknown. */
export function formatPercent(template: string, operand: FoldedValue): Folded {
  const source = new Operands(operand);
  let result = '';
  for (let at = 0; at < template.length; ) {
    const percent = template.indexOf('%', at);
    if (percent < 0) {
      result += template.slice(at);
      break;
    }
    result += template.slice(at, percent);
    CONVERSION.lastIndex = percent;
    const match = CONVERSION.exec(template);
    const shown = match === null ? undefined : formatOne(match, source);
    if (shown === undefined) return undefined;
    result += shown;
    at = CONVERSION.lastIndex;
  }
  return source.isUsedUp ? str(result) : undefined;
}

/** The right side: a tuple is taken one by one, a mapping by key, anything else is the one operand. */
class Operands {
  readonly #positional: readonly FoldedValue[];
  readonly #named: ReadonlyMap<string, FoldedValue> | undefined;
  #taken = 0;

  constructor(operand: FoldedValue) {
    this.#positional = operand.kind === 'tuple' ? operand.elements : [operand];
    if (operand.kind === 'mapping') {
      this.#named = new Map(
        operand.entries.flatMap(([key, value]) => (key.kind === 'str' ? [[key.value, value]] : [])),
      );
    }
  }

  take(key: string | undefined): Folded {
    return key === undefined ? this.#positional[this.#taken++] : this.#named?.get(key);
  }

  /** Python raises when operands are left over, unless the operand is a mapping. */
  get isUsedUp(): boolean {
    return this.#named !== undefined || this.#taken === this.#positional.length;
  }
}

function formatOne(match: RegExpExecArray, operands: Operands): string | undefined {
  const [whole, key, flags = '', widthText, precisionText, type = ''] = match;
  if (type === '%') return whole === '%%' ? '%' : undefined;
  const value = operands.take(key);
  const width = Number(widthText);
  const precision = precisionText === undefined ? undefined : Number(precisionText);
  if (value === undefined || width > MAX_WIDTH || (precision ?? 0) > 60 || flags.includes('#')) return undefined;
  if (type === 's' || type === 'r') {
    const text = type === 's' ? textOf(value) : reprOf(value);
    if (text === undefined) return undefined;
    const shown = precision === undefined ? text : [...text].slice(0, precision).join('');
    return pad('', shown, { fill: ' ', align: flags.includes('-') ? '<' : '>', width });
  }
  return formatNumber(value, type, flags, width, precision);
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
