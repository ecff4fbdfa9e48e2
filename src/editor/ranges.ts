import type { Position, Range, TextEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location } from '../findings/index.ts';

/** A place as the protocol counts: from 0, in UTF-16 as ours. A place in a cell of a notebook has none in its file. */
export function rangeOf({ line, column, endLine, endColumn, cell }: Location): Range {
  if (cell !== undefined) return START;
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Whether two ranges have a place in common; their ends count. */
export function meets(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

const isBefore = (a: Position, b: Position): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);

/** The one replacement that makes a text another. */
export function editBetween(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const document = TextDocument.create('', '', 0, before);
  const range = { start: document.positionAt(start), end: document.positionAt(before.length - end) };
  return { range, newText: after.slice(start, after.length - end) };
}

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;

/** Whether what a client sent is a position at all; one beyond the end of a line or file is where that ends. */
export function isPosition(value: unknown): value is Position {
  const { line, character } = (value ?? {}) as Record<string, unknown>;
  return isCount(line) && isCount(character);
}

export function isRange(value: unknown): value is Range {
  const { start, end } = (value ?? {}) as Record<string, unknown>;
  return isPosition(start) && isPosition(end);
}
