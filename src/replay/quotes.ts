/** Quoted code, and where all of it stands. */

import type { SourceText } from '../text/index.ts';
import type { LineRange, QuotedCode } from './claim.ts';
import { type ClaimGround, deletedFiles, linesGiven, sayChange, seenFile } from './claim-ground.ts';
import { tokensIn } from './code-tokens.ts';
import { findQuote, findText, type QuotedLine, quotedLines, weightOfLines } from './find-quote.ts';
import type { Verdict } from './replayed-claim.ts';
import type { CodeFile } from './repository-code.ts';

/** A quote that identifies a place. */
export interface Quote {
  readonly text: string;
  readonly lines: readonly QuotedLine[];
  readonly weight: number;
}

export function quoteOf({ text }: Pick<QuotedCode, 'text'>): Quote {
  const lines = quotedLines(text);
  return { text, lines, weight: weightOfLines(lines) };
}

/** Less of a quote is a part of it. */
const WHOLE = 0.95;

/** As code, or as a text within a longer one, such as a requirement in a list of texts. */
export function findWhole({ text, lines }: Quote, source: SourceText, near?: number): LineRange | undefined {
  // Half of its names at least are there, or nobody has to take the file apart.
  const names = new Set(
    lines.flatMap(({ tokens }) => tokens.flatMap((each) => (each.kind === 'name' ? each.text : []))),
  );
  const there = [...names].filter((name) => source.content.includes(name));
  const found = there.length * 2 < names.size ? undefined : findQuote(lines, tokensIn(source), near);
  return found !== undefined && found.share >= WHOLE ? found.lines : findText(text, source)?.lines;
}

export const holdsWhole = (quote: Quote, text: SourceText): boolean => findWhole(quote, text) !== undefined;

export interface Found {
  readonly file: CodeFile;
  readonly lines: LineRange;
}

/** The files that hold all of a quote. */
export const findIn = (quote: Quote, files: readonly CodeFile[], ground: ClaimGround): readonly Found[] =>
  files.flatMap((file) => {
    const lines = findWhole(quote, file.text, linesGiven(ground, file.path)[0]?.first);
    return lines === undefined ? [] : { file, lines };
  });

/** In files that the document does not name; a line as short as some is in any file, and identifies a place where it is in one. */
export function elsewhere(quote: Quote, ground: ClaimGround): Verdict | undefined {
  const word = rarestWord(quote);
  if (word === undefined) return undefined;
  const known = new Set([...ground.files, ...ground.about]);
  const files = ground.code.filesWith(word).filter((file) => !known.has(file));
  if (files.length > MOST_ELSEWHERE) return undefined;
  const [found, ...others] = findIn(quote, files, ground);
  const isSpecific = quote.weight >= MIN_WEIGHT || (others.length === 0 && known.size === 0);
  return found !== undefined && isSpecific ? foundElsewhere(quote, found, ground) : undefined;
}

const MOST_ELSEWHERE = 40;
/** Of about two lines of code. */
export const MIN_WEIGHT = 16;

/** The longest name, or text where there is none: few files hold it. */
function rarestWord({ lines }: Quote): string | undefined {
  const tokens = lines.flatMap((line) => line.tokens);
  const names = tokens.filter(({ kind, text }) => kind === 'name' && text.length > LONGEST_LITERAL);
  const words = (names.length > 0 ? names : tokens.filter(({ kind }) => kind === 'text')).map(({ text }) => text);
  return words.sort((a, b) => b.length - a.length)[0];
}

/** `True`, `None`, `False` stand in every file. */
const LONGEST_LITERAL = 5;

/** It stood there all the time, or came there from the file that the document names. */
export function foundElsewhere(quote: Quote, { file, lines }: Found, ground: ClaimGround): Verdict {
  const place = { path: file.path, lines };
  const named = ground.given[0]?.place.path;
  const because = `the quoted code is in this file${named === undefined ? '' : `; the document names \`${named}\``}`;
  const seen = seenFile(ground, file.path);
  const isFromElsewhere = ground.files.length + deletedFiles(ground).length > 0 && !ground.about.includes(file);
  if (!isFromElsewhere || (seen !== undefined && holdsWhole(quote, seen)))
    return { kind: 'stands-as-quoted', because, place };
  const commit = ground.past?.introducedIn(file.path, (text) => holdsWhole(quote, text));
  return { kind: 'moved', because: `${because}, and it was moved here ${sayChange(commit)}`, place, commit };
}
