/** Counts and lists in messages, the only place where a plural is made. */

/** "1 more call", "2 more calls", "15,000 lines". `plural` where an `s` does not make it. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;

/** "is" of one, "are" of more. */
export const verbFor = (count: number, singular = 'is', plural = 'are'): string => (count === 1 ? singular : plural);

/** In backticks, as code is shown in messages. */
const code = (name: string): string => `\`${name}\``;

/** "a", "a and b", "a, b and c"; at most `shown` of them, then "a, b and 3 more". */
export function listed(items: readonly string[], shown = items.length): string {
  const rest = items.length - shown;
  const named = rest > 0 ? [...items.slice(0, shown), `${rest} more`] : items;
  return named.length < 2 ? (named[0] ?? '') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** "`a`, `b` and 3 more": names of code, each once. */
export const listedCode = (names: Iterable<string>, shown?: number): string =>
  listed([...new Set(names)].map(code), shown);
