/** Places that a claim hints at without naming them: what its quotes define, a call within a quote, two words that code writes as one. */

import type { Claim } from '../claim.ts';
import type { Anchor } from '../replayed-claim.ts';
import { definedPlaces } from './named-places.ts';
import type { PlacedQuote } from './place-quotes.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';
import { wordsInFull } from './rule-fit.ts';

export function hintedAnchors(
  claim: Claim,
  quotes: readonly PlacedQuote[],
  files: readonly CodeFile[],
  code: RepositoryCode,
): readonly Anchor[] {
  const lost = quotes.filter(({ found }) => found === undefined).map(({ quote }) => quote.text);
  return [
    ...lost.flatMap((text) => [...boundAnchors(text, files, code), ...callAnchors(text, code)]),
    ...joinedAnchors(claim, files),
  ];
}

/** What a shortened quote binds is where it comes from: `COLUMNS = ("id, …")`. */
function boundAnchors(quote: string, files: readonly CodeFile[], code: RepositoryCode): readonly Anchor[] {
  const names = [...quote.matchAll(/^ {0,40}(\w{4,80})(?: ?: ?[^\n=]{1,80})? ?=(?!=)/gm)].map(([, name = '']) => name);
  const places = files.length === 0 ? [] : definedPlaces([...new Set(names)], files, code);
  const near = places.filter(({ path, isAlone }) => isAlone && files.some((file) => file.path === path));
  return near.map(({ path, lines, name }) => ({
    path,
    lines,
    confidence: 'medium',
    because: `\`${name}\`, which the quoted code binds, is bound here`,
  }));
}

/** A text that code puts together is quoted as it comes out: of it a call may stand there as it is, and nowhere else. */
function callAnchors(quote: string, code: RepositoryCode): readonly Anchor[] {
  const calls = quote.match(/[\w.]{2,80}\([^()\n]{4,80}\)/g) ?? [];
  return calls.flatMap((call): Anchor[] => {
    if (call.length < LEAST_CALL || call === quote.trim() || !/[^\w.()]/.test(call)) return [];
    const [file, ...others] = code.filesWith(call);
    const at = file?.text.content.indexOf(call) ?? -1;
    if (file === undefined || others.length > 0 || file.text.content.includes(call, at + 1)) return [];
    const line = file.text.lineAt(at);
    return [
      {
        path: file.path,
        lines: { first: line, last: line },
        confidence: 'medium',
        because: `\`${call}\` of the quoted code stands here`,
      },
    ];
  });
}

const LEAST_CALL = 12;

/** "Rolls back" is `rollback`. */
function joinedAnchors({ title }: Claim, files: readonly CodeFile[]): readonly Anchor[] {
  const words = title.toLowerCase().match(/\p{L}+/gu) ?? [];
  const joined = words.flatMap((word, i) => {
    const next = words[i + 1] ?? '';
    const first = word.replace(/(?<=[^s])s$/, '');
    return first.length < LEAST_PART || next.length < LEAST_PART ? [] : wordsInFull(`${first}${next}`);
  });
  return files.flatMap((file) =>
    [...new Set(joined)].flatMap((word) => {
      const lines = file.linesWith(word);
      if (lines.length > MOST_LINES) return [];
      return lines.map(
        (line): Anchor => ({
          path: file.path,
          lines: { first: line, last: line },
          confidence: 'low',
          because: `\`${word}\` stands here`,
        }),
      );
    }),
  );
}

const LEAST_PART = 3;
const MOST_LINES = 2;
