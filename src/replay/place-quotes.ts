/** Where the code that a claim quotes stands: by its tokens, by its tree, as a text; in the files of the claim, else where it can stand alone. */

import type { Claim, QuotedCode } from './claim.ts';
import { type FoundQuote, findQuote, findText, type QuotedLine, quotedLines } from './find-quote.ts';
import { findTree, quotedTree } from './quote-tree.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';

/** A quote with what became of it. */
export interface PlacedQuote {
  readonly quote: QuotedCode;
  readonly lines: readonly QuotedLine[];
  /** Where it stands now; undefined where it does not, or not enough of it. */
  readonly found: (FoundQuote & { readonly path: string }) | undefined;
}

/** The code that a claim says stands in the repository, with the place where it does. */
export function placeQuotes(
  claim: Claim,
  files: readonly CodeFile[],
  about: readonly CodeFile[],
  code: RepositoryCode,
): readonly PlacedQuote[] {
  return claim.quotes
    .filter(({ role }) => role === 'now')
    .map((quote) => {
      const lines = quotedLines(quote.text);
      const found = lines.length === 0 ? commentIn(quote.text, files) : placeQuote(quote, lines, files, about, code);
      return { quote, lines, found };
    });
}

/** A comment is quoted as what somebody said, and has no tokens. */
function commentIn(text: string, files: readonly CodeFile[]): PlacedQuote['found'] {
  return /^\s*#/.test(text) && text.trim().length >= LEAST_COMMENT ? textIn(text, files) : undefined;
}

const LEAST_COMMENT = 15;

/** In the files that the document names; else whole in one of those around it; else in the one other that holds it. */
function placeQuote(
  quote: QuotedCode,
  lines: readonly QuotedLine[],
  files: readonly CodeFile[],
  about: readonly CodeFile[],
  code: RepositoryCode,
): PlacedQuote['found'] {
  const { text } = quote;
  const near =
    wholeOf(quote, bestOf(lines, files), files, code) ?? textIn(text, files) ?? aroundIt(quote, lines, about, code);
  if (near !== undefined) return near;
  if (weightOf(lines) < TELLING_WEIGHT) return onlyPlace(text, lines, code);
  const word = rarestWord(lines);
  if (word === undefined) return undefined;
  const elsewhere = [...code.filesWith(word)];
  return elsewhere.length <= MOST_ELSEWHERE ? bestOf(lines, elsewhere, SURE_ELSEWHERE) : undefined;
}

/** In files that only the part of the document around it names, most of it has to stand there. */
function aroundIt(
  quote: QuotedCode,
  lines: readonly QuotedLine[],
  about: readonly CodeFile[],
  code: RepositoryCode,
): PlacedQuote['found'] {
  const found = wholeOf(quote, bestOf(lines, about), about, code);
  return found !== undefined && found.share >= SURE_ELSEWHERE ? found : textIn(quote.text, about);
}

/** What the tree finds whole is surer than a row of tokens of which a part stands somewhere. */
function wholeOf(
  { text, language }: QuotedCode,
  inPart: PlacedQuote['found'],
  files: readonly CodeFile[],
  { parser }: RepositoryCode,
): PlacedQuote['found'] {
  if (inPart !== undefined && inPart.share >= WHOLE && !inPart.isRenamed) return inPart;
  const modules = files.filter(({ isPython }) => isPython);
  const isPython = language === undefined || /^py/i.test(language);
  const tree = isPython && modules.length > 0 ? quotedTree(text, parser) : undefined;
  if (tree === undefined) return inPart;
  let best = inPart;
  for (const file of modules) {
    const found = findTree(tree, file.module, file.text);
    if (found !== undefined && found.share > (best?.share ?? 0)) best = { ...found, path: file.path };
  }
  return best;
}

/** Less of a quote is a part of it. */
export const WHOLE = 0.95;

/** A text of one line as it stands within a longer one. */
export function textIn(text: string, files: readonly CodeFile[]): PlacedQuote['found'] {
  for (const file of files) {
    const found = findText(text, file.text);
    if (found !== undefined) return { ...found, path: file.path };
  }
  return undefined;
}

const LEAST_TEXT = 10;

/** A short text tells of a place only where it stands in one file. */
function onlyPlace(text: string, lines: readonly QuotedLine[], code: RepositoryCode): PlacedQuote['found'] {
  const word = rarestWord(lines);
  if (text.trim().length < LEAST_TEXT || word === undefined) return undefined;
  const found = [...code.filesWith(word)]
    .slice(0, MOST_ELSEWHERE)
    .flatMap((file) => bestOf(lines, [file], 1) ?? textIn(text, [file]) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

/** A line as short as this stands in any file. */
const TELLING_WEIGHT = 8;
const MOST_ELSEWHERE = 40;
/** In a file that the document does not name, more of a quote has to be the same. */
const SURE_ELSEWHERE = 0.75;

/** Long enough to tell of a place wherever it stands. */
export const isTelling = ({ text }: QuotedCode): boolean => weightOf(quotedLines(text)) >= 2 * TELLING_WEIGHT;

const weightOf = (lines: readonly QuotedLine[]): number => lines.reduce((sum, { weight }) => sum + weight, 0);

function bestOf(lines: readonly QuotedLine[], files: readonly CodeFile[], least = 0): PlacedQuote['found'] {
  let best: PlacedQuote['found'];
  for (const file of files) {
    const found = findQuote(lines, file.tokens);
    if (found === undefined || found.share < least || (best !== undefined && best.share >= found.share)) continue;
    best = { ...found, path: file.path };
  }
  return best;
}

/** The longest name, or text where there is none: few files hold it. */
function rarestWord(lines: readonly QuotedLine[]): string | undefined {
  const tokens = lines.flatMap((line) => line.tokens);
  const names = tokens.filter(({ kind, text }) => kind === 'name' && text.length > LONGEST_LITERAL);
  const words = (names.length > 0 ? names : tokens.filter(({ kind }) => kind === 'text')).map(({ text }) => text);
  return words.sort((a, b) => b.length - a.length)[0];
}

/** `True`, `None`, `False` stand in every file. */
const LONGEST_LITERAL = 5;
