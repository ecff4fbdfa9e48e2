/** Hides what only IPython understands in a cell, character for character, so that every offset stays. */

/** The cell with its magics, shell commands and help requests masked by text of the same length. */
export function maskMagics(cell: string): string {
  const magic = /^\s*%%(?:script[ \t]+)?(\S*)/.exec(cell)?.[1];
  if (magic !== undefined && !KEEPS_PYTHON.has(magic)) return blank(cell);
  const lines = splitLines(cell);
  const state = new LineState();
  let isContinued = false;
  const masked = lines.map((line) => {
    const isMasked = isContinued || (state.isStatementStart && IS_MAGIC.test(line));
    isContinued = isMasked && /\\\s*$/.test(line);
    const text = isMasked ? maskLine(line) : state.isStatementStart ? maskValue(line) : line;
    state.read(text);
    return text;
  });
  return masked.join('');
}

/** Cell magics that run the rest of the cell as Python, in the notebook itself or beside it. */
const KEEPS_PYTHON: ReadonlySet<string> = new Set([
  'time',
  'timeit',
  'capture',
  'prun',
  'memit',
  'mprun',
  'lprun',
  'heat',
  'python',
  'python3',
  'pypy',
  'pypy3',
]);

/** `%magic`, `!command`, `?help`, `help?`. */
const IS_MAGIC = /^\s*(?:%|!|\?|[\w.*]+\?{1,2}\s*$)/;

/** Blanks a line; in an indented block a statement must stay, or the block would be empty. */
function maskLine(line: string): string {
  const indent = /^[ \t]+(?=\S)/.exec(line)?.[0].length ?? 0;
  if (indent === 0) return blank(line);
  const end = line.trimEnd().length;
  return line.slice(0, indent) + filler(end - indent) + line.slice(end);
}

/** `files = !ls` and `result = %time f()` assign what only IPython knows. */
function maskValue(line: string): string {
  const start = /^[\w.,\s]+=\s*(?=[!%])/.exec(line)?.[0].length;
  if (start === undefined) return line;
  const end = line.trimEnd().length;
  return line.slice(0, start) + (end - start < 3 ? '0' : '...').padEnd(end - start) + line.slice(end);
}

function filler(length: number): string {
  return (length < 4 ? '0' : 'pass').padEnd(length);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

function splitLines(text: string): string[] {
  return text.split(/(?<=\r\n|\n|\r(?!\n))/);
}

/** Follows strings, brackets and continued lines, to show where a statement may begin. */
class LineState {
  #quote = '';
  #depth = 0;
  #isContinued = false;

  get isStatementStart(): boolean {
    return this.#quote === '' && this.#depth === 0 && !this.#isContinued;
  }

  read(line: string): void {
    const text = line.replace(/(?<![\r\n])[\r\n]+$/, '');
    let at = 0;
    while (at < text.length) {
      if (this.#quote !== '') at = this.#readString(text, at);
      else {
        const char = text.charAt(at);
        if (char === '#') break;
        at = char === '"' || char === "'" ? this.#openString(text, at, char) : at + 1;
        if ('([{'.includes(char)) this.#depth++;
        else if (')]}'.includes(char)) this.#depth = Math.max(0, this.#depth - 1);
      }
    }
    if (this.#quote.length === 1) this.#quote = '';
    this.#isContinued = text.endsWith('\\');
  }

  #openString(text: string, at: number, char: string): number {
    this.#quote = text.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
    return at + this.#quote.length;
  }

  #readString(text: string, at: number): number {
    if (text.charAt(at) === '\\') return at + 2;
    if (!text.startsWith(this.#quote, at)) return at + 1;
    const end = at + this.#quote.length;
    this.#quote = '';
    return end;
  }
}
