/** Severity as documents write it: words, colours, P0–P3, S1–S4, SEV-1, CVSS. */

import { SEVERITIES, type Severity } from '../../../findings/index.ts';
import { plainWords, wordSet } from '../words/phrases.ts';
import { SEVERITY_COLOURS, SEVERITY_GROUPS, SEVERITY_WORDS } from '../words/severity-words.ts';

export interface StatedSeverity {
  readonly severity: Severity;
  readonly stated: string;
}

/** Whether the worst of a scale is 0 or 1: `P1` is the worst where nobody writes `P0` but someone writes `P4`. */
export interface Scale {
  readonly p: 0 | 1;
  readonly s: 0 | 1;
}

export function scaleOf(text: string): Scale {
  const p = /\bP4\b/.test(text) && !/\bP0\b/.test(text) ? 1 : 0;
  const s = /\b(?:S|SEV)[- ]?0\b/i.test(text) ? 0 : 1;
  return { p, s };
}

/** In a title only: words that say something else in most titles. */
const WEAK_IN_TITLES = wordSet('note normal average important mid minimal optional immediate error errors');
const CODE = /(?<![\p{L}\p{N}_-])(P|S|SEV|SEVERITY)[- ]?([0-5])(?![\p{L}\p{N}_%]|\.[\p{L}\p{N}])(?!-\d)/iu;
const SCORE = /(?:^|CVSS\D{0,8})(\d{1,2}(?:\.\d)?)(?:\s*\/\s*10)?(?:\D|$)/i;

/** Of a field, a cell or a part of a heading that is known to speak of severity. */
export function readSeverity(text: string, scale: Scale): StatedSeverity | undefined {
  const code = readCode(text, scale);
  if (code !== undefined) return code;
  const word = SEVERITY_WORDS.first(text);
  if (word !== undefined) return { severity: word.meaning, stated: writtenAs(text, word.phrase) };
  return readColour(text) ?? readScore(text);
}

/** Of a heading, a title or the beginning of an item: a word counts where it is on its own between signs, or before "issues". */
export function severityInTitle(text: string, scale: Scale): StatedSeverity | undefined {
  const code = readCode(text, scale);
  // "S3" is a storage more often than a severity.
  if (code !== undefined && !/^S\d/i.test(code.stated)) return code;
  for (const part of partsOfTitle(text)) {
    if (!isAboutSeverity(part)) continue;
    if (/^S\d$/i.test(part)) return readCode(part, scale);
    const word = SEVERITY_WORDS.first(part);
    if (word !== undefined && !WEAK_IN_TITLES.has(word.phrase))
      return { severity: word.meaning, stated: writtenAs(part, word.phrase) };
  }
  return readColour(text);
}

/** Whether a heading names a severity and nothing else: "P0 Issues", "🔴 Critical", "2. High priority findings". */
export function isSeverityGroup(text: string, scale: Scale): boolean {
  const words = plainWords(text.replaceAll(PARENTHESES, ' ')).filter(
    (word) => !/^\d+$/.test(word) && !FILLING.has(word),
  );
  // Without spaces between words a long one says more than how bad: グローバル状態の問題.
  if (words.length === 0 || words.length > 5 || words.some((word) => UNSPACED_SENTENCE.test(word))) return false;
  if (severityInTitle(text, scale) === undefined) return false;
  return words.every((word) => isSeverityWord(word) || SEVERITY_GROUPS.has(word));
}

const UNSPACED_SENTENCE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{10}/u;
const PARENTHESES = /\([^()]*\)|（[^（）]*）/g;
const FILLING = wordSet('the of and de fix must should now first level');

/** Behind how bad it is, how long it takes: "… — High / M". */
const EFFORT = /\s?\/\s?`?(?:XS|S|M|L|XL)`?(?=[)\]\s]*$)/;

/** Parts of a title apart by signs: `[HIGH] …`, `Critical: …`, `… (P1 - High)`. */
function partsOfTitle(text: string): readonly string[] {
  return text
    .replace(EFFORT, '')
    .split(/[:：—–|()[\]【】*]|\s-\s/)
    .map((part) => part.trim());
}

function isAboutSeverity(part: string): boolean {
  const words = plainWords(part).filter((word) => !/^\d+$/.test(word));
  return (
    words.length > 0 && words.length <= 5 && words.every((word) => isSeverityWord(word) || SEVERITY_GROUPS.has(word))
  );
}

/** Of scripts without spaces a word is a whole clause: little more than the severity may be in it. */
function isSeverityWord(word: string): boolean {
  const found = SEVERITY_WORDS.first(word);
  if (found !== undefined && found.phrase !== word && HAN.test(word))
    return (
      word.length - found.phrase.length <= 4 && (SEVERITY_GROUPS.has(word) || word.length - found.phrase.length <= 1)
    );
  return found !== undefined || /^(?:p|s|sev)[0-5]$/.test(word);
}

const HAN = /\p{Script=Han}/u;

function readCode(text: string, scale: Scale): StatedSeverity | undefined {
  const match = CODE.exec(text);
  if (match?.[1] === undefined) return undefined;
  const base = match[1].toUpperCase() === 'P' ? scale.p : scale.s;
  const rank = Math.min(Math.max(Number(match[2]) - base, 0), SEVERITIES.length - 1);
  return { severity: SEVERITIES[rank] ?? 'P3', stated: match[0] };
}

function readColour(text: string): StatedSeverity | undefined {
  for (const character of text) {
    const severity = SEVERITY_COLOURS.get(character);
    if (severity !== undefined) return { severity, stated: character };
  }
  return undefined;
}

/** CVSS 3: https://www.first.org/cvss/v3.1/specification-document#Qualitative-Severity-Rating-Scale */
function readScore(text: string): StatedSeverity | undefined {
  const score = SCORE.exec(text.trim());
  if (score?.[1] === undefined) return undefined;
  const value = Number(score[1]);
  if (value > 10 || value === 0) return undefined;
  return { severity: value >= 9 ? 'P0' : value >= 7 ? 'P1' : value >= 4 ? 'P2' : 'P3', stated: score[1] };
}

/** The phrase as the document spells it, where it can be found again; accents and signs may hide it. */
function writtenAs(text: string, phrase: string): string {
  const plain = [...text].map((character) => character.normalize('NFD').charAt(0).toLowerCase()).join('');
  const at = plain.length === text.length ? plain.indexOf(phrase) : text.toLowerCase().indexOf(phrase);
  return at === -1 ? text.trim() : text.slice(at, at + phrase.length);
}
