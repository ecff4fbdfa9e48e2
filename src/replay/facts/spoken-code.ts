import { type CodeToken, tokensOf } from '../code-tokens.ts';
import { findQuote, type QuotedLine, quotedLines } from '../find-quote.ts';
import { kindOfCode } from '../reading/parts/inline-code.ts';
import type { CodeFile } from '../repository-code.ts';

/** Code that a sentence holds in backticks. */
export interface SpokenCode {
  readonly text: string;
  readonly lines: readonly QuotedLine[];
}

/**
 * The code in a text that no renaming touches: calls, attributes, names of classes and exceptions, texts in quotes, operators. A bare word may
 * be a variable that is called otherwise today.
 */
export function spokenCode(text: string): readonly SpokenCode[] {
  const written = [...text.matchAll(/`([^`\n]{3,120})`/g)].flatMap(([, code]) => code?.trim() ?? []);
  return [...new Set(written)].flatMap((code) => {
    if (!isUnmistakable(code)) return [];
    const lines = quotedLines(code);
    return lines.some(({ tokens }) => tokens.some(isTelling)) ? { text: code, lines } : [];
  });
}

/** Code, or a name as only classes have. */
function isUnmistakable(code: string): boolean {
  if (/[\\/]|\.\.\.|…/.test(code) || kindOfCode(code) === 'path') return false;
  return /[.(=["']/.test(code) || (/^[A-Z]\w+$/.test(code) && /[a-z][A-Z]/.test(code));
}

const isTelling = ({ kind, text }: CodeToken): boolean => (kind === 'name' || kind === 'text') && text.length >= LEAST;

/** Shorter names and texts stand everywhere. */
const LEAST = 4;

/**
 * Where all of it stands in some code, as code, whatever the object is called that it is asked of, or as a text (`*.jsonl`, `order.failed`);
 * undefined where it does not.
 */
export function lineOf({ text, lines }: SpokenCode, tokens: readonly CodeToken[]): number | undefined {
  const asText = tokens.find((token) => token.kind === 'text' && `/${token.text}`.endsWith(`/${text}`))?.line;
  return asText ?? exactLine(lines, tokens) ?? exactLine(lines.flatMap(withoutObject), tokens);
}

function exactLine(lines: readonly QuotedLine[], tokens: readonly CodeToken[]): number | undefined {
  const found = lines.length === 0 ? undefined : findQuote(lines, tokens);
  return found === undefined || found.isRenamed || found.share < 1 ? undefined : found.lines.first;
}

/** `list.pop(0)` is said of `self._history.pop(0)`. */
function withoutObject({ tokens, weight }: QuotedLine): QuotedLine[] {
  const [object, dot, ...rest] = tokens;
  return object?.kind === 'name' && dot?.text === '.' && rest.length > 0 ? [{ tokens: [dot, ...rest], weight }] : [];
}

/** Whether a file gives the last name of it to something of its own, which may be called otherwise one day. */
export function isOwn({ text }: SpokenCode, { constructs }: CodeFile): boolean {
  const names = tokensOf(text).flatMap((token) => (token.kind === 'name' ? token.text : []));
  return constructs.some(({ name }) => names.includes(name));
}
