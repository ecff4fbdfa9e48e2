import { compareText } from '../../src/text/index.ts';

/** How often each word is in a list. */
export function countBy(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The most frequent, by name where they are equal. */
export function topOf(counts: ReadonlyMap<string, number>, most: number): [string, number][] {
  return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b)).slice(0, most);
}
