/** What a template is given, and how it does not fit. */
import type { FoldedValue } from '../values.ts';
import type { Folded } from './folded.ts';

/** A value that is undefined is unknown. */
export interface FormatGiven {
  /** By position; undefined where nobody knows how many. */
  readonly positional: readonly Folded[] | undefined;
  /** By name; undefined where there is no mapping. */
  readonly named: NamedValues | undefined;
}

export interface NamedValues {
  readonly values: ReadonlyMap<string, Folded>;
  /** There may be more. */
  readonly isOpen: boolean;
}

/** Nothing is known of it. */
export const ANY_GIVEN: FormatGiven = { positional: undefined, named: { values: new Map(), isOpen: true } };

/** Why CPython raises. */
export type Misfit =
  | { readonly kind: 'faulty template'; readonly fault: string }
  | { readonly kind: 'count'; readonly wanted: number; readonly given: number }
  | { readonly kind: 'no mapping' | 'missing name'; readonly name: string }
  | { readonly kind: 'refused value'; readonly format: string; readonly value: FoldedValue };

/** The known values of a mapping whose keys are of this type. */
export const namedOf = (mapping: FoldedValue & { kind: 'mapping' }, type: 'str' | 'bytes'): NamedValues => ({
  values: new Map(mapping.entries.flatMap(([key, value]) => (key.kind === type ? [[key.value, value]] : []))),
  isOpen: false,
});
