/** What Python binds, hands or compares to the name of a secret: texts in quotes. */
import { isPasswordName } from '../secrets.ts';
import { literalAt, literalsAt, type ReadLiteral } from './literals.ts';
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
  /** It is that of a list of secrets. */
  readonly isMany: boolean;
}

/** `]`, or calls that only change the form. */
const CLOSED = /(?:\]|\.\w{1,40}\(\))?[ \t]{0,20}/y;
const BOUND = /(?::=|={1,2}|!=|\+=)\s{0,100}/y;
const ANNOTATED = /:[ \t]{0,8}["']?[\w.[\], |"']{1,80}?[ \t]{0,8}=(?!=)\s{0,100}/y;
const UNDER_KEY = /\s{0,8}:\s{0,100}/y;
const BESIDE_KEY = /\s{0,20},\s{0,100}(?:default\s{0,4}=\s{0,4})?/y;
const AMONG = /(?:not\s{1,8})?in\s{0,20}(?=[([{])/y;
const ELSE = /[^\n#]{0,160}?\b(?:or|else)\s{1,20}(?=[rbuf]{0,2}["'])/iy;
const LATER_DEFAULT = /[^()\n]{0,200}?\bdefault\s{0,4}=\s{0,4}/y;
const OPENED = /(?:[\s(]|\\\r?\n){0,100}/y;
/** What gives back its first argument, in whatever form. */
const WRAPPED =
  /(?:[\w.]{1,60}\.)?(?:SecretStr|SecretBytes|Secret|str|bytes|Field|field|b64decode|quote|quote_plus|make_password|generate_password_hash|hashpw|cast|String)\(\s{0,100}(?:default\s{0,4}=\s{0,4}|value\s{0,4}=\s{0,4})?/y;
/** What reads a setting of some other name, and has the second argument where there is none. */
const READ =
  /(?:[\w.]{1,60}\.)?(?:(?:getenv|get|pop|setdefault|config|env|str)\(|getattr\(\s{0,20}[\w.]{1,60},)\s{0,100}[^()\n,]{1,100},\s{0,100}(?:default\s{0,4}=\s{0,4})?/y;
const TAKES_TABLE_KEY =
  /(?:\.|\b)(?:get|getenv|pop|setdefault|setenv|env|config|str|getattr|setattr|setitem|getint|secret)\(\s{0,100}(?:[\w.]{1,60},\s{0,20})?[rbuf]{0,2}["']$/;
const HANDLES = /(?:^|_)(?:set|check|verify|validate|change|reset|with|use)_/i;
const MAKES_OF = /(?:^|_)(?:make|hash|encrypt)_/i;

export function inCode(place: CodePlace): FoundSecret[] {
  const { text, end, isKey } = place;
  const closed = isKey ? skip(/["']{1,3}/y, text, end) : end;
  const after = skip(CLOSED, text, closed);
  const bound = past(BOUND, text, after) ?? (isKey ? undefined : past(ANNOTATED, text, after));
  if (bound !== undefined) return [...boundAt(bound, place), ...comparedBefore(place)];
  if (isKey) return place.isMany ? [] : underKey(place, closed);
  const among = past(AMONG, text, after);
  if (among !== undefined) return listAt(among, place);
  if (text[end] === '(' && handles(place.name)) return argumentsAt(end, place);
  return comparedBefore(place);
}

const handles = (name: string): boolean => HANDLES.test(name) || (MAKES_OF.test(name) && isPasswordName(name));

function boundAt(at: number, place: CodePlace): FoundSecret[] {
  const { text } = place;
  const open = skip(OPENED, text, at);
  if (place.isMany) return text[open] === '[' || text[open] === '{' ? listAt(open, place) : [];
  const value = past(WRAPPED, text, open) ?? past(READ, text, open) ?? open;
  if (literalAt(text, value) !== undefined) return literal(value, place, 'certain');
  if (text[open] === '[' || text[open] === '{') return listAt(open, place);
  const otherwise = past(ELSE, text, open);
  return otherwise === undefined || isWithinCall(text.slice(open, otherwise))
    ? []
    : literal(otherwise, place, 'certain');
}

const isWithinCall = (before: string): boolean => before.split('(').length > before.split(')').length;

function underKey(place: CodePlace, closed: number): FoundSecret[] {
  const { text, start } = place;
  const value = past(UNDER_KEY, text, closed);
  if (value !== undefined) {
    return literal(past(WRAPPED, text, value) ?? past(READ, text, value) ?? value, place, 'table');
  }
  const beside = past(BESIDE_KEY, text, closed);
  if (beside !== undefined) {
    const before = text.slice(Math.max(0, start - 200), start);
    const isRead = TAKES_TABLE_KEY.test(before) || place.name.startsWith('-');
    const own =
      isRead && !/add_argument\(|\boption\(/.test(before) ? 'certain' : isPair(before) ? 'doubtful' : undefined;
    const found = own === undefined ? [] : literal(beside, place, own);
    const later =
      found.length > 0 || !/\w\(\s*[rbuf]?["']$/.test(before) ? undefined : past(LATER_DEFAULT, text, beside);
    return later === undefined ? found : literal(later, place, 'certain');
  }
  const otherwise = past(/\s{0,8}[\])]\s{1,20}(?:or|if[^\n]{1,100}else)\s{1,20}/y, text, closed);
  if (otherwise !== undefined) return literal(otherwise, place, 'certain');
  return comparedBefore(place);
}

/** `("password", "…")`, and no list of names of fields. */
const isPair = (before: string): boolean => /[([]\s*[rbuf]{0,2}["']$/.test(before);

/** `"…" == password`. */
function comparedBefore({ text, name, start, isScheme }: CodePlace): FoundSecret[] {
  const before = text.slice(Math.max(0, start - 600), start);
  const match = /(["'])([^"'\n]{4,500})\1\s{0,8}[!=]=\s{0,8}[\w.[]{0,100}["']?$/.exec(before);
  const value = match?.[2];
  if (match === null || value === undefined || isScheme || !isSecretValue(value, name, 'certain')) return [];
  const from = start - before.length + match.index + 1;
  return [[{ start: from, end: from + value.length }]];
}

/** The texts of a list, a tuple, a set; of a table those that stand under its keys. */
function listAt(at: number, place: CodePlace): FoundSecret[] {
  const { text } = place;
  const found: FoundSecret[] = [];
  let next = skip(/[([{\s]{1,100}/y, text, at);
  const isTable = text[at] === '{';
  for (let count = 0; count < 200; count++) {
    const read = literalAt(text, next);
    if (read === undefined) break;
    const behind = skip(/\s{0,40}/y, text, read.end);
    const value = isTable && text[behind] === ':' ? skip(/:\s{0,40}/y, text, behind) : undefined;
    found.push(...literal(value ?? next, place, value === undefined ? 'certain' : 'table'));
    const end = value === undefined ? read.end : (literalAt(text, value)?.end ?? text.length);
    const comma = past(/\s{0,40},\s{0,200}/y, text, end);
    if (comma === undefined) break;
    next = comma;
  }
  return found;
}

function argumentsAt(at: number, place: CodePlace): FoundSecret[] {
  const found: FoundSecret[] = [];
  let next = skip(/\(\s{0,100}/y, place.text, at);
  for (let count = 0; count < 4; count++) {
    const read = literalsAt(place.text, next);
    if (read !== undefined) found.push(...literal(next, place, 'certain'));
    const end = read?.end ?? skip(/[\w.]{1,100}/y, place.text, next);
    const comma = past(/\s{0,40},\s{0,100}/y, place.text, end);
    if (comma === undefined) break;
    next = comma;
  }
  return found;
}

/** The literal at a place, where it is a secret. */
function literal(at: number, place: CodePlace, how: Place): FoundSecret[] {
  const read = literalsAt(place.text, at);
  if (read === undefined) return [];
  return place.isScheme ? behindScheme(read, place) : whole(read, place, how);
}

function whole(read: ReadLiteral, { text, name }: CodePlace, how: Place): FoundSecret[] {
  const value = read.pieces.map(({ start, end }) => text.slice(start, end)).join('');
  // What a field is put into is the secret's form more often than a part of it.
  const counts = read.hasFields ? value.length >= 8 && looksChosen(value) : isSecretValue(value, name, how);
  return counts ? [read.pieces] : [];
}

/** `Bearer …`: what says how is no secret. */
function behindScheme({ pieces, hasFields }: ReadLiteral, { text, name }: CodePlace): FoundSecret[] {
  const [first] = pieces;
  if (first === undefined || hasFields) return [];
  const start = skip(
    /\s{0,8}(?:Bearer|Basic|Token|Bot|Digest|ApiKey|Negotiate|AWS4-HMAC-SHA256)?:?\s{1,8}|/iy,
    text,
    first.start,
  );
  const value = text.slice(start, first.end);
  const isSecret = isSecretValue(value, name, start > first.start ? 'table' : 'doubtful') && !/\s/.test(value);
  return isSecret ? [[{ start, end: first.end }, ...pieces.slice(1)]] : [];
}

/** Where it ends, or where it would have begun. */
export function skip(pattern: RegExp, text: string, at: number): number {
  return past(pattern, text, at) ?? at;
}

/** Where it ends; undefined where it does not stand there. */
export function past(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
