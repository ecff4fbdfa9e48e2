/**
 * Markdown by a reader of our own, line by line: what audits ask of a document (headings, links, code, tables, blocks of
 * commands, drawn trees) needs no syntax tree. micromark takes five seconds for a megabyte of documents and two minutes for
 * one document of that size, which is more than all the Python beside them; the tests hold this reader against it.
 */
import { type Located, MappedTextBuilder, mapPlain, type SourceText, type Span } from '../../text/index.ts';
import { linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';
import { type BlockLine, ContainerStripper } from './block-lines.ts';
import { fencedCommands } from './fenced-commands.ts';
import { readInline } from './inline.ts';
import type { MarkdownBlock, MarkdownFence, MarkdownFile, MarkdownHeading, MarkdownTree } from './markdown-file.ts';
import { minimumVersions } from './minimum-versions.ts';
import { readTrees } from './tree-drawing.ts';

export function readMarkdown(text: SourceText): Reading<MarkdownFile> {
  const reader = new MarkdownReader();
  reader.read(linesOf(text));
  const { headings, blocks, fences, trees, minimumPythons, comments } = reader;
  return { artifact: { headings, blocks, fences, trees, minimumPythons }, comments, problems: [] };
}

const FENCE = /^(`{3,}|~{3,})([\s\S]*)$/;
const HEADING = /^#{1,6}(?=[ \t]|$)/;
const UNDERLINE = /^(?:=+|-+)[ \t]*$/;
const DELIMITER = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;
const RULE = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
/** `# shop/main.py`, `// src/app.ts`. */
const FILE_COMMENT = /^\s*(?:#|\/\/|--)\s*(?:file(?:name)?:\s*)?`?((?:[\w.-]+\/)*[\w-]+(?:\.\w+)+)`?\s*$/i;
const MAX_TEXT = 600;

interface OpenFence {
  readonly mark: string;
  readonly info: string;
  readonly quotes: number;
  readonly start: number;
  readonly lead: string;
  /** Until this, if it is no fence but HTML. */
  readonly closing?: string;
}

class MarkdownReader {
  readonly headings: MarkdownHeading[] = [];
  readonly blocks: MarkdownBlock[] = [];
  readonly fences: MarkdownFence[] = [];
  readonly trees: MarkdownTree[] = [];
  readonly minimumPythons: Located<string>[] = [];
  readonly comments: Located<string>[] = [];
  readonly #containers = new ContainerStripper();
  /** Lines of the paragraph that is open. */
  #open: BlockLine[] = [];
  #lead = '';
  #fence: OpenFence | undefined;
  /** Lines of the block of code that is open, fenced or indented. */
  #code: Located<string>[] = [];
  /** A comment that begins a line, until its end. */
  #comment: Located<string>[] | undefined;
  #head: readonly string[] | undefined;
  #wasBlank = true;

  read(lines: readonly Located<string>[]): void {
    let index = endOfFrontMatter(lines);
    for (; index < lines.length; index++) {
      const line = lines[index];
      if (line !== undefined && !this.#inFence(line) && !this.#inComment(line)) {
        this.minimumPythons.push(...minimumVersions(line));
        this.#line(this.#containers.strip(line), lines[index + 1]);
      }
    }
    this.#closeFence(lines.at(-1)?.span.end ?? 0);
    this.#closeComment();
    this.#closeParagraph();
    this.#closeIndented();
  }

  #inFence(line: Located<string>): boolean {
    const fence = this.#fence;
    if (fence === undefined) return false;
    const content = fence.quotes === 0 ? line.value : line.value.replace(/^(?: {0,3}> ?){1,20}/, '');
    const hasLeft = fence.quotes > 0 && !/^ {0,3}>/.test(line.value);
    const end = content.trim();
    if (hasLeft || (end.startsWith(fence.mark) && end.replaceAll(fence.mark.charAt(0), '') === '')) {
      this.#closeFence(line.span.end);
      return !hasLeft;
    }
    const skipped = line.value.length - content.length;
    this.#code.push({ value: content, span: { start: line.span.start + skipped, end: line.span.end } });
    return true;
  }

  #inComment(line: Located<string>): boolean {
    if (this.#comment === undefined) return false;
    this.#comment.push(line);
    if (line.value.includes('-->')) this.#closeComment();
    return true;
  }

  #line(line: BlockLine, next: Located<string> | undefined): void {
    if (line.isBlank) {
      this.#closeParagraph();
      this.#head = undefined;
      if (this.#code.length > 0) this.#code.push({ value: '', span: line.line.span });
    } else if (!this.#isIndented(line)) {
      this.#closeIndented();
      this.#block(line, next);
    }
    this.#wasBlank = line.isBlank;
  }

  /** Code by its indentation: behind a blank line, and further in than its list. */
  #isIndented(line: BlockLine): boolean {
    const isCode = line.indent >= 4 && !line.isItem && this.#open.length === 0;
    if (!isCode || !(this.#wasBlank || this.#code.length > 0)) return false;
    this.#code.push(line.line);
    return true;
  }

  #block(line: BlockLine, next: Located<string> | undefined): void {
    const { content, isItem } = line;
    const fence = FENCE.exec(content.value);
    const heading = HEADING.exec(content.value);
    if (isItem) this.#closeParagraph();
    if (fence?.[1] !== undefined && !(fence[1].startsWith('`') && fence[2]?.includes('`'))) {
      this.#closeParagraph();
      const [, mark, info = ''] = fence;
      this.#fence = { mark, info: info.trim(), quotes: line.quotes, start: content.span.start, lead: this.#lead };
    } else if (heading !== null) {
      this.#closeParagraph();
      this.#addHeading(heading[0].length, headingText(content, heading[0].length), line);
    } else if (UNDERLINE.test(content.value) && this.#open.length > 0 && !isItem && this.#head === undefined) {
      this.#closeUnderlined(content.value.startsWith('=') ? 1 : 2);
    } else if (RULE.test(content.value)) {
      this.#closeParagraph();
    } else if (/^<!--/.test(content.value) && !content.value.includes('-->')) {
      this.#closeParagraph();
      this.#comment = [content];
    } else {
      this.#text(line, next);
    }
  }

  #text(line: BlockLine, next: Located<string> | undefined): void {
    const { value } = line.content;
    if (this.#head !== undefined) {
      if (!DELIMITER.test(value)) this.#addRow(line, this.#head);
    } else if (value.includes('|') && isDelimiter(next)) {
      this.#closeParagraph();
      const cells = cellsOf(line.content);
      this.#addRow(line, undefined);
      this.#head = cells.map((cell) => cell.value);
    } else {
      this.#open.push(line);
    }
  }

  #addHeading(level: number, text: Located<string>, line: BlockLine): void {
    this.headings.push({ level, text });
    this.#lead = '';
    this.#addBlock('heading', [line]);
  }

  #addRow(line: BlockLine, head: readonly string[] | undefined): void {
    this.#addBlock('row', [line], { cells: cellsOf(line.content), ...(head !== undefined && { head }) });
  }

  #closeUnderlined(level: number): void {
    const lines = this.#open;
    const [first] = lines;
    this.#open = [];
    if (first === undefined) return;
    const value = lines.map(({ content }) => content.value).join(' ');
    const span = { start: first.content.span.start, end: lines.at(-1)?.content.span.end ?? 0 };
    this.headings.push({ level, text: { value, span } });
    this.#lead = '';
    this.#addBlock('heading', lines);
  }

  #closeParagraph(): void {
    const lines = this.#open;
    const [first] = lines;
    if (first === undefined) return;
    this.#open = [];
    this.#addBlock(first.isItem ? 'item' : 'paragraph', lines);
    this.#lead = shortened(lines.map(({ content }) => content.value).join(' '));
  }

  #closeIndented(): void {
    const [first] = this.#code;
    if (first === undefined) return;
    this.#addCode({ start: first.span.start, end: this.#code.at(-1)?.span.end ?? first.span.end }, '', this.#lead);
  }

  #closeFence(end: number): void {
    const fence = this.#fence;
    if (fence === undefined) return;
    this.#fence = undefined;
    this.#addCode({ start: fence.start, end }, fence.info, fence.lead);
  }

  #addCode(span: Span, info: string, lead: string): void {
    const lines = this.#code;
    this.#code = [];
    const heading = this.headings.length - 1;
    const language = /^\{?\.?([\w+-]+)/.exec(info)?.[1]?.toLowerCase() ?? '';
    const trees = PROGRAMS.has(language) ? [] : readTrees(lines);
    this.trees.push(...trees.map((tree) => ({ ...tree, heading, lead, span })));
    const script = trees.length === 0 ? fencedCommands(language, lines) : undefined;
    const file = FILE_COMMENT.exec(lines[0]?.value.slice(0, MAX_TEXT) ?? '')?.[1];
    this.fences.push({
      ...{ language, info, span, heading, lead },
      ...(file !== undefined && { file }),
      ...(script !== undefined && { script }),
    });
    this.#lead = '';
  }

  #closeComment(): void {
    const [first, ...more] = this.#comment ?? [];
    this.#comment = undefined;
    const last = more.at(-1) ?? first;
    if (first === undefined || last === undefined) return;
    const value = [first, ...more].map((line) => line.value).join('\n');
    this.comments.push({ value, span: { start: first.span.start, end: last.span.end } });
  }

  #addBlock(
    kind: MarkdownBlock['kind'],
    lines: readonly BlockLine[],
    cells: Pick<MarkdownBlock, 'cells' | 'head'> = {},
  ): void {
    const [first] = lines;
    if (first === undefined) return;
    const text = textOf(lines);
    const { links, code, comments } = readInline(text);
    this.comments.push(...comments);
    if (links.length === 0 && code.length === 0) return;
    const span = { start: first.content.span.start, end: lines.at(-1)?.content.span.end ?? 0 };
    const shown = shortened(text.content.replaceAll('\n', ' '));
    this.blocks.push({ kind, text: shown, span, heading: this.headings.length - 1, links, code, ...cells });
  }
}

/** Languages in which a drawn line is part of a program or of what it prints. */
const PROGRAMS: ReadonlySet<string> = new Set(
  'python py pycon javascript js typescript ts java go rust c cpp json yaml toml sql html css mermaid diff'.split(' '),
);

/** YAML between `---` in the first line and the next, which is no text. */
function endOfFrontMatter(lines: readonly Located<string>[]): number {
  if (lines[0]?.value.trimEnd() !== '---') return 0;
  return lines.findIndex(({ value }, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(value)) + 1;
}

function isDelimiter(next: Located<string> | undefined): boolean {
  const text = next?.value.replace(/^[\s>]+/, '').trimEnd() ?? '';
  return text.includes('-') && text.length < 2_000 && DELIMITER.test(text);
}

function textOf(lines: readonly BlockLine[]) {
  const [first] = lines;
  if (lines.length === 1 && first !== undefined) return mapPlain(first.content.value, first.content.span.start);
  const builder = new MappedTextBuilder();
  for (const { content } of lines) {
    builder.add(content.value, content.span.start);
    builder.add('\n', content.span.end);
  }
  return builder.build(first?.content.span.start ?? 0);
}

function cellsOf({ value, span }: Located<string>): Located<string>[] {
  const cells: Located<string>[] = [];
  for (const found of value.matchAll(/(?:[^|\\]|\\.?)+/g)) {
    const text = found[0].trim();
    const start = span.start + found.index + (found[0].length - found[0].trimStart().length);
    cells.push({ value: text, span: { start, end: start + text.length } });
  }
  return cells;
}

/** Behind the marks of a heading, without those that may close it. */
function headingText(content: Located<string>, from: number): Located<string> {
  const { value } = content;
  let end = value.length;
  while (value.charAt(end - 1) === '#') end--;
  return partOf(content, from, end <= from || /[ \t]/.test(value.charAt(end - 1)) ? Math.max(from, end) : value.length);
}

const shortened = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
