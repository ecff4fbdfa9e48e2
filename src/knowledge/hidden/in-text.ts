/** What is behind the name of a secret where quotes are not needed: in settings, commands, comments, prose, and in texts that hold such. */
import { isPasswordName } from '../secrets.ts';
import type { NamePlace } from './bound-values.ts';
import { past, skip } from './patterns.ts';
import type { FoundSecret, HiddenSpan, TextKind } from './spans.ts';
import { isSecretValue, looksChosen, type Place } from './values.ts';

/** What the name is in: the file, or a part of Python. */
export type Around = Exclude<TextKind, 'python'> | 'string' | 'comment';

const CLOSED = /(?:\\{0,2}["'`])?\]?[ \t]{0,20}/y;
const TIED = /(?:[:?]{0,2}=>?|[!=]=)[ \t]{0,20}/y;
const ANNOTATED = /:[ \t]{0,8}[\w.[\], |]{1,60}?[ \t]{0,8}=(?!=)[ \t]{0,20}/y;
const UNDER = /:[ \t]{1,40}|:(?=["'])/y;
const PAIRED = /,[ \t]{0,20}(?=\\{0,2}["'])/y;
const INSTEAD = /:?-/y;
const SAID = /[ \t](?:is|was|=)[ \t]{1,4}/iy;
const IN_ELEMENT = /^<[\w-]{1,80}>[^<>\n]{1,200}<\//;
const SPACED = /[ \t]{1,40}/y;
const QUOTED = /\\{0,2}(["'`])/y;
const BLOCK = /[|>][+-]?[ \t]*\r?\n/y;

/** `last` is where the part ends that the name is in. */
export function inText(place: NamePlace, around: Around, last: number): FoundSecret[] {
  const at = valueAfter(place, around);
  if (at === undefined || at.start >= last) return [];
  const { text, name } = place;
  const block = around === 'settings' && at.isLoose ? blockAt(text, at.start, place.start) : undefined;
  if (block !== undefined) return [block];
  const span = quotedAt(text, at.start, last) ?? bareAt(text, at, { place, around, last });
  if (span === undefined) return [];
  const start = skip(SCHEME, text, span.start);
  const shown = place.isScheme ? { start, end: span.end } : span;
  const value = text.slice(shown.start, shown.end);
  if (place.isScheme && start === span.start) return [];
  return isSecretValue(value, name, span.isQuoted ? at.quoted : at.bare) ? [[shown]] : [];
}

const SCHEME = /(?:Bearer|Basic|Token|Bot|Digest|ApiKey)[ \t]{1,8}/iy;

/** Where the value begins, and how much what ties it to the name says. */
interface ValueStart {
  readonly start: number;
  readonly quoted: Place;
  readonly bare: Place;
  /** White space is between: the rest of the line may belong to it. */
  readonly isLoose: boolean;
}

function valueAfter({ text, name, start, end }: NamePlace, around: Around): ValueStart | undefined {
  const isSettings = around === 'settings';
  const isFlag = name.startsWith('-');
  const isVariable = around !== 'comment' && /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(name);
  const bare: Place = isSettings ? 'setting' : isVariable ? 'certain' : 'doubtful';
  const quoted: Place = isSettings ? 'setting' : 'certain';
  if (text.slice(start - 2, start) === '${') {
    const instead = past(INSTEAD, text, end);
    return instead === undefined ? undefined : { start: instead, quoted: 'setting', bare: 'setting', isLoose: false };
  }
  const closed = skip(CLOSED, text, end);
  const tied = past(TIED, text, closed) ?? (isSettings ? undefined : past(ANNOTATED, text, closed));
  if (tied !== undefined) {
    const isAttached = text[tied - 1] === '=';
    return { start: tied, quoted, bare: around === 'string' && isAttached ? 'table' : bare, isLoose: !isAttached };
  }
  const under = past(UNDER, text, closed);
  if (under !== undefined) return { start: under, quoted: isSettings ? 'setting' : 'table', bare, isLoose: true };
  const paired = closed > end ? past(PAIRED, text, closed) : undefined;
  if (paired !== undefined) return { start: paired, quoted: 'doubtful', bare: 'doubtful', isLoose: false };
  if (IN_ELEMENT.test(text.slice(start - 1, end + 300)))
    return { start: end + 1, quoted: 'table', bare: 'table', isLoose: false };
  const said = past(SAID, text, end);
  if (said !== undefined) return { start: said, quoted: 'doubtful', bare: 'doubtful', isLoose: false };
  const spaced = isFlag || isSettings ? past(SPACED, text, end) : undefined;
  if (spaced === undefined) return undefined;
  const isDirective = isSettings && isAlone(text, start, spaced);
  return {
    start: spaced,
    quoted,
    bare: isSettings && (isFlag || isDirective) ? 'setting' : 'doubtful',
    isLoose: false,
  };
}

/** A line of a name and a value: `requirepass …`, `ENV TOKEN …`, `password …` of a `.netrc`. */
function isAlone(text: string, start: number, value: number): boolean {
  const before = lineBefore(text, start);
  const rest = lineFrom(text, value, 400).trim();
  return (
    /^\s*(?:(?:ENV|ARG|export|set|proxy_set_header|machine|login|\S+)\s+){0,6}$/.test(before) &&
    !before.trimStart().startsWith('#') &&
    /^\S+;?$/.test(rest)
  );
}

interface FoundValue extends HiddenSpan {
  readonly isQuoted: boolean;
}

function quotedAt(text: string, at: number, last: number): FoundValue | undefined {
  const open = past(QUOTED, text, at);
  if (open === undefined) return undefined;
  const quote = text.slice(at, open);
  const most = Math.min(open + lineFrom(text, open, LONGEST).length, last);
  for (let end = text.indexOf(quote, open); end >= 0 && end < most; end = text.indexOf(quote, end + 1)) {
    if (quote.length > 1 || text[end - 1] !== '\\') return { start: open, end, isQuoted: true };
  }
  return { start: open, end: most, isQuoted: true };
}

interface Bare {
  readonly place: NamePlace;
  readonly around: Around;
  readonly last: number;
}

function bareAt(text: string, at: ValueStart, { place, around, last }: Bare): FoundValue | undefined {
  const line = lineFrom(text, at.start, Math.min(LONGEST, last - at.start));
  const value = bareValue(line, at, place, around);
  if (around !== 'settings' && !/^[\w!@#$%^&*+/~.-]/.test(value)) return undefined;
  const end = at.start + value.length;
  if (around !== 'settings' && /[([]/.test(text[end] ?? '')) return undefined;
  if (around !== 'settings' && /[)}.,]/.test(text[end] ?? '') && !looksChosen(value)) return undefined;
  return { start: at.start, end, isQuoted: false };
}

function bareValue(
  line: string,
  { isLoose, start: at }: ValueStart,
  { text, start, name, isScheme }: NamePlace,
  around: Around,
): string {
  const before = lineBefore(text, start);
  const isFirst = /^\s*(?:export\s+|-\s+|set\s+|ENV\s+|ARG\s+)?["']?$/.test(before);
  if (isScheme) return /^(?:\w{1,20}[ \t]{1,8})?[^\s"'`;,)\]}]*/.exec(line)?.[0] ?? '';
  if (around === 'settings' && isFirst && !name.startsWith('-')) {
    if (isLoose)
      return line
        .replace(/\s+[#;].*$/, '')
        .trimEnd()
        .replace(/;$/, '');
    return /^\S*/.exec(line)?.[0].replace(/;$/, '') ?? '';
  }
  const inConnection =
    isPasswordName(name) && around === 'string' && text[at - 1] === '=' ? /^[^\s"'`;&]*/.exec(line)?.[0] : undefined;
  if (inConnection !== undefined && !/^[A-Za-z_][\w.]*[([{),]|[{}]/.test(inConnection)) return inConnection;
  return /^[^\s"'`;&|<>,()[\]{}\\]*/.exec(line)?.[0].replace(/[.:!?]$/, '') ?? '';
}

/** A value of several lines, indented below its name. */
function blockAt(text: string, at: number, nameStart: number): FoundSecret | undefined {
  const from = past(BLOCK, text, at);
  if (from === undefined) return undefined;
  const indent = lineBefore(text, nameStart).length;
  const spans: HiddenSpan[] = [];
  for (let start = from, count = 0; start < text.length && count < 200; count++) {
    const line = lineFrom(text, start, LONGEST);
    const end = start + line.length;
    const inner = line.search(/\S/);
    if (inner >= 0 && inner <= indent) break;
    if (inner >= 0) spans.push({ start: start + inner, end: start + line.trimEnd().length });
    start = skip(/\r?\n?/y, text, end);
  }
  return spans;
}

/** Of a line no more is looked at: a whole file may be one. */
const LONGEST = 4_000;
const LONGEST_BEFORE = 400;

/** What is in front of a place in its line. */
function lineBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - LONGEST_BEFORE), at);
  return before.slice(before.lastIndexOf('\n') + 1);
}

/** The rest of the line, as far as it may be looked at. */
export function lineFrom(text: string, at: number, most: number): string {
  return /^[^\r\n]*/.exec(text.slice(at, at + most))?.[0] ?? '';
}
