/** The secrets of one file: they are covered in its lines, and in what is said of it. */
import { findSecrets } from './find-secrets.ts';
import { literalAt } from './literals.ts';
import {
  coverSpans,
  type FoundSecret,
  type HiddenSpan,
  joinSpans,
  lastStartingBefore,
  type TextKind,
} from './spans.ts';
import { isSecretValue } from './values.ts';

/** Shorter texts are found everywhere. */
const SHORTEST = 4;
const MOST_TEXTS = 1_000;

export class FileSecrets {
  #shown: readonly FoundSecret[] | undefined;
  #spans: readonly HiddenSpan[] | undefined;
  #covered: string | undefined;
  #texts: readonly string[] | undefined;

  /** `more` are places of which something else than the text says that they hold a secret. */
  constructor(
    readonly text: string,
    readonly kind: TextKind,
    readonly more: readonly HiddenSpan[] = [],
  ) {}

  /** Those that the text shows. Looked for when someone asks: of most files nothing is said. */
  get #ofText(): readonly FoundSecret[] {
    this.#shown ??= findSecrets(this.text, this.kind);
    return this.#shown;
  }

  get #all(): readonly FoundSecret[] {
    return [...this.#ofText, ...this.more.map((span) => [span])];
  }

  get spans(): readonly HiddenSpan[] {
    this.#spans ??= joinSpans(this.#all.flat());
    return this.#spans;
  }

  /** Those that the text alone does not show. */
  get unseen(): readonly HiddenSpan[] {
    if (this.more.length === 0) return [];
    const seen = joinSpans(this.#ofText.flat());
    return this.more.filter(({ start, end }) => end > (lastStartingBefore(seen, start)?.end ?? 0));
  }

  /** The text of the file with asterisks for what is secret, so that every column stays in its place. */
  get covered(): string {
    this.#covered ??= coverSpans(this.text, this.spans);
    return this.#covered;
  }

  /** Whether something between two places is covered. */
  meets(start: number, end: number): boolean {
    return (lastStartingBefore(this.spans, end - 1)?.end ?? 0) > start;
  }

  /** What is said of the file, without the secrets that it quotes: those that show by themselves, and those of the file. */
  mask(said: string): string {
    return maskAll(said, [this]);
  }

  /** Where something that is said quotes a secret of the file. */
  quotesIn(said: string): readonly HiddenSpan[] {
    return this.texts.flatMap((text) => quotesOf(text, said));
  }

  /** The secrets of the file as they may be quoted. */
  get texts(): readonly string[] {
    this.#texts ??= textsOf(this.text, this.#all);
    return this.#texts;
  }
}

/** What is said of some files, without the secrets that it quotes. */
export function maskAll(said: string, files: readonly FileSecrets[]): string {
  const quoted = files.flatMap((file) => file.quotesIn(said));
  return coverSpans(said, joinSpans([...findSecrets(said, 'prose').flat(), ...quoted]));
}

/** Each as it is written, and as Python reads it. */
function textsOf(text: string, found: readonly FoundSecret[]): readonly string[] {
  const texts = new Set<string>();
  for (const secret of found) {
    if (texts.size > MOST_TEXTS) break;
    const pieces = secret.map(({ start, end }) => text.slice(start, end));
    for (const each of [...pieces, pieces.join('')]) {
      texts.add(each).add(unescaped(each)).add(each.replace(/\s+/g, ' '));
    }
  }
  return [...texts].filter(({ length }) => length >= SHORTEST);
}

const unescaped = (text: string): string =>
  text
    .replace(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})/gi, (_, byte, unit) =>
      String.fromCharCode(Number.parseInt(byte ?? unit, 16)),
    )
    .replace(/\\(["'\\])/g, '$1');

/** Where a text is quoted: as a whole word, or the beginning of it with an ellipsis. A plain word counts in quotes alone. */
function quotesOf(text: string, said: string): HiddenSpan[] {
  const found: HiddenSpan[] = [];
  const head = text.slice(0, SHORTEST);
  const isWord = /^(?:[A-Za-z]+|\d+)$/.test(text);
  for (let at = said.indexOf(head); at >= 0; at = said.indexOf(head, at + 1)) {
    let end = at + SHORTEST;
    while (end - at < text.length && said[end] === text[end - at]) end++;
    const isWhole = end - at === text.length;
    if (!isWhole && said[end] !== '…' && !said.startsWith('...', end)) continue;
    const before = said[at - 1] ?? '';
    const after = isWhole ? (said[end] ?? '') : '';
    const isBounded = isWord
      ? /["'`]/.test(before) && /["'`]|^$/.test(after)
      : !(isWordPart(before) && isWordPart(text[0] ?? '')) && !(isWordPart(after) && isWordPart(text.at(-1) ?? ''));
    if (isBounded) found.push({ start: at, end });
  }
  return found;
}

const isWordPart = (character: string): boolean => /\w/.test(character);

/**
 * The secrets at a place of which a rule says that it holds some: a literal, the literals in an expression, the value of a setting that is
 * named, a bare value.
 */
export function secretsAt(text: string, { start, end }: HiddenSpan, kind: TextKind): readonly HiddenSpan[] {
  const exact = literalAt(text, start);
  if (exact !== undefined && exact.end >= end) return exact.pieces;
  const literals = literalsWithin(text, start, end);
  if (literals.length > 0 || kind === 'python') return literals;
  const value = /^["']?\s*[:=]\s*["']?/.exec(text.slice(end, end + 100))?.[0].length;
  if (value === undefined) return [{ start, end }];
  const line = /^[^\r\n]*/.exec(text.slice(end + value, end + value + 4_000))?.[0] ?? '';
  return [{ start: end + value, end: end + value + line.trimEnd().length }];
}

function literalsWithin(text: string, start: number, end: number): HiddenSpan[] {
  const found: HiddenSpan[] = [];
  for (let at = start; at < end; ) {
    const quote = text.slice(at, end).search(/[rbuf]{0,2}["']/i);
    const read = quote < 0 ? undefined : literalAt(text, at + quote);
    if (quote < 0) break;
    if (read === undefined) at += quote + 1;
    else {
      const value = read.pieces.map((piece) => text.slice(piece.start, piece.end)).join('');
      // Names of variables are beside what is taken without them.
      if (isSecretValue(value, '', 'certain') && !/^[A-Z][A-Z0-9_]*$/.test(value)) found.push(...read.pieces);
      at = read.end;
    }
  }
  return found;
}
