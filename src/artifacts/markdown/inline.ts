/** Links, code and comments in running text. Linear in the length of the text. */
import { type Located, type MappedText, offsetInFile, type Span, spanInFile } from '../../text/index.ts';
import type { MarkdownCode, MarkdownLink } from './markdown-file.ts';

export interface InlineParts {
  readonly links: readonly MarkdownLink[];
  readonly code: readonly MarkdownCode[];
  readonly comments: readonly Located<string>[];
}

const NOTHING: InlineParts = { links: [], code: [], comments: [] };

export function readInline(text: MappedText): InlineParts {
  return /[`<\]]/.test(text.content) ? new InlineScanner(text).scan() : NOTHING;
}

/** Longer than any path or address. */
const MAX_TARGET = 2_000;
/** As CommonMark has it. */
const MAX_PARENTHESES = 32;
const DEFINITION = /^ {0,3}\[(?:[^\]\\]|\\.){1,200}\]:\s*(<[^<>\n]*>|\S+)(?=[ \t]*(?:$|\n|[ \t]["'(]))/;
const TAG = /<\/?[A-Za-z][^<>]*>/y;
const AUTOLINK = /<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>/y;
const HTML_TARGET = /\s(?:href|src)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/gi;

class InlineScanner {
  readonly #links: MarkdownLink[] = [];
  readonly #code: MarkdownCode[] = [];
  readonly #comments: Located<string>[] = [];
  /** Brackets that may begin a link: where, and how many pieces of code came before. */
  readonly #brackets: { readonly at: number; readonly isImage: boolean; readonly codeBefore: number }[] = [];
  /** Runs of backticks by their length, last first, so that the next one is at the end. */
  readonly #runs = new Map<number, number[]>();
  readonly #content: string;

  constructor(readonly text: MappedText) {
    this.#content = text.content;
    const runs = [...this.#content.matchAll(/`+/g)].reverse();
    for (const { index, 0: run } of runs) {
      const known = this.#runs.get(run.length);
      if (known === undefined) this.#runs.set(run.length, [index]);
      else known.push(index);
    }
  }

  scan(): InlineParts {
    let at = this.#definitions();
    while (at < this.#content.length) at = this.#step(at);
    return { links: this.#links, code: this.#code, comments: this.#comments };
  }

  /** `[name]: target`, at the start of the text and line by line. */
  #definitions(): number {
    let at = 0;
    for (;;) {
      const line = this.#content.slice(at, at + MAX_TARGET);
      const target = DEFINITION.exec(line);
      if (target?.[1] === undefined) return at;
      const start = at + target[0].length - target[1].length;
      this.#addLink('definition', { start, end: at + target[0].length });
      const end = this.#content.indexOf('\n', start);
      if (end < 0) return this.#content.length;
      at = end + 1;
    }
  }

  #step(at: number): number {
    switch (this.#content.charAt(at)) {
      case '\\':
        return at + 2;
      case '`':
        return this.#codeAt(at);
      case '<':
        return this.#tagAt(at);
      case '[':
        this.#brackets.push({ at, isImage: this.#content.charAt(at - 1) === '!', codeBefore: this.#code.length });
        return at + 1;
      case ']':
        return this.#bracketEnd(at);
      default:
        return at + 1;
    }
  }

  /** A run that nothing closes is plain text. */
  #codeAt(start: number): number {
    let from = start;
    while (this.#content.charAt(from) === '`') from++;
    const same = this.#runs.get(from - start) ?? [];
    while (same.length > 0 && (same.at(-1) ?? 0) < from) same.pop();
    const end = same.at(-1);
    if (end === undefined) return from;
    const inner = this.#content.slice(from, end);
    const skipped = inner.length - inner.trimStart().length;
    const value = inner.trim().replaceAll('\n', ' ');
    if (value !== '') this.#code.push({ text: { value, span: this.#spanOf(from + skipped, value.length) } });
    return end + (from - start);
  }

  #tagAt(at: number): number {
    if (this.#content.startsWith('<!--', at)) {
      const end = this.#content.indexOf('-->', at + 4);
      const length = (end < 0 ? this.#content.length : end + 3) - at;
      this.#comments.push({ value: this.#content.slice(at, at + length), span: this.#spanOf(at, length) });
      return at + length;
    }
    AUTOLINK.lastIndex = at;
    const address = AUTOLINK.exec(this.#content);
    if (address?.[1] !== undefined) {
      this.#addLink('autolink', { start: at + 1, end: at + 1 + address[1].length });
      return at + address[0].length;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(this.#content);
    if (tag === null) return at + 1;
    for (const found of tag[0].matchAll(HTML_TARGET)) {
      const target = found[1] ?? found[2] ?? '';
      const start = at + found.index + found[0].length - 1 - target.length;
      this.#addLink('html', { start, end: start + target.length });
    }
    return at + tag[0].length;
  }

  #bracketEnd(at: number): number {
    const opening = this.#brackets.pop();
    if (opening === undefined || this.#content.charAt(at + 1) !== '(') return at + 1;
    const target = this.#target(at + 2);
    if (target === undefined) return at + 1;
    const isUntitled = this.#content.slice(opening.at + 1, Math.min(at, opening.at + MAX_TARGET)).trim() === '';
    this.#addLink(opening.isImage ? 'image' : 'link', target.span, isUntitled);
    const linkedTo = this.#links.at(-1)?.target.value ?? '';
    for (let index = opening.codeBefore; index < this.#code.length; index++) {
      const code = this.#code[index];
      if (code !== undefined && code.linkedTo === undefined) this.#code[index] = { ...code, linkedTo };
    }
    return target.end;
  }

  /** What is between the parentheses of a link, without its title. */
  #target(from: number): { readonly span: Span; readonly end: number } | undefined {
    let start = from;
    while (/\s/.test(this.#content.charAt(start))) start++;
    const end = this.#content.charAt(start) === '<' ? this.#endOfBracketed(start) : this.#endOfPlain(start);
    if (end === undefined) return undefined;
    const close = /^\s*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*)?\)/.exec(
      this.#content.slice(end, end + MAX_TARGET),
    );
    return close === null ? undefined : { span: { start, end }, end: end + close[0].length };
  }

  #endOfBracketed(start: number): number | undefined {
    const match = /^<[^<>\n]*>/.exec(this.#content.slice(start, start + MAX_TARGET));
    return match === null ? undefined : start + match[0].length;
  }

  #endOfPlain(start: number): number | undefined {
    let depth = 0;
    for (let at = start; at < Math.min(this.#content.length, start + MAX_TARGET); at++) {
      const sign = this.#content.charAt(at);
      if (sign === '\\') at++;
      else if (sign === '(' && ++depth > MAX_PARENTHESES) return undefined;
      else if (/\s/.test(sign) || (sign === ')' && depth-- === 0)) return at;
    }
    return undefined;
  }

  #addLink(kind: MarkdownLink['kind'], { start, end }: Span, isUntitled = false): void {
    const isBracketed = this.#content.charAt(start) === '<' && this.#content.charAt(end - 1) === '>';
    const [from, to] = isBracketed ? [start + 1, end - 1] : [start, end];
    const value = this.#content.slice(from, to);
    const target = { value, span: this.#spanOf(from, to - from) };
    this.#links.push({ kind, target, ...(isUntitled && kind === 'link' && { isUntitled: true as const }) });
  }

  #spanOf(start: number, length: number): Span {
    const from = offsetInFile(this.text, start);
    return length === 0 ? { start: from, end: from } : spanInFile(this.text, { start, end: start + length });
  }
}
