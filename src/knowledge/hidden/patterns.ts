/** Patterns that begin at a place. */

/** Where it ends, or where it would have begun. */
export function skip(pattern: RegExp, text: string, at: number): number {
  return past(pattern, text, at) ?? at;
}

/** Where it ends; undefined where it does not be there. */
export function past(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
