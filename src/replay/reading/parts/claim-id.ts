/** Ids as documents number their claims, and ids made of words for those without. */

import { createHash } from 'node:crypto';
import { plainWords, wordSet } from '../words/phrases.ts';
import { PART_WORDS } from '../words/section-words.ts';
import { SEVERITY_GROUPS, SEVERITY_WORDS } from '../words/severity-words.ts';

export interface NumberedTitle {
  readonly id: string;
  /** The title without the id. */
  readonly rest: string;
}

/** `PKG-01`, `F1.2`, `SEC_3`, `VULN-2026-001`, `C1`, `问题3`. */
const ID = /^(\p{L}{1,14}(?:[-_.]\p{L}{1,12}){0,3})([-_.]?)(\d{1,4}(?:[-._]\d{1,4}){0,3}[a-z]?)$/u;
const NUMBER = /^#?(\d{1,4}(?:\.\d{1,3}){0,2})$/;
const OPENING = /^[\s[({【<"'*#_~>]+/;
const CLOSING = /(?<![\s\])}】>"'*_~:：.,、|—–-])[\s\])}】>"'*_~:：.,、|—–-]+$/;
const ENDS = /[\])}】:：.]["'*_~]*$/;
const SIGN = /^(?:[-–—|:：→=]|--)$/;

/** `L20-57` is a place. */
const LINES = /^L\d{1,6}-L?\d{1,6}$/;

/** "Open (post-v1.0)". */
const VERSION = /(?:^|[-_])v\d/iu;

/** Names of the trade that look like ids. */
const NOT_IDS = wordSet(`
  utf sha md http https rfc iso pep cve cwe tls ssl python py node ipv aes rsa oauth s ec k v vs gpt t h264 base es web x utc gmt covid log4j level tier
`);

/** The id at the beginning of a title, or in brackets at its end. */
export function readId(title: string): NumberedTitle | undefined {
  const text = withoutPictures(title.replaceAll('：', '： '));
  const words = text.split(/\s+/).filter((word) => word !== '');
  const [first, second] = words;
  if (first === undefined) return undefined;
  const named = readNamedNumber(text, first, second);
  if (named !== undefined) return named;
  const bare = bareOf(first);
  if (/^[[(*]*#\d/.test(first)) return { id: `#${bare}`, rest: restAfter(text, first) };
  const isApart = ENDS.test(first) || words.length === 1 || (second !== undefined && SIGN.test(second));
  if (isId(bare, isApart)) return { id: bare, rest: restAfter(text, first) };
  return readLastId(text);
}

/** Whether an id at the beginning is what follows is called (`C-3: …`, `C-3 — …`), and no word of a sentence (`C-3 and this one …`). */
export function isCalledById(text: string): boolean {
  if (readId(text) === undefined) return false;
  const [first = '', second = '', third = ''] = withoutPictures(text.replaceAll('：', '： ')).split(/\s+/);
  const isEnd = second === '' || ENDS.test(first) || SIGN.test(second);
  return isEnd || (SEVERITY_GROUPS.whole(bareOf(first)) !== undefined && (ENDS.test(second) || SIGN.test(third)));
}

/** `Issue 3`, `Finding #2.1`, `Issue SPOF-001`. */
function readNamedNumber(text: string, first: string, second: string | undefined): NumberedTitle | undefined {
  if (second === undefined || SEVERITY_GROUPS.whole(bareOf(first)) === undefined) return undefined;
  const number = bareOf(second);
  const rest = restAfter(restAfter(text, first), second);
  if (isRank(first, rest)) return undefined;
  if (isId(number, true)) return { id: number, rest };
  if (!NUMBER.test(number)) return undefined;
  return { id: `${bareOf(first)} ${number.replace('#', '')}`, rest };
}

/** "Priority 1 (do now)", "Prioridad 2: alta": how urgent all below it is, and nothing of its own. */
function isRank(first: string, rest: string): boolean {
  const said = plainWords(rest.replaceAll(/\([^()]*\)|（[^（）]*）/g, ' '));
  return RANKS.has(plainWords(first)[0] ?? '') && said.every((word) => SEVERITY_WORDS.has(word));
}

const RANKS = wordSet('priority prioridad prioridade prioritat priorite приоритет');

/** "Priority 2: add indexes", whatever it says behind that. */
export const isRanked = (heading: string): boolean => RANKS.has(plainWords(withoutPictures(heading))[0] ?? '');

/** Whether a heading says no more than that. */
export function isRankAlone(heading: string): boolean {
  const text = withoutPictures(heading);
  const [first = '', second = ''] = text.split(/\s+/);
  return NUMBER.test(bareOf(second)) && isRank(first, restAfter(restAfter(text, first), second));
}

function readLastId(text: string): NumberedTitle | undefined {
  const bracket = /[[(]([^\s()[\]]{2,30})[\])]\s*$/.exec(text.slice(-40));
  if (bracket?.[1] === undefined || !isId(bracket[1], true) || !/[-_]/.test(bracket[1])) return undefined;
  if (LINES.test(bracket[1]) || VERSION.test(bracket[1])) return undefined;
  return { id: bracket[1], rest: text.slice(0, text.length - bracket[0].length).trim() };
}

function isId(word: string, isApart: boolean): boolean {
  const match = ID.exec(word);
  if (match?.[1] === undefined) return false;
  const [, prefix, sign] = match;
  const name = prefix.toLowerCase();
  // `V-01` is no version and `S-1` no service, as `V2` and `S3` are.
  const isLetter = (sign === '-' || (/\d[._]\d/.test(word) && prefix !== 'V')) && /^\p{Lu}$/u.test(prefix);
  if ((!isLetter && (NOT_IDS.has(name) || PART_WORDS.has(name))) || /^(?:P|S|SEV-?)\d$/i.test(word)) return false;
  // `flake8` and `boto3` are names; "bug3" is none.
  if (sign === '' && /^\p{Ll}{2,}$/u.test(prefix) && SEVERITY_GROUPS.whole(name) === undefined) return false;
  // "P0-1 The lock is lost": an id that counts within a severity, as `SEC-1` is one without a colon behind it.
  const isHyphened = sign === '-' || /^P\d-\d{1,2}$/.test(word);
  return isApart || (isHyphened && prefix === prefix.toUpperCase() && /\p{Lu}/u.test(prefix));
}

function bareOf(word: string): string {
  return word.replace(OPENING, '').replace(CLOSING, '');
}

function restAfter(text: string, word: string): string {
  const at = text.indexOf(word);
  return text.slice(at + word.length).replace(/^[\s\])}】:：.,|—–-]+/, '');
}

/** Without the pictures, numbers of order and signs that are before a title. */
export function withoutPictures(title: string): string {
  return title.replaceAll(WIDE, narrow).replaceAll(PICTURES, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** Digits and letters as wide as a character of Chinese. */
const WIDE = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+/g;
const narrow = (text: string): string => text.normalize('NFKC');

const PICTURES = /\p{Extended_Pictographic}|\u{fe0f}|\u{20e3}|\u{200d}/gu;
const ORDER =
  /^(?:\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)、:]|\d{1,3}(?:\.\d{1,3}){1,3}|[A-Z][.)]|[ivxIVX]{1,5}[.)])\s+|^(?:\d{1,3}[、．]|\d{1,3}\.(?=\p{Script=Han})|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]|[一二三四五六七八九十]{1,3}[、．.])\s*/u;

/** Without a number of order, which changes when others come or go. */
export function withoutOrder(title: string): string {
  return withoutPictures(title).replace(ORDER, '');
}

/** The number of a heading that is counted one by one: "3. …", "3、…", "（三）…"; "4.3" numbers parts of a document. */
export function countOf(title: string): number | undefined {
  const [, written, han] = COUNTED.exec(withoutPictures(title)) ?? [];
  if (written !== undefined) return Number(written);
  if (han === undefined) return undefined;
  // Ten and what is above it are counted on: 十一 follows 十.
  return [...han].reduce((sum, digit) => sum + HAN_DIGITS.indexOf(digit), 0);
}

const HAN_DIGITS = '〇一二三四五六七八九十';
const COUNTED =
  /^[\s*_~[(（#]{0,6}(?:(\d{1,3})(?:[.)、:．]\s|[、．)）]|\.(?=\p{Script=Han}))|([一二三四五六七八九十]{1,3})[、．.)）])/u;

/** Whether it is counted: "1.2 Training". */
export function isOrdered(title: string): boolean {
  return ORDER.test(withoutPictures(title));
}

const WORDS_OF_ID = 6;

/** Made of what the claim is called and of the headings above it, so that no other claim has a say in it. */
export function idOfWords(title: string, section: readonly string[]): string {
  const words = plainWords(withoutOrder(title));
  const digest = createHash('sha256')
    .update(JSON.stringify([section.map(withoutOrder), words]))
    .digest('hex');
  return [...words.slice(0, WORDS_OF_ID).map((word) => word.slice(0, 24)), digest.slice(0, 6)].join('-');
}
