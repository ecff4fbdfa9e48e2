/** Places that a claim hints at without naming them: what its quotes define, a call within a quote, two words that code writes as one. */

import { memoize } from '../collections/index.ts';
import { fileKindOf } from '../discover/index.ts';
import type { Claim } from './claim.ts';
import { codesIn } from './code-names.ts';
import { quotedLines } from './find-quote.ts';
import { definedPlaces } from './named-places.ts';
import type { PlacedQuote } from './place-quotes.ts';
import type { Anchor } from './replayed-claim.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';
import { wordsInFull } from './rule-fit.ts';
import { low } from './spoken-places.ts';

export function hintedAnchors(
  claim: Claim,
  quotes: readonly PlacedQuote[],
  files: readonly CodeFile[],
  code: RepositoryCode,
): readonly Anchor[] {
  const lost = quotes.filter(({ found }) => found === undefined).map(({ quote }) => quote.text);
  return [
    ...lost.flatMap((text) => {
      const found = [...boundAnchors(text, files, code), ...callAnchors(text, code), ...defaultAnchors(text, code)];
      return found.length > 0 ? found : definingAnchors(text, files, code);
    }),
    ...joinedAnchors(claim, files),
    ...messagePlaces(claim, code),
  ];
}

/** A function that is quoted otherwise than it stands, or with a remark, is the one of its name. */
function definingAnchors(quote: string, files: readonly CodeFile[], code: RepositoryCode): readonly Anchor[] {
  const name = /^[ \t]*(?:async )?(?:def|class) (\w+)/m.exec(quote)?.[1];
  if (name === undefined || name.startsWith('__')) return [];
  const because = `\`${name}\`, which the quoted code defines, is defined here`;
  return definedPlaces([name], files, code).map(({ path, lines }) => ({ path, lines, confidence: 'medium', because }));
}

/** A quote of one statement that is shortened comes from where the same is bound: `COLUMNS = ("id, …")`. */
function boundAnchors(quote: string, files: readonly CodeFile[], code: RepositoryCode): readonly Anchor[] {
  const name = /^(?:\s*#[^\n]*\n)*(\w{4,80})(?: ?: ?[^\n=]{1,80})? ?=(?!=)/.exec(quote)?.[1];
  const isOne = name !== undefined && quotedLines(quote).length === 1;
  const places = files.length === 0 || !isOne ? [] : definedPlaces([name], files, code);
  const near = places.filter(({ path, isAlone }) => isAlone && files.some((file) => file.path === path));
  return near.map(({ path, lines, name }) => ({
    path,
    lines,
    confidence: 'medium',
    because: `\`${name}\`, which the quoted code binds, is bound here`,
  }));
}

/** `name=…`, `name: int = …`; `name == …` asks for it. */
function isGivenIn(line: string, name: string): boolean {
  const at = line.indexOf(name);
  if (at < 0 || /[\w.]/.test(line.charAt(at - 1))) return false;
  return /^ ?(?::[^=,()]{1,60})?= ?[^=\s]/.test(line.slice(at + name.length));
}

/** `limit=16*16 = 256` is the default of a parameter, or the argument of a call, that stands so on few lines. */
function defaultAnchors(quote: string, code: RepositoryCode): readonly Anchor[] {
  const name = /^([a-z]\w{3,60}) ?= ?[^=\s]/.exec(quote.trim())?.[1];
  if (name?.includes('_') !== true) return [];
  const [word = ''] = wordsInFull(name);
  const found = code
    .filesWith(name)
    .filter(({ isPython }) => isPython)
    .flatMap((file) =>
      file.linesWith(word).flatMap((line) => (isGivenIn(file.text.lineText(line), name) ? { file, line } : [])),
    );
  if (found.length > MOST_LINES) return [];
  return [...new Set(found.map(({ file }) => file))].flatMap((file) => {
    const lines = file.linesWith(word).filter((line) => file.text.lineText(line).includes(name));
    return lines.length > MOST_GIVEN ? [] : lines.map((line) => low(file.path, line, line, `\`${name}\` stands here`));
  });
}

/** A text that code puts together is quoted as it comes out: of it a call may stand there as it is, and nowhere else. */
function callAnchors(quote: string, code: RepositoryCode): readonly Anchor[] {
  if (quote.includes('\n')) return [];
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

/** The text of an error in backticks, of which prose gives the beginning, stands where it is raised. */
function messagePlaces({ title, text }: Claim, code: RepositoryCode): readonly Anchor[] {
  return codesIn(`${title} ${text}`).flatMap((each) => {
    const message = /^[\w.]{2,60}\((["'])([^"'\n]{10,120})\1\)$/.exec(each)?.[2];
    if (message?.includes(' ') !== true) return [];
    const found = code.filesWith(message).flatMap((file) =>
      file.tokens.flatMap((token) => {
        const isIt = token.kind === 'text' && token.text.startsWith(message);
        return isIt ? { ...low(file.path, token.line, token.line, 'the text stands here'), isHint: true } : [];
      }),
    );
    return found.length > MOST_GIVEN ? [] : found;
  });
}

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
      return lines.map((line) => low(file.path, line, line, `\`${word}\` stands here`));
    }),
  );
}

/** What a title says of a program is said of the one command of an image that starts it: "no connection pool in uvicorn". */
export function startedPlaces({ title }: Claim, code: RepositoryCode): readonly Anchor[] {
  const words = new Set(
    title
      .replace(/`[^`]*`/g, ' ')
      .toLowerCase()
      .match(/[a-z]\w{3,40}/g) ?? [],
  );
  const found = programsStarted(code).filter(({ program }) => words.has(program));
  return found.length > MOST_LINES
    ? []
    : found.map(({ path, line, program }) => low(path, line, line, `\`${program}\` is started here`));
}

/** By the images: every claim without a sure place asks. */
const programsStarted = memoize((code: RepositoryCode) =>
  [...code.paths]
    .filter((path) => fileKindOf(path) === 'dockerfile')
    .flatMap((path) => code.file(path) ?? [])
    .flatMap((file) => matchesIn(file, STARTED).map(({ line, found }) => ({ path: file.path, line, program: found }))),
);

const STARTED = /^(?:CMD|ENTRYPOINT)\s{1,8}(?:\[\s{0,8})?"?([\w.-]{1,40})/;

/** Headings of documents of which a title has all words, where it names nothing that code has. */
export function headedPlaces({ title }: Claim, code: RepositoryCode): readonly Anchor[] {
  const words = new Set(wordsInFull(title));
  const found = headings(code).filter(({ asked }) => asked.length > 1 && asked.every((word) => words.has(word)));
  if (found.length > MOST_LINES) return [];
  return found.map(({ path, line }) => ({
    ...low(path, line, line, 'the heading has words of its title'),
    isHint: true,
  }));
}

const headings = memoize((code: RepositoryCode) =>
  code
    .documentsWith('\n## ')
    .flatMap((file) =>
      matchesIn(file, HEADING).map(({ line, found }) => ({ path: file.path, line, asked: wordsInFull(found) })),
    ),
);

const HEADING = /^#{2,4} (.{1,80})$/;

/** What a pattern finds first on each line of a file. */
const matchesIn = (file: CodeFile, pattern: RegExp): readonly { readonly line: number; readonly found: string }[] =>
  Array.from({ length: file.lineCount }, (_, i) => i + 1).flatMap((line) => {
    const found = pattern.exec(file.text.lineText(line))?.[1];
    return found === undefined ? [] : [{ line, found }];
  });

const LEAST_PART = 3;
const MOST_LINES = 2;
const MOST_GIVEN = 3;
