import { distance } from 'fastest-levenshtein';

/** The only name that differs from what is written in one letter; short ones are near to too much. */
export function oneLetterOff(written: string, names: Iterable<string>): string | undefined {
  if (written.length < 5 || written.length > 100) return undefined;
  const near = [...new Set(names)].filter((name) => name.length >= 5 && distance(written, name) === 1);
  return near.length === 1 ? near[0] : undefined;
}
