/** Lines of a document without what only holds them: quotation marks, markers of lists, indentation. */
import type { Located } from '../../text/index.ts';
import { partOf } from '../lines.ts';

export interface BlockLine {
  /** As it is in the file. */
  readonly line: Located<string>;
  /** Without the containers, trimmed. */
  readonly content: Located<string>;
  readonly quotes: number;
  /** It begins an item of a list. */
  readonly isItem: boolean;
  /** How far the content is indented beyond its list. */
  readonly indent: number;
  readonly isBlank: boolean;
}

const QUOTE = /^ {0,3}> ?/;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)/;
const BREAK = /^(?:-[ \t]*){3,}$|^(?:\*[ \t]*){3,}$|^(?:_[ \t]*){3,}$/;
/** Nobody means more. */
const MAX_CONTAINERS = 20;

/** Keeps where the lists that are open have their content. */
export class ContainerStripper {
  #columns: number[] = [];

  strip(line: Located<string>): BlockLine {
    const { value } = line;
    let at = 0;
    let quotes = 0;
    for (let quote = QUOTE.exec(value); quote !== null && quotes < MAX_CONTAINERS; quotes++) {
      at += quote[0].length;
      quote = QUOTE.exec(value.slice(at));
    }
    const rest = value.slice(at);
    const isBlank = rest.trim() === '';
    if (isBlank) return { line, content: partOf(line, value.length), quotes, isItem: false, indent: 0, isBlank };
    let column = widthOf(rest);
    while ((this.#columns.at(-1) ?? 0) > column) this.#columns.pop();
    at += rest.length - rest.trimStart().length;
    const indent = column - (this.#columns.at(-1) ?? 0);
    let isItem = false;
    for (let depth = 0; indent < 4 && depth < MAX_CONTAINERS; depth++) {
      const text = value.slice(at);
      const marker = BREAK.test(text) ? undefined : ITEM.exec(text)?.[0];
      if (marker === undefined) break;
      isItem = true;
      at += marker.length;
      column += marker.length;
      if (this.#columns.length < MAX_CONTAINERS) this.#columns.push(column);
    }
    return { line, content: partOf(line, at), quotes, isItem, indent, isBlank: false };
  }
}

/** Columns of white space in front, a tab to the next fourth. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) {
    if (sign === ' ') width++;
    else if (sign === '\t') width += 4 - (width % 4);
    else break;
  }
  return width;
}
