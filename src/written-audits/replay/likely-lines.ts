/** Where in a file a text that names no line may speak of: by the words that both use. */

import type { Claim, LineRange } from '../claim.ts';
import type { CodeFile } from './repository-code.ts';
import { wordsOf } from './rule-fit.ts';

/** Lines that are taken together: a statement and what stands around it. */
const WINDOW = 5;
const MOST_PLACES = 3;
/** Words in common, weighed by how few lines of the file use them; one common word is no place. */
const LEAST_SCORE = 6;
/** A place counts while it has so much of what the best one has. */
const NEAR_BEST = 0.7;

/** The few places of a file that have most words in common with a claim, the likeliest first; none where nothing stands out. */
export function likelyLines(
  { title, text, names }: Claim,
  { text: source, lineCount }: CodeFile,
): readonly LineRange[] {
  const wanted = new Set(wordsOf([title, text, ...names].join(' ')));
  const found: { readonly line: number; readonly words: readonly string[] }[] = [];
  const uses = new Map<string, number>();
  for (let line = 1; line <= lineCount; line++) {
    const words = [...new Set(wordsOf(source.lineText(line).slice(0, LONGEST_LINE)))].filter((word) =>
      wanted.has(word),
    );
    if (words.length === 0) continue;
    found.push({ line, words });
    for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  const rarity = (word: string): number => Math.log(1 + lineCount / (uses.get(word) ?? 1));
  const windows = found.map(({ line }) => {
    const near = found.filter((other) => other.line >= line && other.line < line + WINDOW);
    const words = new Set(near.flatMap((each) => each.words));
    const last = Math.max(...near.map((each) => each.line));
    return { first: line, last, score: [...words].reduce((sum, word) => sum + rarity(word), 0) };
  });
  const sorted = windows.sort((a, b) => b.score - a.score || a.first - b.first);
  const best = sorted[0]?.score ?? 0;
  if (best < LEAST_SCORE) return [];
  const chosen: LineRange[] = [];
  for (const { first, last, score } of sorted) {
    if (score < best * NEAR_BEST || chosen.length === MOST_PLACES) break;
    if (chosen.every((other) => last < other.first || other.last < first)) chosen.push({ first, last });
  }
  return chosen;
}

/** Of data that stands on one line the beginning is enough. */
const LONGEST_LINE = 400;
