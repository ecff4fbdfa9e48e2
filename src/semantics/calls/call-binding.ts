/** Binds the arguments of a call to parameters as Python does, and says why it cannot. */
import { type Call, keywordNames } from '../../ast/index.ts';
import { counted, listedCode } from '../../text/wording.ts';
import type { SummaryParameter } from '../summary.ts';

/** The arguments that a call shows; calls with `*args` or `**options` have no shape. */
export interface CallShape {
  readonly positional: number;
  readonly keywords: readonly string[];
  /** The class and the field of whose default it is the factory: it is called where that is not given. */
  readonly field?: readonly [owner: string, name: string];
}

/** Of a call without `*args` and `**options`. */
export const shapeOf = (call: Call): CallShape => ({ positional: call.args.length, keywords: keywordNames(call) });

export type Mismatch =
  | { readonly kind: 'too-many'; readonly taken: number; readonly given: number }
  | { readonly kind: 'unexpected' | 'twice' | 'missing'; readonly names: readonly string[] };

/** Undefined where the call binds. `takesMore`: keywords that no parameter takes are not refused. */
export function mismatchOf(
  { positional, keywords }: CallShape,
  parameters: readonly SummaryParameter[],
  takesMore = false,
): Mismatch | undefined {
  const inOrder = parameters.filter(({ kind }) => kind === 'positional-only' || kind === 'positional');
  const takesAnyPosition = parameters.some(({ kind }) => kind === 'var-positional');
  if (positional > inOrder.length && !takesAnyPosition)
    return { kind: 'too-many', taken: inOrder.length, given: positional };
  const filled = new Set(inOrder.slice(0, positional).map(({ name }) => name));
  const byName = new Set(
    parameters.filter(({ kind }) => kind === 'positional' || kind === 'keyword-only').map(({ name }) => name),
  );
  const takesAnyName = takesMore || parameters.some(({ kind }) => kind === 'var-keyword');
  const unexpected = keywords.filter((keyword) => !byName.has(keyword));
  if (unexpected.length > 0 && !takesAnyName) return { kind: 'unexpected', names: unexpected };
  const twice = keywords.filter((keyword) => byName.has(keyword) && filled.has(keyword));
  if (twice.length > 0) return { kind: 'twice', names: twice };
  const missing = parameters.filter(
    ({ name, kind, hasDefault }) =>
      !hasDefault && !filled.has(name) && (kind === 'positional-only' || !keywords.includes(name)) && !isVariadic(kind),
  );
  return missing.length === 0 ? undefined : { kind: 'missing', names: missing.map(({ name }) => name) };
}

/** `takes no argument `size``: for messages, behind the name of what is called. */
export function describeMismatch(mismatch: Mismatch): string {
  switch (mismatch.kind) {
    case 'too-many':
      return `takes ${counted(mismatch.taken, 'positional argument')} but gets ${mismatch.given}`;
    case 'unexpected':
      return `has no ${mismatch.names.length === 1 ? 'parameter' : 'parameters'} ${listedCode(mismatch.names)}`;
    case 'twice':
      return `gets ${listedCode(mismatch.names)} both by position and by name`;
    case 'missing':
      return `is called without the required ${mismatch.names.length === 1 ? 'argument' : 'arguments'} ${listedCode(mismatch.names)}`;
  }
}

const isVariadic = (kind: SummaryParameter['kind']): boolean => kind === 'var-positional' || kind === 'var-keyword';
