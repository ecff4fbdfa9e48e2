import type { FoldedValue } from '../values.ts';
import { asInt } from './arithmetic.ts';
import { bytes, type Folded, hashKey, sequence, str } from './folded.ts';
import { elementsInOrder } from './methods.ts';

/** Bounds as written: `none` or absent leaves a bound open. */
export interface SliceBounds {
  readonly lower: FoldedValue;
  readonly upper: FoldedValue;
  readonly step: FoldedValue;
}

/** `container[index]`; undefined where Python raises. */
export function elementAt(container: FoldedValue, index: FoldedValue): Folded {
  if (container.kind === 'mapping') {
    const wanted = hashKey(index);
    if (wanted === undefined) return undefined;
    return container.entries.find(([key]) => hashKey(key) === wanted)?.[1];
  }
  const position = asInt(index);
  if (position === undefined || container.kind === 'set') return undefined;
  const elements = elementsInOrder(container);
  if (elements === undefined || position >= elements.length) return undefined;
  return elements.at(position < -elements.length ? elements.length : Number(position));
}

/** `container[lower:upper:step]`. */
export function sliceOf(container: FoldedValue, bounds: SliceBounds): Folded {
  switch (container.kind) {
    case 'tuple':
    case 'list': {
      const taken = take(container.elements, bounds);
      return taken === undefined ? undefined : sequence(container.kind, taken);
    }
    case 'str': {
      const taken = take([...container.value], bounds);
      return taken === undefined ? undefined : str(taken.join(''));
    }
    case 'bytes': {
      const taken = take([...container.value], bounds);
      return taken === undefined ? undefined : bytes(taken.join(''));
    }
    default:
      return undefined;
  }
}

/** CPython's PySlice_AdjustIndices. */
function take<T>(elements: readonly T[], bounds: SliceBounds): readonly T[] | undefined {
  const step = boundOf(bounds.step, 1);
  if (step === undefined || step === 0) return undefined;
  const first = step > 0 ? 0 : -1;
  const last = step > 0 ? elements.length : elements.length - 1;
  const clamp = (bound: number): number => {
    const fromStart = bound < 0 ? bound + elements.length : bound;
    return Math.min(Math.max(fromStart, first), last);
  };
  const lower = bounds.lower.kind === 'none' ? (step > 0 ? first : last) : mapBound(bounds.lower, clamp);
  const upper = bounds.upper.kind === 'none' ? (step > 0 ? last : first) : mapBound(bounds.upper, clamp);
  if (lower === undefined || upper === undefined) return undefined;
  const taken: T[] = [];
  for (let at = lower; step > 0 ? at < upper : at > upper; at += step) taken.push(elements[at] as T);
  return taken;
}

function boundOf(value: FoldedValue, whenNone: number): number | undefined {
  if (value.kind === 'none') return whenNone;
  const whole = asInt(value);
  return whole === undefined ? undefined : Number(whole);
}

function mapBound(value: FoldedValue, clamp: (bound: number) => number): number | undefined {
  const bound = boundOf(value, 0);
  return bound === undefined ? undefined : clamp(bound);
}
