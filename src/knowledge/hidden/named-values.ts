/** Values whose name says that they are secrets. */
import { namesHidden, PASSWORDS_ELSEWHERE } from '../secrets.ts';
import type { Many } from './bound-values.ts';
import { Nesting } from './expression.ts';
import { inCode } from './in-code.ts';
import { inText } from './in-text.ts';
import { type QuietStretch, stretchAround } from './literals.ts';
import type { FoundSecret, HiddenSpan, TextKind } from './spans.ts';

/** Every name of a secret holds one of these. */
const NAME_WORD = new RegExp(
  `pass|pwd|pswd|pw(?![a-z])|secret|token|key|pepper|credential|authorization|masterauth|dockerconfigjson|mnemonic|phrase|users|accounts|logins|admins|${PASSWORDS_ELSEWHERE.join('|')}`,
  'gi',
);
const LONGEST_NAME = 80;

/** Found by their names, wherever these are in the text. `stretches` are those of Python. */
export function namedSecrets(
  text: string,
  kind: TextKind,
  stretches: readonly QuietStretch[] | undefined,
): FoundSecret[] {
  const found: FoundSecret[] = [];
  const isHidden = remembered(namesHidden);
  const nesting = new Nesting();
  NAME_WORD.lastIndex = 0;
  let floor = 0;
  for (let match = NAME_WORD.exec(text); match !== null; match = NAME_WORD.exec(text)) {
    const place = nameAround(text, match.index, floor);
    floor = place.end;
    NAME_WORD.lastIndex = Math.max(place.end, match.index + match[0].length);
    const name = text.slice(place.start, place.end);
    const isScheme = /^(?:proxy-)?authorization$/i.test(name);
    const isOne = isScheme || isHidden(name);
    const many = isOne ? undefined : manyOf(name);
    if (place.end - place.start >= LONGEST_NAME || !(isOne || many !== undefined)) continue;
    const named = { text, name, ...place, isScheme };
    const around = stretches === undefined ? undefined : stretchAround(stretches, place.start);
    const isKey = around === undefined ? isQuoted(text, place) : isWhole(text, around, place.end);
    // Code is quoted in comments, in texts and in what is said of it.
    if (kind !== 'settings')
      found.push(...inCode({ ...named, isKey, many, last: lastOf(around) ?? text.length, nesting }));
    if (many !== undefined) continue;
    if (kind !== 'python') found.push(...inText(named, kind, text.length));
    else if (around !== undefined && !isKey) found.push(...inText(named, around.kind, around.end));
  }
  return found;
}

/** Without the quotes that end it. */
const lastOf = (around: QuietStretch | undefined): number | undefined =>
  around === undefined ? undefined : around.end - (around.kind === 'string' ? 1 : 0);

const isQuoted = (text: string, { start, end }: HiddenSpan): boolean =>
  /["']/.test(text[start - 1] ?? '') && text[start - 1] === text[end];

/** A string of which the name is all. */
function isWhole(text: string, { start, end }: QuietStretch, nameEnd: number): boolean {
  return (
    nameEnd >= end - 3 &&
    nameEnd < end &&
    /^[rbuf]{0,2}["']{1,3}[\w.:/ -]*["']{1,3}$/i.test(text.slice(start, Math.min(end, start + 120)))
  );
}

function manyOf(name: string): Many | undefined {
  if (/(?:passwords|passwds|secrets|api_?keys)$/i.test(name)) return 'secrets';
  if (TOKENS.test(name)) return 'tokens';
  return /(?:^|_)(?:users|accounts|logins|admins)$/i.test(name) ? 'accounts' : undefined;
}

/** Parsers and language models have others. */
const TOKENS =
  /^_?(?:(?:(?:api|auth|valid|access|admin|users?|static|known|allowed|bearer|service|session|refresh|test|demo|dev)_)+tokens|(?:(?:API|AUTH|VALID|ACCESS|ADMIN|USERS?|STATIC|KNOWN|ALLOWED|BEARER|SERVICE|SESSION|REFRESH|TEST|DEMO|DEV)_)*TOKENS)$/;

function nameAround(text: string, at: number, floor: number): { readonly start: number; readonly end: number } {
  let start = at;
  while (start > floor && start > at - LONGEST_NAME && isNamePart(text.charCodeAt(start - 1))) start--;
  let end = at;
  while (end < text.length && end < start + LONGEST_NAME && isNamePart(text.charCodeAt(end))) end++;
  while (end > at && text[end - 1] === '-') end--;
  return { start, end };
}

/** Letters of all scripts, digits, `_` and `-`. */
const isNamePart = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 45 ||
  (code > 127 && /[\p{L}\p{M}]/u.test(String.fromCharCode(code)));

function remembered(compute: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? compute(name);
    known.set(name, answer);
    return answer;
  };
}
