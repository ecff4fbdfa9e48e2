import type { Operator } from '../../ast/index.ts';
import type { FoldedValue } from '../values.ts';
import { bool, type Folded, float, int, isSmall, MAX_INT_BITS } from './folded.ts';

/** Python's arithmetic on numbers, exact or unknown: what CPython would answer, or nothing. */
export function calculate(op: Operator, left: FoldedValue, right: FoldedValue): Folded {
  if (left.kind === 'bool' && right.kind === 'bool') {
    const logical = calculateBools(op, left.value, right.value);
    if (logical !== undefined) return logical;
  }
  const a = asInt(left);
  const b = asInt(right);
  if (a !== undefined && b !== undefined) return isSmall(a) && isSmall(b) ? calculateInts(op, a, b) : undefined;
  const x = asFloat(left);
  const y = asFloat(right);
  return x === undefined || y === undefined ? undefined : calculateFloats(op, x, y);
}

export function asInt(value: FoldedValue): bigint | undefined {
  if (value.kind === 'int') return value.value;
  return value.kind === 'bool' ? BigInt(value.value) : undefined;
}

/** As `float(value)`; undefined where Python raises OverflowError. */
export function asFloat(value: FoldedValue): number | undefined {
  if (value.kind === 'float') return value.value;
  const whole = asInt(value);
  if (whole === undefined) return undefined;
  const converted = Number(whole);
  return Number.isFinite(converted) ? converted : undefined;
}

function calculateBools(op: Operator, left: boolean, right: boolean): Folded {
  if (op === 'BitAnd') return bool(left && right);
  if (op === 'BitOr') return bool(left || right);
  return op === 'BitXor' ? bool(left !== right) : undefined;
}

function calculateInts(op: Operator, a: bigint, b: bigint): Folded {
  switch (op) {
    case 'Add':
      return int(a + b);
    case 'Sub':
      return int(a - b);
    case 'Mult':
      return int(a * b);
    case 'FloorDiv':
      return b === 0n ? undefined : int(floorDivide(a, b));
    case 'Mod':
      return b === 0n ? undefined : int(a - floorDivide(a, b) * b);
    case 'Div':
      return divideInts(a, b);
    case 'Pow':
      return power(a, b);
    case 'LShift':
      return b >= 0n && b <= MAX_INT_BITS ? int(a << b) : undefined;
    case 'RShift':
      return b >= 0n ? int(a >> (b > MAX_INT_BITS ? BigInt(MAX_INT_BITS + 1) : b)) : undefined;
    case 'BitOr':
      return int(a | b);
    case 'BitXor':
      return int(a ^ b);
    case 'BitAnd':
      return int(a & b);
    case 'MatMult':
      return undefined;
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Only where both are exact doubles is the quotient of doubles the correctly rounded one. */
function divideInts(a: bigint, b: bigint): Folded {
  const x = Number(a);
  const y = Number(b);
  return b !== 0n && Number.isSafeInteger(x) && Number.isSafeInteger(y) ? float(x / y) : undefined;
}

function power(base: bigint, exponent: bigint): Folded {
  if (exponent >= 0n) {
    const bits = base.toString(16).length * 4;
    return exponent * BigInt(bits) <= MAX_INT_BITS * 4 ? int(base ** exponent) : undefined;
  }
  // Other bases depend on the last bit of the platform's `pow`.
  return (base === 2n || base === 10n) && exponent >= -15n ? float(1 / Number(base ** -exponent)) : undefined;
}

function calculateFloats(op: Operator, x: number, y: number): Folded {
  switch (op) {
    case 'Add':
      return float(x + y);
    case 'Sub':
      return float(x - y);
    case 'Mult':
      return float(x * y);
    case 'Div':
      return y === 0 ? undefined : float(x / y);
    case 'FloorDiv':
      return y === 0 ? undefined : float(divideAndRest(x, y).quotient);
    case 'Mod':
      return y === 0 ? undefined : float(divideAndRest(x, y).rest);
    default:
      return undefined;
  }
}

/** CPython's float_divmod, step by step, because the signs of zeros depend on it. */
function divideAndRest(x: number, y: number): { quotient: number; rest: number } {
  let rest = x % y;
  let quotient = (x - rest) / y;
  if (rest === 0) rest = y < 0 ? -0 : 0;
  else if (y < 0 !== rest < 0) {
    rest += y;
    quotient -= 1;
  }
  if (quotient === 0) return { quotient: isNegative(x) !== isNegative(y) ? -0 : 0, rest };
  const floor = Math.floor(quotient);
  return { quotient: quotient - floor > 0.5 ? floor + 1 : floor, rest };
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}
