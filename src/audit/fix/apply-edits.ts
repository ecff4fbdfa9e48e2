/** Writes edits into the bytes of a file, so that encoding, byte order mark and line ends stay. */
import { isUtf8 } from 'node:buffer';
import type { Edit } from '../../findings/index.ts';
import { decodePython, decodeText } from '../../text/decode.ts';
import { SourceText, type Span } from '../../text/index.ts';

/** An edit at its place in the text. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** A file that edits can be written into. */
export class EditableFile {
  readonly text: SourceText;
  readonly #bytes: Buffer;
  readonly #encoding: string;
  /** Of each line where its bytes start; those of the first behind the byte order mark. */
  readonly #starts: readonly number[];

  private constructor(
    bytes: Uint8Array,
    content: string,
    encoding: string,
    readonly isPython: boolean,
  ) {
    this.text = new SourceText(content);
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#encoding = encoding;
    this.#starts = lineStarts(this.#bytes);
  }

  /** Undefined where the encoding is not known, so that nothing can be written. */
  static open(bytes: Uint8Array, isPython: boolean): EditableFile | undefined {
    const decoded = decode(bytes, isPython);
    if (decoded === undefined) return undefined;
    const file = new EditableFile(bytes, decoded.content, decoded.encoding, isPython);
    return file.#starts.length === file.text.lineCount ? file : undefined;
  }

  /** Where an edit stands; undefined where the file has no such place. */
  place({ location: { line, column, endLine, endColumn }, text }: Edit): TextEdit | undefined {
    const start = this.#offset(line, column);
    const end = this.#offset(endLine, endColumn);
    return start === undefined || end === undefined || end < start ? undefined : { start, end, text };
  }

  /** The file with these edits, which are sorted and do not overlap; undefined where its encoding cannot hold them. */
  write(edits: readonly TextEdit[]): Buffer | undefined {
    const parts: Buffer[] = [];
    const written: string[] = [];
    let [from, at] = [0, 0];
    for (const { start, end, text } of edits) {
      const [first, last] = [this.#byteAt(start), this.#byteAt(end)];
      if (first === undefined || last === undefined) return undefined;
      if (this.#encoding !== 'utf-8' && !IS_ASCII.test(text)) return undefined;
      parts.push(this.#bytes.subarray(from, first), Buffer.from(text, 'utf8'));
      written.push(this.text.content.slice(at, start), text);
      [from, at] = [last, end];
    }
    const bytes = Buffer.concat([...parts, this.#bytes.subarray(from)]);
    const decoded = decode(bytes, this.isPython);
    const content = written.join('') + this.text.content.slice(at);
    return decoded?.encoding === this.#encoding && decoded.content === content ? bytes : undefined;
  }

  #offset(line: number, column: number): number | undefined {
    if (line < 1 || line > this.text.lineCount) return undefined;
    const offset = this.text.lineStart(line) + column - 1;
    const end = line === this.text.lineCount ? this.text.content.length : this.text.lineStart(line + 1);
    return column < 1 || offset > end ? undefined : offset;
  }

  /** Where the bytes of an offset stand, as far as its own line tells: a line is ASCII, one byte a character, or UTF-8. */
  #byteAt(offset: number): number | undefined {
    const line = this.text.lineAt(offset);
    const start = this.#starts[line - 1] ?? 0;
    const bytes = this.#bytes.subarray(start, this.#starts[line] ?? this.#bytes.length);
    const first = this.text.lineStart(line);
    const length = (line === this.text.lineCount ? this.text.content.length : this.text.lineStart(line + 1)) - first;
    if (this.#encoding === 'utf-8') return start + Buffer.byteLength(this.text.content.slice(first, offset));
    // An escape begins another set of characters in the encodings that have some.
    return bytes.length === length && !bytes.includes(0x1b) ? start + offset - first : undefined;
  }
}

/** What is not Python is edited where it is UTF-8, whatever a comment in it says. */
function decode(bytes: Uint8Array, isPython: boolean): { content: string; encoding: string } | undefined {
  if (!isPython) return isUtf8(bytes) ? { content: decodeText(bytes), encoding: 'utf-8' } : undefined;
  const decoded = decodePython(bytes);
  return decoded.kind === 'text' ? decoded : undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: line breaks and tabs are ASCII as well
const IS_ASCII = /^[\x00-\x7f]*$/;

/** All encodings that are read have line ends as ASCII has them. */
function lineStarts(bytes: Buffer): number[] {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const starts = [mark];
  for (let at = mark; at < bytes.length; at++) {
    const isEnd = bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] !== 10);
    if (isEnd) starts.push(at + 1);
  }
  return starts;
}

/** In the order of the file; what several fixes write alike is written once. Undefined where two of them meet. */
export function joinEdits(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end || (a.text < b.text ? -1 : 1));
  const joined: TextEdit[] = [];
  for (const edit of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && isSame(last, edit)) continue;
    if (last !== undefined && (edit.start < last.end || areAmbiguous(last, edit))) return undefined;
    joined.push(edit);
  }
  return joined;
}

const isSame = (a: TextEdit, b: TextEdit): boolean => a.start === b.start && a.end === b.end && a.text === b.text;

/** At one place only whole lines can be distinguished. */
const areAmbiguous = (a: TextEdit, b: TextEdit): boolean =>
  a.start === b.start && a.end === b.end && !(isLines(a) && isLines(b));

const isLines = ({ text }: TextEdit): boolean => /[\r\n]$/.test(text);

/** Whether two fixes touch the same code: the second waits for the next pass. */
export function meet(some: readonly TextEdit[], others: readonly TextEdit[]): boolean {
  return others.some((one) =>
    some.some((other) => {
      if (isSame(one, other)) return false;
      const areLines = one.start === one.end && other.start === other.end && isLines(one) && isLines(other);
      // What only goes may be beside what only goes.
      const areDeletions = one.text === '' && other.text === '';
      return areDeletions || areLines
        ? one.start < other.end && other.start < one.end
        : one.start <= other.end && other.start <= one.end;
    }),
  );
}
