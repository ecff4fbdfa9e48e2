import { escapeCommands, escapeControls } from './escape.ts';

/**
 * An element of XML 1.0 on lines of its own. Its content are elements, or lines of `xmlText`. Characters that XML can name are named; those it has no
 * way to write (most control characters, half surrogates) become visible.
 */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] = [],
): string[] {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  const start = `<${name}${written.join('')}`;
  if (content.length === 0) return [`${start}/>`];
  return [`${start}>`, ...content.map((line) => `  ${line}`), `</${name}>`];
}

/** Lines of text, each on its own line whatever it holds. A GitHub runner takes `::` at the start of a line for a command. */
export function xmlText(lines: readonly string[]): string[] {
  return lines.map((line) => escapeXml(line).replace(/^\s*:(?=:)/, '&#58;'));
}

export function xmlDocument(root: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.join('\n')}\n`;
}

const NAMED = /[<>&"'\t\n\r\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function escapeXml(text: string): string {
  const pieces = text.split(NAMED);
  const named = [...text.matchAll(NAMED)].map(([character]) => reference(character));
  const shown = pieces.map((piece) => escapeControls(piece.replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')));
  return shown.map((piece, i) => escapeCommands(piece, reference) + (named[i] ?? '')).join('');
}

const reference = (character: string): string => `&#${character.charCodeAt(0)};`;
