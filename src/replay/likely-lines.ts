/** Where in a file a text that names no line may speak of: by the words that both use. */

import { groupBy } from '../collections/index.ts';
import type { Claim, LineRange } from './claim.ts';
import { constructAround } from './named-constructs.ts';
import { SAYS_AGAIN } from './reading/words/place-words.ts';
import type { Anchor } from './replayed-claim.ts';
import type { CodeFile } from './repository-code.ts';
import { wordsInFull } from './rule-fit.ts';

interface LikelyPlace extends LineRange {
  readonly path: string;
  readonly score: number;
}

/** Lines that are taken together: a statement and what stands around it. */
const WINDOW = 5;
const MOST_PLACES = 3;
const EXACT = 1e6;
/** Words in common, weighed by how few lines of the file use them; one common word is no place. */
const LEAST_SCORE = 6;
/** Words of the title that a place has, or has directly below, of those that the files have. */
const LEAST_TITLED = 2;
const BESIDE = 2;
/** A place counts while it has so much of what the best one has. */
const NEAR_BEST = 0.7;

/** Where the words lead, the function around it, and the few calls of that. */
export function likelyAnchors(claim: Claim, files: readonly CodeFile[], within?: LineRange): Anchor[] {
  const because = 'the document gives no line, and these have most words in common with it';
  const anchors = likelyPlaces(claim, files, within).map(({ path, ...place }) => ({
    path,
    lines: { first: place.first, last: place.last },
    confidence: 'low' as const,
    because,
  }));
  const around: Anchor[] = [];
  const calls: Anchor[] = [];
  for (const { path, lines } of anchors) {
    const file = files.find((each) => each.path === path);
    const construct = constructAround(file?.constructs ?? [], lines.first);
    if (construct?.kind !== 'function' || construct.lines.last - construct.lines.first > LONGEST_AROUND) continue;
    const { name, lines: whole } = construct;
    around.push({ path, lines: whole, confidence: 'low', because: `\`${name}\` is around such a place` });
    calls.push(...callsOf(name, file, SAYS_AGAIN.test(claim.title)));
  }
  return [...anchors, ...around, ...calls];
}

/** A longer function is hardly a place. */
const LONGEST_AROUND = 100;

/** What is said of a function may be meant of the one place that calls it; what is done again, of the places that call what does it. */
function callsOf(name: string, file: CodeFile | undefined, isAgain: boolean, climbs = isAgain): Anchor[] {
  const [only, ...others] = (file?.tokens ?? []).filter(
    ({ text, line }, i, all) =>
      text === name && all[i - 1]?.text !== 'def' && file?.text.lineText(line).includes(`${name}(`),
  );
  if (file === undefined || only === undefined || others.length > (isAgain ? MOST_AGAIN : 1)) return [];
  const because = `\`${name}\`, which has words in common with it, is called here`;
  const calls = [only, ...others].map(
    ({ line }): Anchor => ({ path: file.path, lines: { first: line, last: line }, confidence: 'low', because }),
  );
  const caller = climbs && others.length === 0 ? constructAround(file.constructs, only.line) : undefined;
  return caller?.kind === 'function' && caller.name !== name
    ? [...calls, ...callsOf(caller.name, file, isAgain, false)]
    : calls;
}

const MOST_AGAIN = 3;

/** The few places of some files that have most words in common with a claim, the likeliest first; none where nothing stands out. */
function likelyPlaces(
  { title, text, names }: Claim,
  files: readonly CodeFile[],
  within?: LineRange,
): readonly LikelyPlace[] {
  const told = [title, text, ...names].join(' ');
  // What prose writes with humps code may write as one word: `MLflow` is `mlflow`.
  const wanted = new Set([...wordsInFull(told), ...wordsInFull(told.toLowerCase())]);
  const isWithin = ({ first, last }: LikelyPlace): boolean =>
    within === undefined || (within.first <= first && last <= within.last);
  const titled = [...new Set(wordsInFull(title))].filter((word) =>
    files.some((file) => file.linesWith(word).length > 0),
  );
  const places = files.flatMap((file) => {
    const lines = titled.map((word) => file.linesWith(word));
    const isTitled = ({ first, last }: LikelyPlace): boolean =>
      lines.filter((each) => each.some((line) => first <= line && line <= last + BESIDE)).length >=
      Math.min(LEAST_TITLED, titled.length);
    return placesIn(file, wanted).filter((place) => isWithin(place) && isTitled(place));
  });
  const sorted = places.sort((a, b) => b.score - a.score || a.first - b.first);
  const least = Math.max(LEAST_SCORE, (sorted[0]?.score ?? 0) * NEAR_BEST);
  const chosen: LikelyPlace[] = [];
  for (const place of sorted) {
    if (place.score < least || chosen.length === MOST_PLACES) break;
    if (!chosen.some((other) => overlap(place, other))) chosen.push(place);
  }
  return chosen;
}

const overlap = (one: LikelyPlace, other: LikelyPlace): boolean =>
  one.path === other.path && one.first <= other.last && other.first <= one.last;

function placesIn(file: CodeFile, wanted: ReadonlySet<string>): readonly LikelyPlace[] {
  const { path, lineCount } = file;
  const uses = [...wanted].flatMap((word) => file.linesWith(word).map((line) => ({ word, line })));
  const found = [...groupBy(uses, ({ line }) => line)]
    .map(([line, there]) => ({ line, words: there.map(({ word }) => word) }))
    .sort((a, b) => a.line - b.line);
  const rarity = (word: string): number => Math.log(1 + lineCount / file.linesWith(word).length);
  return found.map(({ line }, i) => {
    const near = found.slice(i, i + WINDOW).filter((other) => other.line < line + WINDOW);
    const words = new Set(near.flatMap((each) => each.words));
    // Rounded, so that of two alike the first wins, whatever the order in which their words were added up.
    const score = Math.round(EXACT * [...words].reduce((sum, word) => sum + rarity(word), 0)) / EXACT;
    return { path, first: line, last: near.at(-1)?.line ?? line, score };
  });
}
