import type { Span } from '../../text/index.ts';

/** Whether the first lies in the second, which may be the same. */
export function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
