/** Which texts of a value are secrets, where a name says that it is one. */
import { type Nesting, type Reading, type ValueText, valueTexts } from './expression.ts';
import { literalsAt, type ReadLiteral } from './literals.ts';
import { past, skip } from './patterns.ts';
import type { FoundSecret, HiddenSpan } from './spans.ts';
import { isSecretValue, looksChosen, type Place } from './values.ts';

/** A name that says what its value is. */
export interface NamePlace extends HiddenSpan {
  readonly text: string;
  readonly name: string;
  /** It is that of a header, whose value begins with the word for how it proves something. */
  readonly isScheme: boolean;
}

export interface CodePlace extends NamePlace {
  /** The name is a string: a key, an argument. */
  readonly isKey: boolean;
  readonly many: Many | undefined;
  /** Where the part ends that the name is in. */
  readonly last: number;
  readonly nesting: Nesting;
}

/** What the name is that of, where it is no single secret: of secrets, of tokens (words have them as well), of what accounts hold. */
export type Many = 'secrets' | 'tokens' | 'accounts';

/** What is left out where there are many: labels are among them. */
const OPENS_LIST = /[\w.]{0,80}\(?(?=[[{(])/y;

/** The texts of the value that begins at a place. */
export function boundAt(
  at: number,
  place: CodePlace,
  reading: Omit<Reading, 'last'> = {},
  how: Place = 'certain',
): FoundSecret[] {
  const { text, many, nesting } = place;
  const value = skip(/(?:\s|\\\r?\n){0,100}/y, text, at);
  if (many !== undefined && past(OPENS_LIST, text, value) === undefined) return [];
  if (!nesting.admits(value)) return [];
  const tables = many === 'accounts' ? 1 : reading.tables;
  const { found, end } = valueTexts(text, value, {
    ...reading,
    last: place.isKey ? text.length : place.last,
    ...(tables !== undefined && { tables }),
  });
  nesting.enter(end);
  const isBytes = found.filter(({ isNumber }) => isNumber).length >= FEWEST_BYTES;
  return found.flatMap((each) => {
    if (each.isNumber) return isBytes || isSecretNumber(each, place) ? [each.pieces] : [];
    return place.isScheme ? behindScheme(each, place) : whole(each, place, placeOf(each, many, how));
  });
}

/** A key whose bytes are written one by one has so many at least. */
const FEWEST_BYTES = 8;

function placeOf({ isKey, isUnderKey }: ValueText, many: Many | undefined, how: Place): Place | undefined {
  if (many === 'accounts') return isUnderKey && !isKey ? 'doubtful' : undefined;
  if (isKey || many === 'tokens') return 'doubtful';
  return isUnderKey && how === 'certain' ? 'table' : how;
}

function isSecretNumber({ pieces: [piece] }: ValueText, { text, name }: CodePlace): boolean {
  const written = text.slice(piece?.start, piece?.end).replaceAll('_', '');
  // Flags are written so as well.
  const isKey = /^0x[\da-f]{8,}$/i.test(written) && new Set(written).size > 5;
  return isKey || (/^\d+$/.test(written) && isSecretValue(written, name, 'certain'));
}

/** `match password:` and the texts of its cases. */
export function casesBelow(colon: number, place: CodePlace): FoundSecret[] {
  const { text, start } = place;
  const head = /(?:^|\n)([ \t]*)match[ \t]+[\w.(]*$/.exec(text.slice(Math.max(0, start - 300), start));
  if (head === null) return [];
  const found: FoundSecret[] = [];
  const indent = (head[1] ?? '').length;
  for (let at = text.indexOf('\n', colon) + 1, count = 0; at > 0 && count < MOST_LINES; count++) {
    const line = /[ \t]*(?=\S)(?:case[ \t]+)?/y;
    const value = past(line, text, at);
    const lead = value === undefined ? '' : text.slice(at, value);
    if (value !== undefined && /^[ \t]*/.exec(lead)?.[0].length === indent && indent === lead.length) break;
    if (value !== undefined && lead.includes('case')) found.push(...boundAt(value, place, { isCompared: true }));
    at = text.indexOf('\n', at) + 1;
  }
  return found;
}

const MOST_LINES = 200;

/** The literal at a place, where it is a secret. */
export function literal(at: number, place: CodePlace, how: Place): FoundSecret[] {
  const read = literalsAt(place.text, at);
  if (read === undefined) return [];
  return place.isScheme ? behindScheme(read, place) : whole(read, place, how);
}

type Pieces = Pick<ReadLiteral, 'pieces' | 'hasFields'>;

export function whole(read: Pieces, { text, name }: CodePlace, how: Place | undefined): FoundSecret[] {
  const value = read.pieces.map(({ start, end }) => text.slice(start, end)).join('');
  if (how === undefined) return [];
  // What a field is put into is the secret's form more often than a part of it.
  const counts = read.hasFields ? value.length >= 8 && looksChosen(value) : isSecretValue(value, name, how);
  return counts ? [read.pieces] : [];
}

/** `Bearer …`: what says how is no secret. */
function behindScheme({ pieces, hasFields }: Pieces, { text, name }: CodePlace): FoundSecret[] {
  const [first] = pieces;
  if (first === undefined || hasFields) return [];
  const start = skip(
    /\s{0,8}(?:Bearer|Basic|Token|Bot|Digest|ApiKey|Negotiate|AWS4-HMAC-SHA256)?:?\s{1,8}|/iy,
    text,
    first.start,
  );
  // The rest may be written beside it.
  const value = pieces.map((piece, index) => text.slice(index === 0 ? start : piece.start, piece.end)).join('');
  const isSecret = isSecretValue(value, name, start > first.start ? 'table' : 'doubtful') && !/\s/.test(value);
  return isSecret ? [[{ start, end: first.end }, ...pieces.slice(1)]] : [];
}
