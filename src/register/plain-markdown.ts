/** Texts that others wrote as Markdown in which they mean themselves: nothing of a message, a path or code becomes markup. */
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import { escapeControls, escapeWorkflowCommands } from '../reporters/index.ts';
import { inlineMarkdown } from '../reporters/markdown/inline-markdown.ts';
import type { Markdown } from './entry.ts';

/** One line of Markdown, secrets covered; fit to begin a paragraph, a heading or a field. Empty for an empty text alone. */
export function plainMarkdown(text: string): Markdown {
  const said = maskSecrets(wellFormed(text)).trim();
  const inline = inlineMarkdown(said).trim();
  // Backticks around nothing are no code.
  if (inline === '') return said.replaceAll('`', '\\`');
  // Alone, a dash is what stands for nothing.
  if (/^[–—]$/.test(inline)) return '\\-';
  return inline.replace(/^[-+=:]|^\d{1,9}(?=[.)])/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** Paragraphs of a text, of which only blank lines keep their meaning. */
export function plainParagraphs(text: string): Markdown {
  return text
    .split(/\n[ \t]*\n/)
    .map((paragraph) => plainMarkdown(paragraph.replace(/\s+/g, ' ')))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** A line of Markdown as it is printed for people: without the escapes that a document needs. */
export function withoutEscapes(markdown: Markdown): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** Half of a pair of surrogates is no character, and no file can hold it. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** Code in a fence that nothing in it can close. Control characters are made visible, long lines cut. */
export function fencedCode(code: string, language: string): Markdown {
  const lines = maskSecrets(wellFormed(code)).split(/\r\n|\r|\n/);
  const shown = lines.slice(0, MAX_LINES).map(visibleLine);
  if (lines.length > MAX_LINES) shown.push('…');
  const body = shown.some((line) => MARK_OF_A_CONFLICT.test(line)) ? shown.map((line) => ` ${line}`) : shown;
  const longest = Math.max(2, ...[...body.join('\n').matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${body.join('\n')}\n${fence}`;
}

/** What git writes at the start of a line of a file that it could not merge; such a line of code is indented by one. */
export const MARK_OF_A_CONFLICT = /^(?:<{7}|>{7}|\|{7})(?: |$)/;

const MAX_LINES = 16;
const MAX_COLUMNS = 160;

function visibleLine(line: string): string {
  const visible = escapeControls(line.replaceAll('\t', '    ')).trimEnd();
  const cut = visible.length > MAX_COLUMNS ? `${wellFormed(visible.slice(0, MAX_COLUMNS))}…` : visible;
  return escapeWorkflowCommands(cut);
}

/** A name as it is, in backticks: `nameOfCode` gives it back. What Markdown, a table or a terminal would change is written as in JSON. */
export function codeOfName(name: string): Markdown {
  return `\`${name !== '' && !NEEDS_QUOTES.test(name) ? name : JSON.stringify(name).replace(NOT_BARE, escapeUnit)}\``;
}

/** The name in backticks; undefined where there is none. */
export function nameOfCode(code: Markdown): string | undefined {
  const written = /^`([^`]+)`$/.exec(code)?.[1];
  if (written === undefined || !written.startsWith('"')) return written;
  try {
    const name: unknown = JSON.parse(written);
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

const NEEDS_QUOTES = /^["\s]|\s$|[`\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]|##\[/u;
const NOT_BARE = /[`[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
