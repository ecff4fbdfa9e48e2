/** Code as a row of tokens: what is left of it when formatting and comments are taken away. */

import { memoize } from '../collections/index.ts';
import type { SourceText } from '../text/index.ts';

/** A name, a number, a text, a sign; or a gap, where the one who quoted left something out. */
export interface CodeToken {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'gap';
  /** Texts without quotes and prefix. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Python, and near enough what is written in YAML, TOML, Dockerfiles and settings: names, numbers, texts, signs. Brackets of grouping, commas
 * and the semicolon between statements are formatting and left out, as the syntax tree leaves them out.
 */
export function tokensOf(code: string, marksGaps = false): readonly CodeToken[] {
  const tokens: CodeToken[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(code); match !== null; match = TOKEN.exec(code)) {
    const [whole, text, name, number, gap, sign] = match;
    if (whole === '') break;
    const at = line;
    line += lineBreaks(whole);
    if (text !== undefined) tokens.push({ kind: 'text', text: unquoted(text), line: at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, line: at });
    else if (number !== undefined)
      tokens.push({ kind: 'number', text: number.replace(/(?<=\p{N})_(?=\p{N})/gu, ''), line: at });
    else if (gap !== undefined && marksGaps) tokens.push({ kind: 'gap', text: '...', line: at });
    else if (sign !== undefined && !FORMATTING.has(sign)) tokens.push({ kind: 'sign', text: sign, line: at });
  }
  return tokens;
}

/** The tokens of a text that several ask about. */
export const tokensIn = memoize((text: SourceText) => tokensOf(text.content));

const TOKEN = new RegExp(
  [
    // Blanks and comments: nothing. A `#` within a word (`a#b` in a URL) begins none.
    String.raw`\s+|#[^\r\n]*`,
    String.raw`((?:[rbuftRBUFT]{1,2})?(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\r\n]|\\[^])*(?:"|(?=[\r\n]|$))|'(?:[^'\\\r\n]|\\[^])*(?:'|(?=[\r\n]|$))))`,
    String.raw`([\p{L}_$][\p{L}\p{N}_]*)`,
    String.raw`(\p{N}[\p{L}\p{N}_.]*)`,
    String.raw`(\.\.\.|…)`,
    String.raw`(\*\*=?|\/\/=?|->|:=|[=!<>+\-*/%&|^@]=|<<|>>|[^])`,
  ].join('|'),
  'uy',
);

const FORMATTING: ReadonlySet<string> = new Set(['(', ')', ',', ';', '`', '\\']);

function unquoted(text: string): string {
  return text.replace(/^[A-Za-z]{0,2}(?:"""|'''|"|')/, '').replace(/(?:"""|'''|"|')$/, '');
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
