import { memoize } from '../../collections/index.ts';
import type { FoldedValue } from '../values.ts';

/** Makes folded values, within limits that keep hostile constants (`"a" * 10**9`) from costing memory. */
export type Folded = FoldedValue | undefined;
export type SequenceKind = 'tuple' | 'list' | 'set';

const MAX_TEXT = 200_000;
const MAX_WEIGHT = 1_000_000;
const MAX_NESTING = 50;
/** What is put together of others is copied, and each of thousands of lines may add one to what the line before has. */
export const MAX_JOINED = 1_000;
export const MAX_INT_BITS = 4096;
const MAX_INT = 1n << BigInt(MAX_INT_BITS);

export const NONE: FoldedValue = { kind: 'none' };
const TRUE: FoldedValue = { kind: 'bool', value: true };
const FALSE: FoldedValue = { kind: 'bool', value: false };

export function bool(value: boolean): FoldedValue {
  return value ? TRUE : FALSE;
}

export function int(value: bigint): Folded {
  return isSmall(value) ? { kind: 'int', value } : undefined;
}

export function isSmall(value: bigint): boolean {
  return value < MAX_INT && value > -MAX_INT;
}

/** NaN is unknown: it is not equal to itself, and nothing here wants to carry that around. */
export function float(value: number): Folded {
  return Number.isNaN(value) ? undefined : { kind: 'float', value };
}

/** Half a surrogate pair is a character of its own in Python but not here: unknown. */
export function str(value: string): Folded {
  return value.length <= MAX_TEXT && !/\p{Surrogate}/u.test(value) ? { kind: 'str', value } : undefined;
}

export function bytes(value: string): Folded {
  return value.length <= MAX_TEXT ? { kind: 'bytes', value } : undefined;
}

export function sequence(kind: SequenceKind, elements: readonly FoldedValue[]): Folded {
  if (kind !== 'set') return measured({ kind, elements });
  const distinct = new Map<string, FoldedValue>();
  for (const element of elements) {
    const key = hashKey(element);
    if (key === undefined) return undefined;
    if (!distinct.has(key)) distinct.set(key, element);
  }
  return measured({ kind, elements: [...distinct.values()] });
}

/** As Python: of equal keys the first stays, with the last value. */
export function mapping(entries: readonly (readonly [FoldedValue, FoldedValue])[]): Folded {
  const distinct = new Map<string, readonly [FoldedValue, FoldedValue]>();
  for (const [key, value] of entries) {
    const hash = hashKey(key);
    if (hash === undefined) return undefined;
    distinct.set(hash, [distinct.get(hash)?.[0] ?? key, value]);
  }
  return measured({ kind: 'mapping', entries: [...distinct.values()] });
}

export function isTruthy(value: FoldedValue): boolean {
  switch (value.kind) {
    case 'none':
      return false;
    case 'bool':
      return value.value;
    case 'int':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'str':
    case 'bytes':
      return value.value !== '';
    case 'tuple':
    case 'list':
    case 'set':
      return value.elements.length > 0;
    case 'mapping':
      return value.entries.length > 0;
  }
}

/** Equal for values that Python hashes and compares as equal (`1`, `1.0`, `True`); undefined for what it cannot hash. */
export function hashKey(value: FoldedValue): string | undefined {
  switch (value.kind) {
    case 'none':
      return 'none';
    case 'bool':
      return value.value ? 'n1' : 'n0';
    case 'int':
      return `n${value.value}`;
    case 'float':
      return Number.isInteger(value.value) ? `n${BigInt(value.value)}` : `f${value.value}`;
    case 'str':
      return `s${value.value}`;
    case 'bytes':
      return `b${value.value}`;
    case 'tuple':
      return joinKeys(value.elements.map(hashKey));
    default:
      return undefined;
  }
}

/** Different for values that print or behave differently (`1`, `1.0` and `True` differ). */
export function identityKey(value: FoldedValue): string {
  switch (value.kind) {
    case 'tuple':
    case 'list':
    case 'set':
      return `${value.kind}${joinKeys(value.elements.map(identityKey))}`;
    case 'mapping':
      return `mapping${joinKeys(value.entries.flat().map(identityKey))}`;
    case 'none':
      return 'none';
    case 'float':
      return Object.is(value.value, -0) ? 'float-0' : `float${value.value}`;
    default:
      return `${value.kind}${value.value}`;
  }
}

export function isMutable(value: FoldedValue): boolean {
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'mapping';
}

function joinKeys(keys: readonly (string | undefined)[]): string | undefined {
  let joined = '(';
  for (const key of keys) {
    if (key === undefined) return undefined;
    joined += `${key.length}:${key},`;
  }
  return `${joined})`;
}

type Collection = Extract<FoldedValue, { readonly kind: SequenceKind | 'mapping' }>;

function measured(value: Collection): Folded {
  const { weight, nesting } = sizeOfCollection(value);
  return weight > MAX_WEIGHT || nesting > MAX_NESTING ? undefined : value;
}

interface Size {
  readonly weight: number;
  readonly nesting: number;
}

/** Collections share their elements, so a few lines can describe gigabytes: each weighs as if written out. */
const sizeOfCollection = memoize((value: Collection): Size => {
  let weight = 1;
  let nesting = 0;
  for (const part of value.kind === 'mapping' ? value.entries.flat() : value.elements) {
    const size = sizeOf(part);
    weight += size.weight;
    if (size.nesting > nesting) nesting = size.nesting;
  }
  return { weight, nesting: nesting + 1 };
});

function sizeOf(value: FoldedValue): Size {
  switch (value.kind) {
    case 'tuple':
    case 'list':
    case 'set':
    case 'mapping':
      return sizeOfCollection(value);
    case 'str':
    case 'bytes':
      return { weight: 1 + value.value.length, nesting: 0 };
    default:
      return { weight: 1, nesting: 0 };
  }
}
