import type { JoinedStr } from '#ast';
import type { SpanEdit } from '#kit';
import { type Edits, replacement } from '#kit/fixes';
import type { SourceText } from '#text';

/** Takes the `f` from each of the texts that stand side by side as one; undefined where they cannot be distinguished. */
export function plainTexts({ start, end }: JoinedStr, { content }: SourceText): Edits {
  const edits: SpanEdit[] = [];
  for (let at = start; at < end; ) {
    at = behindBlanks(at, content);
    const prefix = /^[A-Za-z]{0,2}/.exec(content.slice(at, at + 2))?.[0] ?? '';
    const f = at + prefix.search(/f/i);
    if (f >= at) edits.push(replacement({ start: f, end: f + 1 }, ''));
    const next = behindLiteral(at + prefix.length, content);
    if (next === undefined) return undefined;
    at = next;
  }
  return edits;
}

/** Behind blanks, line ends, continued lines and comments. */
function behindBlanks(from: number, content: string): number {
  let at = from;
  for (;;) {
    const sign = content[at] ?? '';
    if (sign === '#') while (at < content.length && content[at] !== '\n' && content[at] !== '\r') at++;
    else if (/\s/.test(sign) || sign === '\\') at++;
    else return at;
  }
}

/** Behind a text that opens with quotes at a place. */
function behindLiteral(from: number, content: string): number | undefined {
  const sign = content[from];
  if (sign !== '"' && sign !== "'") return undefined;
  const quotes = content.startsWith(sign.repeat(3), from) ? sign.repeat(3) : sign;
  for (let at = from + quotes.length; at < content.length; at++) {
    if (content[at] === '\\') at++;
    else if (content.startsWith(quotes, at)) return at + quotes.length;
  }
  return undefined;
}
