/** Binds the arguments of a call to parameters as Python does, and says why it cannot. */
import type { SummaryParameter } from '../semantics/index.ts';

/** The arguments that a call shows; calls with `*args` or `**options` have no shape. */
export interface CallShape {
  readonly positional: number;
  readonly keywords: readonly string[];
}

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

const isVariadic = (kind: SummaryParameter['kind']): boolean => kind === 'var-positional' || kind === 'var-keyword';
