/** Names of variables of the environment that are meant for one. */
import { distance } from 'fastest-levenshtein';

/** `one`: another spelling of the same words. `perhaps`: one has a word more. */
export type Nearness = 'one' | 'perhaps';

export function nearnessOf(first: string, second: string): Nearness | undefined {
  const [a, b] = [partsOf(first), partsOf(second)];
  if (first === second || a.length + b.length < 3) return undefined;
  if (a.toSorted().join('_') === b.toSorted().join('_') || a.join('') === b.join('')) return 'one';
  if (a.length === b.length) {
    const unlike = a.flatMap((part, at) => (part === b[at] ? [] : [[part, b[at] ?? ''] as const]));
    const [only, ...more] = unlike;
    return only !== undefined && more.length === 0 && areOneWord(...only) ? 'one' : undefined;
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const isPart = long.some((_, at) => long.toSpliced(at, 1).join('_') === short.join('_'));
  return short.length > 1 && isPart ? 'perhaps' : undefined;
}

const partsOf = (name: string): readonly string[] =>
  name
    .toUpperCase()
    .split('_')
    .filter((part) => part !== '')
    .map((part) => (part.length > 2 ? part.replace(/S$/, '') : part));

/** `DIR` and `DIRECTORY`, `DB` and `DATABASE`, `URL` and `URI`, a letter that is missing. */
function areOneWord(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (/\d/.test(a + b)) return false;
  if (short.length > 2 && (long.startsWith(short) || distance(short, long) === 1)) return true;
  return /^[^AEIOU]{2,4}$/.test(short) && short[0] === long[0] && isLeftOf(short, long);
}

/** The letters are in the word in their order. */
function isLeftOf(letters: string, word: string): boolean {
  let at = -1;
  return [...letters].every((letter) => {
    at = word.indexOf(letter, at + 1);
    return at >= 0;
  });
}
