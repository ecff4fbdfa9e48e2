/** What is done to an element of a state, in place: `self._windows[key].append(t)`, `del self._windows[key][:n]`. */
import type { Expression, Subscript } from '../../ast/index.ts';
import { methodCallOn } from './aliases.ts';
import { type DraftUse, type Subject, useOf } from './mention.ts';
import { ELEMENT_METHODS, GROWING_ELEMENT_METHODS, SHRINKING_METHODS } from './operations.ts';
import { augmentation } from './subscripts.ts';
import { trimmingIn } from './trimming.ts';

/** Uses of the state that an expression for one of its elements makes; `key` is the key of the outermost element. */
export function usesOfElement(subject: Subject, element: Expression, key: Expression | undefined): readonly DraftUse[] {
  return usesIn(subject, element, key).map((use) =>
    // What grows under a missing key of a `defaultdict` adds the key.
    use.kind === 'grow' && subject.makesMissingKeys ? use : { ...use, isOfElement: true },
  );
}

function usesIn(subject: Subject, element: Expression, key: Expression | undefined): readonly DraftUse[] {
  let inner = element;
  let byMethod: readonly DraftUse[] = [];
  for (let depth = 0; depth < DEPTH_LIMIT; depth++) {
    const called = methodCallOn(inner);
    if (called !== undefined) {
      byMethod = useOfMethod(called.call, called.method, key);
      if (!ELEMENT_METHODS.has(called.method)) return byMethod;
      inner = called.call;
      continue;
    }
    const parent = inner.parent;
    if (parent?.kind !== 'Subscript' || parent.value !== inner) break;
    // Of `cache["models"][make] = …` the inner key is the one that there are many of.
    if (parent.ctx === 'Store') return [storeInElement(subject, parent, isFixed(key) ? parent.slice : key)];
    if (parent.ctx === 'Del') {
      return [useOf('shrink', parent, parent.slice.kind === 'Slice' ? 'del [][:]' : 'del [][]', key)];
    }
    inner = parent;
  }
  return byMethod;
}

const isFixed = (key: Expression | undefined): boolean => key?.kind === 'Constant' && key.value.kind === 'str';

/** Nobody writes `x[a][b][c]…` deeper than this. */
const DEPTH_LIMIT = 8;

function useOfMethod(call: Expression, method: string, key: Expression | undefined): readonly DraftUse[] {
  if (GROWING_ELEMENT_METHODS.has(method)) return [useOf('grow', call, `[].${method}`, key)];
  return SHRINKING_METHODS.has(method) ? [useOf('shrink', call, `[].${method}`, key)] : [];
}

function storeInElement(subject: Subject, store: Subscript, key: Expression | undefined): DraftUse {
  const parent = store.parent;
  if (store.slice.kind === 'Slice') return useOf('shrink', store, '[][:]=', key);
  const kind = isFixedPart(subject, store) ? 'update' : 'grow';
  if (parent?.kind === 'AugAssign') return useOf(kind, store, `[][]${augmentation(parent.op)}`, key);
  const value = parent?.kind === 'Assign' ? parent.value : undefined;
  const trimming = value === undefined ? undefined : trimmingIn(subject, value);
  return trimming === undefined ? useOf(kind, store, '[][]=', key) : useOf('shrink', store, `[][]= ${trimming}`, key);
}

/** A plain dict has no element that was not put there before, and a part with a constant name is made once. */
function isFixedPart(subject: Subject, store: Subscript): boolean {
  return !subject.makesMissingKeys && (store.slice.kind === 'Constant' || store.parent?.kind === 'AugAssign');
}
