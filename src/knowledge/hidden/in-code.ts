/** What Python binds, hands or compares to the name of a secret: texts in quotes. */
import { isPasswordName } from '../secrets.ts';
import { boundAt, type CodePlace, casesBelow, literal, whole } from './bound-values.ts';
import { literalsAt } from './literals.ts';
import { past, skip } from './patterns.ts';
import type { FoundSecret } from './spans.ts';
import { isSecretValue } from './values.ts';

/** Brackets, what only changes the form, and fields that hold the value. */
const CLOSED =
  /(?:\]|\.(?!get(?!_secret|pass\b))\w{1,40}\(\)|\.(?:value|default|data)\b(?!\()|\[[\w"']{1,40}\]){0,3}[ \t]{0,20}/y;
const BOUND = /(?::=|=(?!=)|\+=)/y;
const COMPARED = /[!=]=/y;
const ANNOTATED = /:[ \t]{0,8}["']?[\w.[\], |"']{1,80}?[ \t]{0,8}=(?!=)/y;
/** `password: Literal["…"]` */
const LITERAL_TYPE = /:\s{0,8}(?:[\w.]{1,40}\[)?(?:typing\.)?Literal(?=\[)/y;
/** `password.startswith("…")` */
const STRING_COMPARISON = /\.(?:startswith|endswith|__eq__|__ne__)(?=\()/y;
/** `get("password") == "…"`, `input("password: ") == "…"` */
const COMPARED_RESULT = /(?:,\s{0,8}[\w"']{0,20})?\s{0,20}\)(?:\.\w{1,40}\(\)){0,2}\s{0,20}[!=]=/y;
const UNDER_KEY = /\s{0,8}:/y;
const BESIDE_KEY = /\s{0,20},\s{0,100}/y;
const AMONG = /(?:not\s{1,8})?in\s{0,20}(?=[([{])/y;
const LATER_DEFAULT = /[^()\n]{0,200}?\b(?:default|return_value)\s{0,4}=\s{0,4}/y;
const OTHERWISE = /\s{0,8}[\])]\s{1,20}(?:or|if[^\n]{1,100}else)\s{1,20}/y;
const TAKES_TABLE_KEY =
  /(?:\.|\b)(?:get|getenv|putenv|pop|setdefault|setenv|env|config|str|getattr|setattr|setitem|getint|secret)\(\s{0,100}(?:[\w.]{1,60},\s{0,20})?[rbuf]{0,2}["']$/;
const HANDLES = /(?:^|_)(?:set|check|verify|validate|change|reset|with|use)_/i;
const MAKES_OF = /(?:^|_)(?:make|hash|encrypt)_/i;
/** `password, user = …`, `user, password = …` */
const TARGETS = /(?:[\p{L}\p{N}_.]{1,80}\s{0,4},\s{0,4}){1,8}[\p{L}\p{N}_.]{1,80}\s{0,4}=(?!=)[ \t]{0,8}\(?/uy;

export function inCode(place: CodePlace): FoundSecret[] {
  const { text, end, isKey } = place;
  const closed = isKey ? skip(/[:?> ]{0,4}["']{1,3}/y, text, end) : end;
  const after = skip(CLOSED, text, closed);
  const bound = past(BOUND, text, after) ?? (isKey ? undefined : past(ANNOTATED, text, after));
  const targets = isKey ? undefined : amongTargets(place);
  const inOrder = targets === undefined ? [] : boundAt(targets.at, place, { element: targets.element });
  // Without white space it may as well be the default of a parameter.
  if (targets !== undefined && text[end] !== '=') return inOrder;
  if (bound !== undefined) return [...inOrder, ...boundAt(bound, place)];
  const compared = past(COMPARED, text, after) ?? (isKey ? past(COMPARED_RESULT, text, closed) : undefined);
  if (compared !== undefined) return [...boundAt(compared, place, { isCompared: true }), ...comparedBefore(place)];
  if (isKey) return place.many === undefined ? underKey(place, closed) : [];
  return besideName(place, after);
}

function besideName(place: CodePlace, after: number): FoundSecret[] {
  const { text, end } = place;
  const among = past(AMONG, text, after) ?? past(LITERAL_TYPE, text, after);
  if (among !== undefined) return boundAt(among, place, { isCompared: true });
  const comparison = past(STRING_COMPARISON, text, end);
  if (comparison !== undefined)
    return boundAt(comparison, place, { isCompared: true }, text[comparison - 1] === '_' ? 'certain' : 'doubtful');
  if (text[end] === '(' && handles(place.name)) return argumentsAt(end, place);
  if (text[after] === ':') return [...casesBelow(after, place), ...comparedBefore(place)];
  return comparedBefore(place);
}

const handles = (name: string): boolean => HANDLES.test(name) || (MAKES_OF.test(name) && isPasswordName(name));

/** `user, password = "x", "…"`: the value at the place of the name. */
function amongTargets({ text, start, end }: CodePlace): { readonly at: number; readonly element: number } | undefined {
  if (!/^[ \t]*[,=]/.test(text.slice(end, end + 12))) return undefined;
  const before = /[\p{L}\p{N}_., \t]*$/u.exec(text.slice(Math.max(0, start - 300), start))?.[0] ?? '';
  const head = before.trimStart();
  if (!/[\n;:]$|^$/.test(text.slice(0, start - before.length).slice(-1))) return undefined;
  const at = past(TARGETS, text, start - head.length);
  return at === undefined || at <= end ? undefined : { at, element: head.split(',').length - 1 };
}

function underKey(place: CodePlace, closed: number): FoundSecret[] {
  const { text, start } = place;
  const value = past(UNDER_KEY, text, closed);
  if (value !== undefined) return boundAt(value, place, { tables: 0 }, 'table');
  const beside = past(BESIDE_KEY, text, closed);
  if (beside !== undefined) {
    const before = text.slice(Math.max(0, start - 200), start);
    const isRead = TAKES_TABLE_KEY.test(before) || place.name.startsWith('-');
    const own =
      isRead && !/add_argument\(|\boption\(/.test(before) ? 'certain' : isPair(before) ? 'doubtful' : undefined;
    const found = own === undefined ? [] : literal(beside, place, own);
    const later =
      found.length > 0 || !/\w\(\s*[rbuf]?["'][\w.]*$/.test(before) ? undefined : past(LATER_DEFAULT, text, beside);
    return later === undefined ? found : literal(later, place, 'certain');
  }
  const otherwise = past(OTHERWISE, text, closed);
  if (otherwise !== undefined) return literal(otherwise, place, 'certain');
  return comparedBefore(place);
}

/** `("password", "…")`, and no list of names of fields. */
const isPair = (before: string): boolean => /[([]\s*[rbuf]{0,2}["']$/.test(before);

/** `"…" == password`. */
function comparedBefore({ text, name, start, isScheme }: CodePlace): FoundSecret[] {
  const before = text.slice(Math.max(0, start - 600), start);
  const match =
    /(["'])([^"'\n]{4,500})\1(?:\s{0,8}[!=]=\s{0,8}|\.__(?:eq|ne)__\()[\w.[]{0,100}["']?$|(["'])([^"'\n]{4,500})\3\s{0,8}:\s{0,8}[\w"']{1,40}\s{0,8},?\s{0,8}\}\.get\([\w.]{0,100}$/d.exec(
      before,
    );
  const value = match?.[2] ?? match?.[4];
  const place = match?.indices?.[2] ?? match?.indices?.[4];
  if (place === undefined || value === undefined || isScheme || !isSecretValue(value, name, 'certain')) return [];
  const from = start - before.length;
  return [[{ start: from + place[0], end: from + place[1] }]];
}

function argumentsAt(at: number, place: CodePlace): FoundSecret[] {
  const found: FoundSecret[] = [];
  let next = skip(/\(\s{0,100}/y, place.text, at);
  for (let count = 0; count < 4; count++) {
    const read = literalsAt(place.text, next);
    if (read !== undefined) found.push(...whole(read, place, 'certain'));
    const end = read?.end ?? skip(/[\w.]{1,100}/y, place.text, next);
    const comma = past(/\s{0,40},\s{0,100}/y, place.text, end);
    if (comma === undefined) break;
    next = comma;
  }
  return found;
}
