/** Where quoted code is in a file: up to formatting, comments and what was left out. */

import type { SourceText } from '../text/index.ts';
import type { LineRange } from './claim.ts';
import { type CodeToken, tokensOf } from './code-tokens.ts';

/** A line of a quote that says something. */
export interface QuotedLine {
  readonly tokens: readonly CodeToken[];
  /** How much it tells: a long line more than a short one, `else` nothing. */
  readonly weight: number;
}

export interface FoundQuote {
  readonly lines: LineRange;
  /** Share of the quote, by weight, that is there. */
  readonly share: number;
}

/** The lines of a quote; a statement over several lines is one. Empty where nothing in it tells anything. */
export function quotedLines(code: string): readonly QuotedLine[] {
  const lines = statementsIn(code).map((statement) => {
    const tokens = headOfDefinition(tokensOf(statement, true));
    return { tokens, weight: weightOf(tokens) };
  });
  return lines.filter(({ weight }) => weight > 0);
}

/** A quote of one line as it is within a longer text, such as a requirement in a list of texts; undefined where it is nowhere so. */
export function findText(quote: string, text: SourceText): FoundQuote | undefined {
  const wanted = quote.trim();
  if (wanted.length < LEAST_TEXT || /[\r\n]/.test(wanted)) return undefined;
  const at = text.content.indexOf(wanted);
  if (at < 0) return undefined;
  const line = text.lineAt(at);
  return { lines: { first: line, last: line }, share: 1 };
}

/** Shorter texts can be anywhere. */
const LEAST_TEXT = 6;
const ENOUGH = 0.5;
/** A quote that leaves out half of a function still is within so many lines. */
const SPREAD = 3;
const LEAST_SPREAD = 40;

interface Hit {
  readonly index: number;
  readonly first: number;
  readonly last: number;
  readonly weight: number;
}

/**
 * The best place for a quote among a file's tokens, its lines in their order within a window: the window with the greatest weight wins; of two
 * alike the one nearer to a line, else the earlier. Undefined where less than half of it is in one place.
 */
export function findQuote(
  quote: readonly QuotedLine[],
  file: readonly CodeToken[],
  near?: number,
): FoundQuote | undefined {
  const total = weightOfLines(quote);
  const hits = quote.flatMap((line, index) => hitsOf(line, index, file)).sort((a, b) => a.first - b.first);
  const spread = Math.max(LEAST_SPREAD, quote.length * SPREAD);
  const away = ({ first }: LineRange): number => (near === undefined ? 0 : Math.abs(first - near));
  let best: { readonly lines: LineRange; readonly weight: number } | undefined;
  for (const [at, start] of hits.entries()) {
    if (best !== undefined && total - weightOfLines(quote.slice(0, start.index)) < best.weight) continue;
    const found = chainFrom(hits, at, start.first + spread);
    const isAlike = found.weight === best?.weight;
    if (best === undefined || found.weight > best.weight || (isAlike && away(found.lines) < away(best.lines)))
      best = found;
  }
  if (best === undefined || best.weight / total < ENOUGH) return undefined;
  return { lines: best.lines, share: best.weight / total };
}

export const weightOfLines = (lines: readonly QuotedLine[]): number =>
  lines.reduce((sum, { weight }) => sum + weight, 0);

function chainFrom(hits: readonly Hit[], at: number, end: number): { lines: LineRange; weight: number } {
  let { index, last, weight, first } = hits[at] as Hit;
  const start = first;
  for (let next = at + 1; next < hits.length; next++) {
    const hit = hits[next] as Hit;
    if (hit.first > end) break;
    if (hit.index <= index || hit.first < first) continue;
    ({ index, first } = hit);
    last = Math.max(last, hit.last);
    weight += hit.weight;
  }
  return { lines: { first: start, last }, weight };
}

/** Most hits that one line of a quote may have: a line that stands everywhere identifies no place. */
const MOST_HITS = 400;

function hitsOf(line: QuotedLine, index: number, file: readonly CodeToken[]): Hit[] {
  const hits: Hit[] = [];
  const { tokens, weight } = line;
  const [head] = tokens;
  if (head === undefined) return hits;
  for (let at = 0; at < file.length && hits.length < MOST_HITS; at++) {
    const token = file[at] as CodeToken;
    if (!isSame(head, token)) continue;
    const matched = matchFrom(tokens, file, at);
    if (matched === undefined) continue;
    hits.push({ index, first: token.line, last: matched.last, weight: weight * matched.share });
  }
  return hits;
}

/** Tokens that a gap may represent. */
const LONGEST_GAP = 80;
/** So much of a long line must be the same before the rest may differ. */
const LEAST_PREFIX = 0.6;
const LONG_LINE = 6;

/** How much of a line is at a place; undefined where too little does. */
function matchFrom(
  tokens: readonly CodeToken[],
  file: readonly CodeToken[],
  start: number,
): { readonly last: number; readonly share: number } | undefined {
  let at = start;
  let last = (file[start] as CodeToken).line;
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'gap') {
      at = behindGap(tokens[i + 1], file, at);
      continue;
    }
    const found = file[at];
    if (found === undefined || !isSame(token, found)) {
      const share = i / tokens.length;
      return tokens.length >= LONG_LINE && share >= LEAST_PREFIX ? { last, share } : undefined;
    }
    last = found.line;
    at++;
  }
  return { last, share: 1 };
}

function behindGap(next: CodeToken | undefined, file: readonly CodeToken[], start: number): number {
  if (next === undefined) return start;
  const end = Math.min(file.length, start + LONGEST_GAP);
  for (let at = start; at < end; at++) if (isSame(next, file[at] as CodeToken)) return at;
  return file.length;
}

const isSame = (token: CodeToken, found: CodeToken): boolean => token.kind === found.kind && token.text === found.text;

/** A signature is often shortened, so that only what is defined counts. */
function headOfDefinition(tokens: readonly CodeToken[]): readonly CodeToken[] {
  const words = tokens.slice(0, 3).map(({ text }) => text);
  if (words[0] === 'def' || words[0] === 'class') return tokens.slice(0, 2);
  return words[0] === 'async' && words[1] === 'def' ? tokens.slice(0, 3) : tokens;
}

const HEAVIEST = 14;

function weightOf(tokens: readonly CodeToken[]): number {
  const specific = tokens.filter(({ kind, text }) => kind !== 'gap' && kind !== 'sign' && !KEYWORDS.has(text));
  return specific.length === 0 ? 0 : Math.min(HEAVIEST, tokens.length);
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'and as assert async await break class continue def del elif else except finally for from global if import in is lambda ' +
    'nonlocal not or pass raise return try while with yield None True False'
  ).split(' '),
);

/** Physical lines joined while a bracket is open. */
function statementsIn(code: string): string[] {
  const statements: string[] = [];
  let open = 0;
  for (const line of code.split(/\r\n|\r|\n/)) {
    if (open > 0) statements[statements.length - 1] += `\n${line}`;
    else statements.push(line);
    const bare = line.replace(/#[^\r\n]*|"[^"]*"|'[^']*'/g, '');
    open += (bare.match(/[([{]/g)?.length ?? 0) - (bare.match(/[)\]}]/g)?.length ?? 0);
    if (open < 0 || statements.length > MOST_LINES) open = 0;
  }
  return statements.slice(0, MOST_LINES);
}

/** Longer quotes are known by their beginning. */
const MOST_LINES = 200;
