/** What a heading, the first words of an item or a cell say of a claim before its text begins. */

import type { StatedStatus } from '../../claim.ts';
import { readId, withoutOrder, withoutPictures } from '../parts/claim-id.ts';
import { type Scale, type StatedSeverity, severityInTitle } from '../parts/severity.ts';
import { statusInTitle } from '../parts/status.ts';
import { ABSENT_WORDS } from '../words/defect-words.ts';
import { LINE_WORDS } from '../words/line-words.ts';
import { plainWords } from '../words/phrases.ts';
import { SEVERITY_GROUPS, SEVERITY_WORDS } from '../words/severity-words.ts';
import { STATUS_WORDS } from '../words/status-words.ts';
import { type Line, textOf } from './document.ts';

export interface Title {
  readonly id: string | undefined;
  readonly title: string;
  readonly severity: StatedSeverity | undefined;
  readonly status: StatedStatus | undefined;
}

export function readTitle(line: Line, scale: Scale): Title {
  const written = withColon(line);
  const numbered = readId(written);
  const severity = severityInTitle(written, scale) ?? undefined;
  const rest = withoutMarks(withoutOrder(numbered?.rest ?? written));
  const again = numbered === undefined ? readId(rest) : undefined;
  return {
    id: numbered?.id ?? again?.id,
    title: withoutPlace(withoutMarks(again?.rest ?? rest)) || withoutPictures(written),
    severity,
    status: statusInTitle(written),
  };
}

/** An id in bold letters is set apart by them: "**H1** `app.py:28` blocks the loop", "**n1 `app.py`:** …". */
function withColon(line: Line): string {
  const text = textOf(line);
  const first = line[0];
  return first?.strong === true && line.length > 1 && BOLD_ID.test(first.text)
    ? `${first.text.trim()}: ${text.slice(first.text.length)}`
    : text;
}

const BOLD_ID = /^(?:[A-Z]{1,5}|[a-z])-?\d{1,3}\s?$/;

/** Without the place that a title begins with: `app.py:28 — the pool leaks`. */
function withoutPlace(title: string): string {
  return title.replace(/^`?[\w./\\-]{1,200}\.\w{1,5}(?::[\d, -]{1,60})?`?\s[—–:|-]\s(?=\S)/, '');
}

/** Without brackets of severity and status, and without the signs around them. */
function withoutMarks(title: string): string {
  // "`deploy.yml` (missing)" says nothing without its brackets.
  if (/^`[^`]{2,80}`\s*\([^()]{1,30}\)$/.test(title) && ABSENT_WORDS.has(title.slice(title.lastIndexOf('('))))
    return title;
  const kept = title
    .replaceAll(/[[(【]([^[\]()【】]{1,30})[\])】]/g, (whole, inner: string) => (isMark(inner) ? ' ' : whole))
    .replace(/^([^:：—–|]{1,24})\s*[:：—–|]\s*/, (whole, inner: string) => (isMark(inner) ? '' : whole))
    .replace(/^P\d\.\s/, '')
    .replace(/\s[—–|-]\s([^—–|:]{1,24})$/, (whole, inner: string) => (isMark(inner) ? '' : whole));
  return kept
    .replaceAll(/\s+/g, ' ')
    .replace(/[:：\s]{1,8}$/, '')
    .replace(/^[-–—:.\s]{1,8}/, '')
    .trim();
}

function isMark(text: string): boolean {
  const words = plainWords(text);
  if (words.length === 0 || words.length > 4) return false;
  return (
    words.every((word) => SEVERITY_WORDS.has(word) || SEVERITY_GROUPS.has(word) || /^(?:p|s|sev)\d$/.test(word)) ||
    STATUS_WORDS.whole(text) !== undefined
  );
}

/** The first sentence, or the bold words that an item begins with. */
export function leadOf(line: Line): string {
  const begun = line.slice(line.findIndex(({ text }) => text.trim() !== ''));
  if (begun[0]?.strong !== true) return firstSentence(textOf(line));
  const end = begun.findIndex(({ strong, text }) => !strong && text.trim() !== '');
  const bold = end === -1 ? begun : begun.slice(0, end);
  const lead = textOf(bold)
    .replace(/[:：.\s]{1,8}$/, '')
    .trim();
  if (saysOnlyLines(begun[0].text)) return restOf(begun.slice(1));
  if (end !== -1 && saysNothingYet(lead)) return restOf(begun.slice(end));
  return plainWords(begun[0].text).length >= 2 ? lead : firstSentence(textOf(line));
}

const restOf = (line: Line): string => firstSentence(textOf(line).replace(/^[:：\s—–-]{1,6}/, ''));

/** A place alone, or a remark in brackets ("(seen in May)"), before the sentence. */
function saysNothingYet(text: string): boolean {
  return /^\s*(?:`?[\w./\\-]{1,200}\.\w{1,5}(?::\d[\d,\s-]{0,40})?`?|[(（][^()（）]{1,40}[)）])[:：\s]*$/u.test(text);
}

/** "Line 47:" says where, and not what. */
export function saysOnlyLines(text: string): boolean {
  const words = plainWords(text);
  return words.length > 1 && words.every((word) => /^\d+$/.test(word) || LINE_WORDS.has(word) || word === 'vs');
}

const LONGEST_TITLE = 240;

export function firstSentence(text: string): string {
  const ends = [...text.matchAll(/[.!?](?=[\s*`"')\]]{1,4}[\p{Lu}\p{N}`*("[])|[。！？]/gu)].map(
    ({ index }) => index + 1,
  );
  const end = ends.find(
    (at) => !ABBREVIATED.test(text.slice(Math.max(0, at - 8), at)) && text.slice(0, at).trim() !== '',
  );
  const sentence = text.slice(0, end).trim();
  return sentence.length > LONGEST_TITLE ? `${sentence.slice(0, LONGEST_TITLE - 1)}…` : sentence;
}

const ABBREVIATED = /\b(?:e\.g|i\.e|vs|etc|approx|z\.B|p\.ej|т\.е)\.$/i;
