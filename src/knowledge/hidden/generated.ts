/** Texts that a generator gave, by their shape alone: letters and digits without order. Whatever they are called. */
import { isChosenPassword } from '../secrets.ts';
import type { QuietStretch } from './literals.ts';
import type { FoundSecret, HiddenSpan, TextKind } from './spans.ts';

/** What stands in one piece: a part of an address or of a command, or all of a text. */
const WORD = /[A-Za-z0-9][A-Za-z0-9+/_=~%.-]{7,}/g;
const PIECE = /[A-Za-z0-9]+/g;
/** What is pinned or counted by others, and no secret: digests, addresses of chains. */
const PINNED =
  /(?:sha\d{0,3}|md5|hash|digest|checksum|revision|revises|rev|commit|etag|integrity|ssh-\w{1,10}|nistp\d{3}|@)(?:sum)?["']?[\s:=\]@-]{0,4}["']?$/i;
const IN_HISTORY = /^sha\d{3}-|(?:^|\/)[\da-f]{40}\/|\/(?:blob|commit|tree|raw|archive)\/[0-9a-f]{7,40}(?:\/|$)/;
/** What a backslash makes of the letters behind it. */
const ESCAPED = /^(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[abfnrtv]|[0-7]{1,3})/i;
const ACCOUNT = /^0x[0-9a-f]{40}$/i;

/** In strings and comments, which Python has; elsewhere anywhere. */
export function generatedSecrets(
  text: string,
  kind: TextKind,
  stretches: readonly QuietStretch[] | undefined,
): FoundSecret[] {
  if (stretches === undefined) return wordsIn(text, kind, { start: 0, end: text.length });
  return stretches.flatMap((stretch) => [
    ...(stretch.kind === 'string' ? chosenIn(text, stretch) : []),
    ...wordsIn(text, kind, stretch),
  ]);
}

function wordsIn(text: string, kind: TextKind, { start, end }: HiddenSpan): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { index: at, 0: written } of text.slice(start, end).matchAll(WORD)) {
    const escaped = text[start + at - 1] === '\\' ? (ESCAPED.exec(written)?.[0].length ?? 0) : 0;
    const index = start + at + escaped;
    const word = written.slice(escaped);
    const span = generatedIn(word);
    // What is said names commits and digests.
    if (
      span === undefined ||
      (kind === 'prose' && /^[\da-f]+$/i.test(word)) ||
      IN_HISTORY.test(word) ||
      PINNED.test(text.slice(Math.max(0, index - 20), index))
    )
      continue;
    found.push([{ start: index + span.start, end: index + span.end }]);
  }
  return found;
}

/** From the first piece that is no plain word to the last of them, where one of them is generated. */
function generatedIn(word: string): HiddenSpan | undefined {
  const pieces = [...word.matchAll(PIECE)].filter(({ 0: piece }) => !/^(?:[A-Za-z][a-z]*|[A-Z]+|\d{1,4})$/.test(piece));
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined || !pieces.some(({ 0: piece }) => isGenerated(piece))) return undefined;
  return { start: first.index, end: last.index + last[0].length };
}

const WINDOW = 10;
const SHORTEST = 8;

/** Curves of a drawing, and lengths of time. */
const DRAWN = /^(?:[\dMLHVCSQTAZ]{1,15}|P(?:\d{1,4}[YMWD])*T?(?:\d{1,4}[HMS])*)$/i;

/** Digits stand among letters more densely than in any name. */
function isGenerated(piece: string): boolean {
  if (piece.length < SHORTEST || ACCOUNT.test(piece) || DRAWN.test(piece) || isNamed(piece)) return false;
  const isMixed = /[a-z]/.test(piece) && /[A-Z]/.test(piece);
  if (!isMixed && piece.length < 16) return false;
  const least = isMixed ? 3 : 4;
  const places = [...piece.matchAll(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)].map(({ index }) => index);
  if (places.some((at, index) => (places[index + least - 1] ?? Number.POSITIVE_INFINITY) - at < WINDOW)) return true;
  // Nothing that looks like a word, and case changes as often.
  return isMixed && [...piece.matchAll(/(?=([A-Za-z0-9]{10}))/g)].some(({ 1: window = '' }) => isJumbled(window));
}

/** Words, acronyms and numbers, as in the name of a class; one letter may stand alone. */
function isNamed(piece: string): boolean {
  if (piece.length > LONGEST_NAME || !/[a-z]/.test(piece) || !/[A-Z]/.test(piece)) return false;
  const parts = piece.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return parts.filter((part) => !/^(?:\d{1,4}|[A-Z]{2,}|[A-Za-z]{3,})$/.test(part)).length <= 1;
}

const LONGEST_NAME = 60;

const isJumbled = (window: string): boolean =>
  /\d/.test(window) &&
  !/[a-z]{3}|[A-Z]{5}|\d{4}/.test(window) &&
  (window.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])/g) ?? []).length >= 4;

/** A text that is what rules for passwords ask for, and nothing else. */
function chosenIn(text: string, { start, end }: HiddenSpan): FoundSecret[] {
  if (end - start > 70) return [];
  const [, open = '', value = ''] = /^([rbuf]{0,2}["']{1,3})([^"']*)/i.exec(text.slice(start, end)) ?? [];
  if (!/^(?=[^!@$^&*?]*[!@$^&*?])[\w!@#$^&*?~+-]{8,60}$/.test(value) || !isChosenPassword(value)) return [];
  return [[{ start: start + open.length, end: start + open.length + value.length }]];
}
