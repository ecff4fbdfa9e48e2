import type { FoldedValue } from '../values.ts';
import { asFloat, asInt } from './arithmetic.ts';
import { orderOf } from './comparison.ts';
import { bool, type Folded, float, int, isTruthy, mapping, sequence, str } from './folded.ts';
import { elementsInOrder, type FoldedArguments } from './methods.ts';
import { reprOf, textOf } from './text-of.ts';

type Builtin = (value: FoldedValue) => Folded;

/** Calls of builtins with one constant (`len`, `str`, `int`, `sorted` …), of `dict(key=…)`, and empty constructors. */
export function callBuiltin(name: string, given: FoldedArguments): Folded {
  if (name === 'dict' && given.positional.length === 0) {
    return mapping([...given.named].map(([key, value]) => [{ kind: 'str', value: key }, value]));
  }
  const [value, ...more] = given.positional;
  if (given.named.size > 0) return undefined;
  if (value === undefined) return EMPTY[name]?.();
  if (name === 'int' && more.length > 0) return undefined;
  if ((name === 'min' || name === 'max') && more.length > 0) return extreme(name, given.positional);
  return more.length === 0 ? BUILTINS[name]?.(value) : undefined;
}

export function isKnownBuiltin(name: string): boolean {
  return name in BUILTINS || name === 'dict';
}

const EMPTY: Readonly<Record<string, () => Folded>> = {
  str: () => str(''),
  int: () => int(0n),
  float: () => float(0),
  bool: () => bool(false),
  tuple: () => sequence('tuple', []),
  list: () => sequence('list', []),
  set: () => sequence('set', []),
  frozenset: () => sequence('set', []),
};

const BUILTINS: Readonly<Record<string, Builtin>> = {
  str: (value) => ofText(textOf(value)),
  repr: (value) => ofText(reprOf(value)),
  int: toInt,
  float: toFloat,
  bool: (value) => bool(isTruthy(value)),
  len: (value) => {
    if (value.kind === 'set') return int(BigInt(value.elements.length));
    const elements = elementsInOrder(value);
    return elements === undefined ? undefined : int(BigInt(elements.length));
  },
  tuple: (value) => collect('tuple', value),
  list: (value) => collect('list', value),
  set: (value) => (value.kind === 'set' ? value : collect('set', value)),
  frozenset: (value) => (value.kind === 'set' ? value : collect('set', value)),
  sorted: (value) => {
    const elements = value.kind === 'set' ? value.elements : elementsInOrder(value);
    return elements === undefined ? undefined : sort(elements);
  },
  min: (value) => extreme('min', value.kind === 'set' ? value.elements : elementsInOrder(value)),
  max: (value) => extreme('max', value.kind === 'set' ? value.elements : elementsInOrder(value)),
  abs: (value) => {
    const whole = asInt(value);
    if (whole !== undefined) return int(whole < 0n ? -whole : whole);
    return value.kind === 'float' ? float(Math.abs(value.value)) : undefined;
  },
  ord: (value) => {
    const [character, ...more] = value.kind === 'str' ? [...value.value] : [];
    return character === undefined || more.length > 0 ? undefined : int(BigInt(character.codePointAt(0) ?? 0));
  },
};

function ofText(text: string | undefined): Folded {
  return text === undefined ? undefined : str(text);
}

function toInt(value: FoldedValue): Folded {
  const whole = asInt(value);
  if (whole !== undefined) return int(whole);
  if (value.kind === 'float') return Number.isFinite(value.value) ? int(BigInt(Math.trunc(value.value))) : undefined;
  return value.kind === 'str' && /^\s*[-+]?\d{1,1000}\s*$/.test(value.value) && !value.value.includes('\ufeff')
    ? int(BigInt(value.value.trim().replace(/^\+/, '')))
    : undefined;
}

function toFloat(value: FoldedValue): Folded {
  const number = asFloat(value);
  if (number !== undefined) return float(number);
  if (value.kind !== 'str') return undefined;
  const text = value.value.trim().toLowerCase();
  if (/^[-+]?inf(?:inity)?$/.test(text)) return float(text.startsWith('-') ? -Infinity : Infinity);
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/.test(text) ? float(Number(text)) : undefined;
}

function collect(kind: 'tuple' | 'list' | 'set', value: FoldedValue): Folded {
  const elements = elementsInOrder(value);
  return elements === undefined ? undefined : sequence(kind, elements);
}

function sort(elements: readonly FoldedValue[]): Folded {
  return areOrdered(elements)
    ? sequence(
        'list',
        elements.toSorted((a, b) => orderOf(a, b) ?? 0),
      )
    : undefined;
}

function extreme(name: 'min' | 'max', elements: readonly FoldedValue[] | undefined): Folded {
  if (elements === undefined || !areOrdered(elements)) return undefined;
  return elements.reduce<Folded>((best, each) => {
    const order = best === undefined ? -1 : (orderOf(each, best) ?? 0);
    return best === undefined || (name === 'min' ? order < 0 : order > 0) ? each : best;
  }, undefined);
}

/** All numbers, all text or all bytes: what can be compared pairwise without surprises. */
function areOrdered(elements: readonly FoldedValue[]): boolean {
  const [first] = elements;
  if (first === undefined) return true;
  if (first.kind === 'str' || first.kind === 'bytes') return elements.every((each) => each.kind === first.kind);
  return elements.every((each) => each.kind === 'int' || each.kind === 'float' || each.kind === 'bool');
}
