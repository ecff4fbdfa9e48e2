/** Where the sections of a document begin and end, as CommonMark has it, in time proportional to its length. */
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { GITHUB_NODES, GITHUB_SYNTAX } from '../text/github-markdown.ts';
import type { Markdown } from './entry.ts';

/** What is below a heading of level one to four, up to the next. The first has no heading. */
export interface DocumentSection {
  /** 0 where there is no heading. */
  readonly depth: number;
  /** Source of the heading's text. */
  readonly heading: string;
  /** Of the heading. */
  readonly line: number;
  readonly body: string;
  readonly bodyLine: number;
}

/** What is wrong with a document: a clause without its file, to follow "the file …", and the line. */
export interface RegisterProblem {
  readonly problem: string;
  readonly line: number;
}

/**
 * Splits a text whose lines end in `\n`. A heading at the start of a line ends whatever is above it but a fence or an HTML
 * block that is still open, so each stretch between two of them can be read alone: micromark takes the square of what it gets
 * at once (half a minute for 2 MB).
 */
export function documentSections(text: string): readonly DocumentSection[] | RegisterProblem {
  const lines = text.split('\n');
  const sections: DocumentSection[] = [];
  let [head, start, fresh] = [{ depth: 0, heading: '', line: 1 }, 0, 0];
  const close = (end: number): void => {
    sections.push({ ...head, body: lines.slice(start, end).join('\n'), bodyLine: start + 1 });
  };
  for (let at = 0; at <= lines.length; at++) {
    const heading = at === lines.length ? undefined : readHeading(lines[at] ?? '');
    if (heading === undefined && at < lines.length) continue;
    const open = openBlock(lines.slice(fresh, at).join('\n'), fresh + 1);
    if (open === undefined) {
      close(at);
      if (heading !== undefined) [head, start, fresh] = [{ ...heading, line: at + 1 }, at + 1, at + 1];
      continue;
    }
    if ('problem' in open) return open;
    let end = at;
    while (end < lines.length && !open.isEnd(lines[end] ?? '')) end++;
    if (end === lines.length && open.mayEndTheFile !== true) {
      return { problem: `has ${open.what} that is never closed`, line: open.line };
    }
    if (end === lines.length) close(end);
    [fresh, at] = [end + 1, end];
  }
  return sections;
}

/** Source of blocks without blank lines around them. */
export function trimBlocks(source: string): Markdown {
  return withoutBlankEnd(source).replace(/^(?:[ \t]*\n)+/, '');
}

/** Only what is blank in Markdown: a dash and a no-break space are text, and a dash alone is a list. */
export function withoutBlankEnd(source: string): string {
  let end = source.length;
  while (end > 0 && ' \t\n'.includes(source.charAt(end - 1))) end--;
  return source.slice(0, end);
}

/** The blocks of a stretch of Markdown. */
export function blocksOf(markdown: string): readonly Nodes[] {
  return fromMarkdown(markdown, OPTIONS).children;
}

/** What is within a line is read from its source, so nobody needs it taken apart: that doubles the time. */
const INLINE = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'hardBreakEscape',
  'htmlText',
];
const OPTIONS = {
  extensions: [...GITHUB_SYNTAX, { disable: { null: [...INLINE, 'labelEnd', 'labelStartImage', 'labelStartLink'] } }],
  mdastExtensions: GITHUB_NODES.map(({ transforms: _, ...extension }) => extension),
};

/** Source of a node of a text. */
export function sourceOf({ position }: Nodes, text: string): string {
  return text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
}

/** Only at the very start of a line, as we write them: one that is indented belongs to what holds it. */
function readHeading(line: string): { depth: number; heading: string } | undefined {
  const [, marks, heading = ''] = /^(#{1,4})(?:[ \t]+(.*))?$/s.exec(line) ?? [];
  if (marks === undefined) return undefined;
  return { depth: marks.length, heading: withoutClosingMarks(heading.trim()) };
}

/** `## Title ##` is `Title`. */
function withoutClosingMarks(heading: string): string {
  let end = heading.length;
  while (heading.charAt(end - 1) === '#') end--;
  const isClosed = end === 0 || /\s/.test(heading.charAt(end - 1));
  return isClosed ? heading.slice(0, end).trim() : heading;
}

/** A block that goes on behind the end of the text that holds its start. */
interface OpenBlock {
  readonly what: string;
  readonly line: number;
  isEnd(line: string): boolean;
  readonly mayEndTheFile?: true;
}

function openBlock(text: string, firstLine: number): OpenBlock | RegisterProblem | undefined {
  if (!/(?:^|\n) {0,3}(?:```|~~~|<)/.test(text)) return undefined;
  if (text.length > MAX_STRETCH) {
    return { problem: `has more than ${MAX_STRETCH} characters without a heading`, line: firstLine };
  }
  // Asked with a heading behind it: where a lazy line ends the text, micromark takes it for a block of its own.
  const behind = `${text}\n# x`;
  const last = blocksOf(behind).at(-1);
  if (last === undefined || last.type === 'heading') return undefined;
  const source = sourceOf(last, behind);
  const line = firstLine + (last.position?.start.line ?? 1) - 1;
  return last.type === 'code' ? openFence(source, line) : openHtml(source, line);
}

/** A section of nobody is as long. */
const MAX_STRETCH = 100_000;

function openFence(source: string, line: number): OpenBlock {
  const fence = /^(?:`{3,}|~{3,})/.exec(source)?.[0] ?? '```';
  const isEnd = (each: string): boolean => {
    const marks = /^ {0,3}([`~]+)[ \t]*$/.exec(each)?.[1] ?? '';
    return marks.startsWith(fence) && marks === fence.charAt(0).repeat(marks.length);
  };
  return { what: 'a code fence', line, isEnd };
}

/** Conditions 1 to 5 of https://spec.commonmark.org/0.31.2/#html-blocks; others end with a blank line. */
const HTML_ENDS: readonly (readonly [RegExp, RegExp])[] = [
  [/^<(?:script|pre|style|textarea)(?:\s|>|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![A-Za-z]/, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
];

function openHtml(source: string, line: number): OpenBlock {
  const end = HTML_ENDS.find(([start]) => start.test(source))?.[1];
  if (end !== undefined) return { what: 'a block of HTML', line, isEnd: (each) => end.test(each) };
  return { what: 'a block of HTML', line, isEnd: (each) => each.trim() === '', mayEndTheFile: true };
}
