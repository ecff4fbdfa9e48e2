/** What became of code that a document quotes. */

import type { SourceText } from '../text/index.ts';
import type { LineRange, QuotedCode } from './claim.ts';
import { type ClaimGround, deletedFiles, isNear, linesGiven, sayChange, sayLines, seenFile } from './claim-ground.ts';
import { tokensIn } from './code-tokens.ts';
import { type FoundQuote, findQuote, findText, type QuotedLine, quotedLines, weightOfLines } from './find-quote.ts';
import { fateOfLines } from './line-changes.ts';
import type { Verdict } from './replayed-claim.ts';
import type { CodeFile } from './repository-code.ts';

/** A quote that tells of a place. */
export interface Quote {
  readonly text: string;
  readonly lines: readonly QuotedLine[];
  readonly weight: number;
}

export function quoteOf({ text }: Pick<QuotedCode, 'text'>): Quote {
  const lines = quotedLines(text);
  return { text, lines, weight: weightOfLines(lines) };
}

export function quoteVerdict(quote: Quote, ground: ClaimGround): Verdict {
  const { files, about } = ground;
  const near = bestOf(quote, [...files, ...about], ground);
  if (near !== undefined && near.share >= WHOLE) return standing(quote, near, ground);
  const there = elsewhere(quote, ground);
  if (there?.kind === 'moved') return there;
  // A copy that stood there all along is no place that it went to.
  return leftVerdict(quote, ground) ?? there ?? partVerdict(quote, near, ground) ?? NOT_FOUND;
}

const NOT_FOUND: Verdict = { kind: 'not-found', because: 'the quoted code stands nowhere' };

/** Less of a quote is a part of it. */
const WHOLE = 0.95;

interface Found extends Pick<FoundQuote, 'lines'> {
  readonly file: CodeFile;
}

interface Best extends Found {
  readonly share: number;
}

function bestOf(quote: Quote, files: readonly CodeFile[], ground: ClaimGround): Best | undefined {
  let best: Best | undefined;
  for (const file of files) {
    const found = findIn(quote, file.text, linesGiven(ground, file.path)[0]?.first);
    if (found !== undefined && found.share > (best?.share ?? 0)) best = { ...found, file };
  }
  return best;
}

/** As code, or as a text within a longer one, such as a requirement in a list of texts. */
function findIn({ text, lines }: Quote, source: SourceText, near?: number): FoundQuote | undefined {
  // Half of its names at least are there, or nobody has to take the file apart.
  const names = new Set(
    lines.flatMap(({ tokens }) => tokens.flatMap((each) => (each.kind === 'name' ? each.text : []))),
  );
  const there = [...names].filter((name) => source.content.includes(name));
  const found = there.length * 2 < names.size ? undefined : findQuote(lines, tokensIn(source), near);
  return found !== undefined && found.share >= WHOLE ? found : (findText(text, source) ?? found);
}

const holdsWhole = (quote: Quote, text: SourceText): boolean => (findIn(quote, text)?.share ?? 0) >= WHOLE;

/** In files that the document does not name; a line as short as some stands in any file, and tells of a place where it stands in one. */
export function elsewhere(quote: Quote, ground: ClaimGround): Verdict | undefined {
  const word = rarestWord(quote);
  if (word === undefined) return undefined;
  const known = new Set([...ground.files, ...ground.about]);
  const files = ground.code.filesWith(word).filter((file) => !known.has(file));
  if (files.length > MOST_ELSEWHERE) return undefined;
  const holding = files.flatMap((file) => bestOf(quote, [file], ground) ?? []).filter(({ share }) => share >= WHOLE);
  const [found, ...others] = holding;
  const isTelling = quote.weight >= TELLING_WEIGHT || (others.length === 0 && known.size === 0);
  return found !== undefined && isTelling ? standing(quote, found, ground) : undefined;
}

const MOST_ELSEWHERE = 40;
/** Of about two lines of code. */
export const TELLING_WEIGHT = 16;

/** The longest name, or text where there is none: few files hold it. */
function rarestWord({ lines }: Quote): string | undefined {
  const tokens = lines.flatMap((line) => line.tokens);
  const names = tokens.filter(({ kind, text }) => kind === 'name' && text.length > LONGEST_LITERAL);
  const words = (names.length > 0 ? names : tokens.filter(({ kind }) => kind === 'text')).map(({ text }) => text);
  return words.sort((a, b) => b.length - a.length)[0];
}

/** `True`, `None`, `False` stand in every file. */
const LONGEST_LITERAL = 5;

/** It stands; whether where the document says, and whether it did then. */
function standing(quote: Quote, { file, lines }: Found, ground: ClaimGround): Verdict {
  const place = { path: file.path, lines };
  const stands = (because: string): Verdict => ({ kind: 'stands-as-quoted', because, place });
  const seen = seenFile(ground, file.path);
  if (ground.files.length + deletedFiles(ground).length > 0 && !ground.files.includes(file)) {
    const isBefore = seen !== undefined && holdsWhole(quote, seen);
    const named = ground.given[0]?.place.path ?? '';
    if (isBefore || ground.about.includes(file))
      return stands(`the quoted code stands in this file; the document names \`${named}\``);
    const commit = ground.past?.cameIn(file.path, (text) => holdsWhole(quote, text));
    const because = `the quoted code stands in this file now; the document saw it in \`${named}\``;
    return { kind: 'moved', because, place, commit };
  }
  const given = linesGiven(ground, file.path);
  const [first] = given;
  const here = `the quoted code stands on ${sayLines(lines)}`;
  if (first === undefined) return stands(here);
  const then = seen === undefined ? undefined : findIn(quote, seen, first.first)?.lines;
  if (seen === undefined || then === undefined) {
    const isThere = given.some((range) => range.first <= lines.last && lines.first <= range.last);
    return stands(isThere ? here : `${here}; the document gives ${sayLines(first)}`);
  }
  if (!given.some((range) => isNear(range, then)))
    return stands(`${here}; the document gives ${sayLines(first)}, and it stood on ${sayLines(then)} then`);
  return carried(quote, { seen, then, file, lines }, ground);
}

/** The quote on the lines that the document gives, wherever they are now. */
function carried(
  quote: Quote,
  { seen, then, file, lines }: Found & { readonly seen: SourceText; readonly then: LineRange },
  { past }: ClaimGround,
): Verdict {
  const fate = fateOfLines(then, seen, file.text);
  const now = fate?.kind === 'kept' ? fate.lines : lines;
  // A few words stand in many places: those that are meant changed, and others are left.
  if (fate !== undefined && fate.kind !== 'kept' && quote.weight < TELLING_WEIGHT) {
    const commit = past?.lastHeld(file.path, (text) => fateOfLines(then, seen, text)?.kind === 'kept')?.leftIn;
    const because = `the quoted code on ${sayLines(then)} ${fate.kind === 'removed' ? 'was taken out' : 'changed'}; the same stands on ${sayLines(lines)}`;
    const place = { path: file.path, lines: fate.kind === 'removed' ? undefined : fate.lines };
    return { kind: fate.kind === 'removed' ? 'gone' : 'changed-since', because, place, commit };
  }
  const shift = now.first === then.first ? '' : `, ${sayShift(then.first, now.first)}`;
  const because = `the quoted code stands on ${sayLines(now)}${shift}`;
  return { kind: 'stands-as-quoted', because, place: { path: file.path, lines: now } };
}

export function sayShift(before: number, now: number): string {
  const by = Math.abs(now - before);
  return `${by} ${by === 1 ? 'line' : 'lines'} further ${now > before ? 'down' : 'up'}`;
}

/** It stood in a file of the claim once, as git shows, and stands nowhere any more. */
function leftVerdict(quote: Quote, ground: ClaimGround): Verdict | undefined {
  const { past, files } = ground;
  if (past === undefined || quote.lines.length === 0) return undefined;
  for (const deleted of deletedFiles(ground)) {
    if (past.lastHeld(deleted.path, (text) => holdsWhole(quote, text)) === undefined) continue;
    const because = `\`${deleted.path}\`, which held the quoted code, was deleted`;
    return { kind: 'gone', because, commit: deleted.in };
  }
  for (const file of files) {
    const held = past.lastHeld(file.path, (text) => holdsWhole(quote, text));
    if (held === undefined) continue;
    const then = findIn(quote, held.text, linesGiven(ground, file.path)[0]?.first)?.lines;
    const fate = then === undefined ? undefined : fateOfLines(then, held.text, file.text);
    const commit = held.leftIn;
    const isRemoved = fate?.kind === 'removed';
    const because = `the quoted code was ${isRemoved ? 'taken out' : 'changed'} ${sayChange(commit)}`;
    const place = { path: file.path, lines: isRemoved ? undefined : fate?.lines };
    return { kind: isRemoved ? 'gone' : 'changed-since', because, place, commit };
  }
  return undefined;
}

/** A quote that leaves something out or puts it differently stands as far as it did when the document saw it, or for the most part. */
function partVerdict(quote: Quote, found: Best | undefined, ground: ClaimGround): Verdict | undefined {
  if (found === undefined) return undefined;
  const { file, lines, share } = found;
  const seen = seenFile(ground, file.path);
  const then = seen === undefined ? undefined : findIn(quote, seen, lines.first);
  const isAsSeen = then !== undefined && then.share <= share;
  if (!isAsSeen && share < MOSTLY) return undefined;
  const because = `${Math.round(share * 100)} % of the quoted code stands on ${sayLines(lines)}${isAsSeen ? ', as much as when it was written' : ''}`;
  return { kind: 'stands-as-quoted', because, place: { path: file.path, lines } };
}

const MOSTLY = 0.75;
