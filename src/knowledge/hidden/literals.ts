/** Texts in quotes, as Python and the files around it write them. */
import { type HiddenSpan, lastStartingBefore } from './spans.ts';

const PREFIX = /[A-Za-z]{0,2}(?="""|'''|"|')/y;
/** What may be between literals that are one text: line breaks, comments, a plus, brackets of grouping. */
const BETWEEN = /(?:\s|\\\r?\n|#[^\n]{0,300}\n|[+()]){0,40}/y;
/** The same where someone else counts brackets, and within a line. */
export const BETWEEN_IN_BRACKETS = /(?:\s|\\\r?\n|#[^\n]{0,300}\n|\+){0,40}/y;
export const BETWEEN_IN_LINE = /(?:[ \t]|\\\r?\n|\+){0,40}/y;
/** Of a literal no more is looked at. */
const LONGEST = 4_000;
const MOST_PIECES = 100;

export interface ReadLiteral {
  /** What is between the quotes, without the fields of an f-string. */
  readonly pieces: readonly HiddenSpan[];
  readonly end: number;
  readonly hasFields: boolean;
}

/** The literal that begins at a place. */
export function literalAt(text: string, at: number): ReadLiteral | undefined {
  PREFIX.lastIndex = at;
  const prefix = PREFIX.exec(text)?.[0];
  if (prefix === undefined || /[^rbuf]/i.test(prefix)) return undefined;
  const open = at + prefix.length;
  const quote = text[open] ?? '';
  const isTriple = text.startsWith(quote.repeat(3), open);
  const start = open + (isTriple ? 3 : 1);
  const end = endOf(text, start, isTriple ? quote.repeat(3) : quote);
  if (end === undefined) return undefined;
  const isFormatted = /f/i.test(prefix);
  const pieces = isFormatted ? outsideFields(text, start, end) : [{ start, end }];
  const hasFields = isFormatted && (pieces.length !== 1 || pieces[0]?.end !== end || pieces[0].start !== start);
  return { pieces, end: end + (isTriple ? 3 : 1), hasFields };
}

/** The literal at a place, with those that continue it. */
export function literalsAt(text: string, at: number, between = BETWEEN): ReadLiteral | undefined {
  let whole = literalAt(text, at);
  for (let count = 1; whole !== undefined && count < MOST_PIECES; count++) {
    between.lastIndex = whole.end;
    between.exec(text);
    const next = between.lastIndex;
    // A text of several lines in a line of its own is what documents the name above.
    const isDocumentation =
      /\n/.test(text.slice(whole.end, next)) && /^[rbuf]?(?:"""|''')/i.test(text.slice(next, next + 4));
    const more = isDocumentation ? undefined : literalAt(text, next);
    if (more === undefined) break;
    whole = {
      pieces: [...whole.pieces, ...more.pieces],
      end: more.end,
      hasFields: whole.hasFields || more.hasFields,
    };
  }
  return whole;
}

function endOf(text: string, start: number, quote: string, longest = LONGEST): number | undefined {
  const isOneLine = quote.length === 1;
  const last = Math.min(text.length, start + longest);
  for (let at = start; at < last; at++) {
    const each = text[at];
    if (each === '\\') at++;
    else if (isOneLine && (each === '\n' || each === '\r')) return undefined;
    else if (each === quote[0] && text.startsWith(quote, at)) return at;
  }
  return undefined;
}

function outsideFields(text: string, start: number, end: number): HiddenSpan[] {
  const pieces: HiddenSpan[] = [];
  let from = start;
  let depth = 0;
  for (let at = start; at < end; at++) {
    const each = text[at];
    if (depth === 0 && (each === '{' || each === '}') && text[at + 1] === each) at++;
    else if (each === '{') {
      if (depth === 0) pieces.push({ start: from, end: at });
      depth++;
    } else if (each === '}' && depth > 0) {
      depth--;
      if (depth === 0) from = at + 1;
    }
  }
  if (depth === 0) pieces.push({ start: from, end });
  return pieces.filter((piece) => piece.start < piece.end);
}

/** Strings and comments of Python, in order. */
export interface QuietStretch extends HiddenSpan {
  readonly kind: 'string' | 'comment';
}

const QUIET = /#|[A-Za-z]{0,2}(?:"""|'''|"|')/g;

export function quietStretches(text: string): readonly QuietStretch[] {
  const found: QuietStretch[] = [];
  QUIET.lastIndex = 0;
  for (let match = QUIET.exec(text); match !== null; match = QUIET.exec(text)) {
    const start = match.index;
    if (match[0] === '#') {
      const end = text.indexOf('\n', start);
      found.push({ start, end: end < 0 ? text.length : end, kind: 'comment' });
    } else {
      const quote = match[0].replace(/^[A-Za-z]+/, '');
      const end = endOf(text, start + match[0].length, quote, text.length);
      if (end === undefined) continue;
      found.push({ start, end: end + quote.length, kind: 'string' });
    }
    QUIET.lastIndex = found.at(-1)?.end ?? QUIET.lastIndex;
  }
  return found;
}

/** The stretch that holds a place. */
export function stretchAround(stretches: readonly QuietStretch[], at: number): QuietStretch | undefined {
  const last = lastStartingBefore(stretches, at);
  return last !== undefined && at < last.end ? last : undefined;
}
