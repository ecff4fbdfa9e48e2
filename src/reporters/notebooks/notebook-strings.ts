/** A string of a JSON text, without its quotes. */
export interface JsonString {
  readonly start: number;
  readonly end: number;
}

/** An array or object that is open, and where in it the reader is. */
interface Level {
  readonly isArray: boolean;
  key: string;
  index: number;
}

/**
 * The strings that make the source of each cell (from 1, text cells counted) of a notebook. Reads JSON that a parser
 * has accepted, without recursion: a notebook may nest as deep as it likes.
 */
export function findCellStrings(json: string): Map<number, JsonString[]> {
  const cells = new Map<number, JsonString[]>();
  const levels: Level[] = [];
  let cell = 0;
  let expectsKey = false;
  for (let at = 0; at < json.length; at++) {
    const level = levels.at(-1);
    switch (json.charAt(at)) {
      case '{':
      case '[':
        expectsKey = json.charAt(at) === '{';
        if (isCell(levels, levels.length)) cell++;
        levels.push({ isArray: !expectsKey, key: '', index: 0 });
        break;
      case '}':
      case ']':
        levels.pop();
        expectsKey = false;
        break;
      case ',':
        if (level !== undefined) level.index++;
        expectsKey = level?.isArray === false;
        break;
      case ':':
        expectsKey = false;
        break;
      case '"': {
        const string = { start: at + 1, end: endOfString(json, at + 1) };
        if (expectsKey && level !== undefined) level.key = json.slice(string.start, string.end);
        else if (isSource(levels)) addString(cells, cell, string);
        at = string.end;
        break;
      }
    }
  }
  return cells;
}

function addString(cells: Map<number, JsonString[]>, cell: number, string: JsonString): void {
  const strings = cells.get(cell);
  if (strings === undefined) cells.set(cell, [string]);
  else strings.push(string);
}

/** Whether a value inside so many levels is an element of the list of cells: `cells`, or `worksheets[…].cells` in format 3. */
function isCell(levels: readonly Level[], depth: number): boolean {
  return levels[depth - 1]?.isArray === true && levels[depth - 2]?.key === 'cells' && isTop(levels, depth - 2);
}

/** Whether a string here belongs to the `source` (`input` in format 3) of a cell: the value itself, or an element. */
function isSource(levels: readonly Level[]): boolean {
  const depth = levels.at(-1)?.isArray === true ? levels.length - 2 : levels.length - 1;
  const key = levels[depth]?.key;
  return (key === 'source' || key === 'input') && isCell(levels, depth);
}

function isTop(levels: readonly Level[], depth: number): boolean {
  return depth === 0 || (depth === 2 && levels[0]?.key === 'worksheets');
}

function endOfString(json: string, start: number): number {
  let at = start;
  while (at < json.length && json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
  return at;
}
