import type { Cmpop } from '../../ast/index.ts';
import type { FoldedValue } from '../values.ts';
import { hashKey } from './folded.ts';

/** What Python answers when it compares two constants; undefined where it raises, or where the answer is its own business. */
export function compare(op: Cmpop, left: FoldedValue, right: FoldedValue): boolean | undefined {
  switch (op) {
    case 'Eq':
      return isEqual(left, right);
    case 'NotEq':
      return !isEqual(left, right);
    case 'Lt':
      return isBelow(left, right, false);
    case 'LtE':
      return isBelow(left, right, true);
    case 'Gt':
      return isBelow(right, left, false);
    case 'GtE':
      return isBelow(right, left, true);
    case 'In':
      return isIn(left, right);
    case 'NotIn': {
      const answer = isIn(left, right);
      return answer === undefined ? undefined : !answer;
    }
    case 'Is':
      return isSame(left, right);
    case 'IsNot': {
      const answer = isSame(left, right);
      return answer === undefined ? undefined : !answer;
    }
  }
}

function isEqual(left: FoldedValue, right: FoldedValue): boolean {
  switch (left.kind) {
    case 'tuple':
    case 'list':
      return left.kind === right.kind && areEqual(left.elements, right.elements);
    case 'set':
      return right.kind === 'set' && haveSameKeys(left.elements, right.elements);
    case 'mapping':
      return right.kind === 'mapping' && haveSameEntries(left.entries, right.entries);
    default: {
      const key = hashKey(left);
      return key !== undefined && key === hashKey(right);
    }
  }
}

function areEqual(left: readonly FoldedValue[], right: readonly FoldedValue[]): boolean {
  return left.length === right.length && left.every((value, i) => isEqual(value, right[i] as FoldedValue));
}

function haveSameKeys(left: readonly FoldedValue[], right: readonly FoldedValue[]): boolean {
  const keys = new Set(left.map(hashKey));
  return left.length === right.length && right.every((value) => keys.has(hashKey(value)));
}

type Entries = readonly (readonly [FoldedValue, FoldedValue])[];

function haveSameEntries(left: Entries, right: Entries): boolean {
  if (left.length !== right.length) return false;
  const values = new Map(left.map(([key, value]) => [hashKey(key), value]));
  return right.every(([key, value]) => {
    const other = values.get(hashKey(key));
    return other !== undefined && isEqual(other, value);
  });
}

function isBelow(left: FoldedValue, right: FoldedValue, orEqual: boolean): boolean | undefined {
  const order = orderOf(left, right);
  if (order === undefined) return undefined;
  return orEqual ? order <= 0 : order < 0;
}

/** Negative, zero or positive; undefined for what Python does not order. */
export function orderOf(left: FoldedValue, right: FoldedValue): number | undefined {
  const a = numeric(left);
  const b = numeric(right);
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  if (left.kind === 'str' && right.kind === 'str') return orderOfTexts(left.value, right.value);
  if (left.kind === 'bytes' && right.kind === 'bytes') return orderOfTexts(left.value, right.value);
  if ((left.kind === 'tuple' || left.kind === 'list') && right.kind === left.kind) {
    return orderOfSequences(left.elements, right.elements);
  }
  return undefined;
}

/** JavaScript compares a bigint with a number exactly, as Python does. */
function numeric(value: FoldedValue): bigint | number | undefined {
  if (value.kind === 'int' || value.kind === 'float') return value.value;
  return value.kind === 'bool' ? BigInt(value.value) : undefined;
}

/** By code point; UTF-16 order differs beyond the basic plane. */
function orderOfTexts(left: string, right: string): number {
  if (left === right) return 0;
  let at = 0;
  while (at < left.length && at < right.length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === left.length || at === right.length) return left.length - right.length;
  if (at > 0 && isLowSurrogate(left.charCodeAt(at)) && isLowSurrogate(right.charCodeAt(at))) at--;
  return (left.codePointAt(at) ?? 0) - (right.codePointAt(at) ?? 0);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function orderOfSequences(left: readonly FoldedValue[], right: readonly FoldedValue[]): number | undefined {
  for (const [i, value] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (!isEqual(value, other)) return orderOf(value, other);
  }
  return left.length - right.length;
}

function isIn(element: FoldedValue, container: FoldedValue): boolean | undefined {
  switch (container.kind) {
    case 'str':
      return element.kind === 'str' ? container.value.includes(element.value) : undefined;
    case 'bytes':
      return element.kind === 'bytes' ? container.value.includes(element.value) : undefined;
    case 'tuple':
    case 'list':
      return container.elements.some((each) => isEqual(each, element));
    case 'set':
      return isKey(element, container.elements);
    case 'mapping':
      return isKey(
        element,
        container.entries.map(([key]) => key),
      );
    default:
      return undefined;
  }
}

function isKey(element: FoldedValue, keys: readonly FoldedValue[]): boolean | undefined {
  const wanted = hashKey(element);
  return wanted === undefined ? undefined : keys.some((key) => hashKey(key) === wanted);
}

/** Identity is known only where one side is a singleton. */
function isSame(left: FoldedValue, right: FoldedValue): boolean | undefined {
  if (left.kind !== 'none' && left.kind !== 'bool' && right.kind !== 'none' && right.kind !== 'bool') return undefined;
  return left.kind === right.kind && isEqual(left, right);
}
