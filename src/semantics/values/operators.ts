import type { Operator, Unaryop } from '../../ast/index.ts';
import type { FoldedValue } from '../values.ts';
import { asInt, calculate } from './arithmetic.ts';
import {
  bool,
  bytes,
  type Folded,
  float,
  hashKey,
  int,
  isTruthy,
  MAX_JOINED,
  mapping,
  sequence,
  str,
} from './folded.ts';
import { formatPercent } from './percent-format.ts';

const MAX_REPEATED = 100_000;

/** `left op right` on constants of any type. */
export function applyBinary(op: Operator, left: FoldedValue, right: FoldedValue): Folded {
  switch (op) {
    case 'Add':
      return concatenate(left, right) ?? calculate(op, left, right);
    case 'Mult':
      return repeat(left, right) ?? repeat(right, left) ?? calculate(op, left, right);
    case 'Mod':
      return left.kind === 'str' ? formatPercent(left.value, right) : calculate(op, left, right);
    case 'BitOr':
    case 'BitAnd':
    case 'BitXor':
    case 'Sub':
      return combineSets(op, left, right) ?? calculate(op, left, right);
    default:
      return calculate(op, left, right);
  }
}

export function applyUnary(op: Unaryop, operand: FoldedValue): Folded {
  if (op === 'Not') return bool(!isTruthy(operand));
  if (operand.kind === 'float') {
    if (op === 'Invert') return undefined;
    return op === 'USub' ? float(-operand.value) : operand;
  }
  const whole = asInt(operand);
  if (whole === undefined) return undefined;
  if (op === 'USub') return int(-whole);
  return op === 'Invert' ? int(~whole) : int(whole);
}

/** Whether two collections are too many together. */
const isTooMany = (left: FoldedValue, right: FoldedValue): boolean => countOf(left) + countOf(right) > MAX_JOINED;

function countOf(value: FoldedValue): number {
  if (value.kind === 'mapping') return value.entries.length;
  return value.kind === 'tuple' || value.kind === 'list' || value.kind === 'set' ? value.elements.length : 0;
}

function concatenate(left: FoldedValue, right: FoldedValue): Folded {
  if (isTooMany(left, right)) return undefined;
  if (left.kind === 'str' && right.kind === 'str') return str(left.value + right.value);
  if (left.kind === 'bytes' && right.kind === 'bytes') return bytes(left.value + right.value);
  if (left.kind === 'tuple' && right.kind === 'tuple') return sequence('tuple', [...left.elements, ...right.elements]);
  if (left.kind === 'list' && right.kind === 'list') return sequence('list', [...left.elements, ...right.elements]);
  return undefined;
}

function repeat(repeated: FoldedValue, count: FoldedValue): Folded {
  const wanted = asInt(count);
  if (wanted === undefined) return undefined;
  const times = wanted < 0n ? 0 : Number(wanted);
  switch (repeated.kind) {
    case 'str':
      return repeated.value.length * times <= MAX_REPEATED ? str(repeated.value.repeat(safe(times))) : undefined;
    case 'bytes':
      return repeated.value.length * times <= MAX_REPEATED ? bytes(repeated.value.repeat(safe(times))) : undefined;
    case 'tuple':
    case 'list': {
      if (repeated.elements.length * times > MAX_REPEATED) return undefined;
      const rounds = Array.from({ length: repeated.elements.length === 0 ? 0 : times }, () => repeated.elements);
      return sequence(repeated.kind, rounds.flat());
    }
    default:
      return undefined;
  }
}

/** The empty string may be repeated any number of times, but `repeat` itself refuses large counts. */
function safe(times: number): number {
  return Math.min(times, MAX_REPEATED);
}

function combineSets(op: 'BitOr' | 'BitAnd' | 'BitXor' | 'Sub', left: FoldedValue, right: FoldedValue): Folded {
  if (isTooMany(left, right)) return undefined;
  if (left.kind === 'mapping' && right.kind === 'mapping' && op === 'BitOr') {
    return mapping([...left.entries, ...right.entries]);
  }
  if (left.kind !== 'set' || right.kind !== 'set') return undefined;
  const inLeft = new Set(left.elements.map(hashKey));
  const inRight = new Set(right.elements.map(hashKey));
  const onlyLeft = left.elements.filter((element) => !inRight.has(hashKey(element)));
  const onlyRight = right.elements.filter((element) => !inLeft.has(hashKey(element)));
  switch (op) {
    case 'BitOr':
      return sequence('set', [...left.elements, ...onlyRight]);
    case 'BitAnd':
      return sequence(
        'set',
        left.elements.filter((element) => inRight.has(hashKey(element))),
      );
    case 'BitXor':
      return sequence('set', [...onlyLeft, ...onlyRight]);
    case 'Sub':
      return sequence('set', onlyLeft);
  }
}
