import { isUtf8 } from 'node:buffer';
import type { PythonParser } from '../../ast/lower/index.ts';
import { type FileKind, isPythonFileKind } from '../../discover/index.ts';
import { decodePython } from '../../text/decode.ts';
import { HeaderLines } from './header-lines.ts';

/** A suppression that is wanted in a file. */
export interface CommentWish {
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
  /** Line (from 1) of the finding. */
  readonly line: number;
  readonly rule: string;
  readonly reason: string;
  readonly until: string | undefined;
}

/** The file with the comment, at the places that may do, the best first; or why none can be there. */
export type CommentEdits =
  | { readonly kind: 'edits'; readonly edits: readonly CommentEdit[] }
  | { readonly kind: 'impossible'; readonly reason: string };

export interface CommentEdit {
  readonly bytes: Buffer;
  /** Of the comment. */
  readonly line: number;
}

/**
 * Writes the comment into the bytes, so that encoding, byte order mark and line ends stay. Whether it says what it should
 * where it stands only a scan of the result can tell.
 */
export function commentEdits(wish: CommentWish, parser: PythonParser): CommentEdits {
  const { kind, bytes, line, reason } = wish;
  if (kind === 'notebook') return impossible('a notebook keeps its code in JSON: write the comment into its cell');
  if (kind === 'grafana-dashboard') return impossible('JSON has no comments: ignore the rule for this path');
  const decoded = decodePython(bytes);
  // Other files than Python may hold what Python does not read; what comments there need is only that ASCII is ASCII.
  const encoding = decoded.kind === 'text' ? decoded.encoding : isUtf8(bytes) ? 'utf-8' : undefined;
  if (encoding === undefined) return impossible('its encoding is unknown');
  if (encoding !== 'utf-8' && /[^\x20-\x7e]/.test(reason)) {
    return impossible(`the file is not UTF-8 (${encoding}): write the reason in ASCII`);
  }
  const file = new ByteLines(bytes);
  const isLeftWhole = (edit: CommentEdit): boolean => keepsFirstLines(bytes, edit.bytes, encoding);
  const above = (at: number): CommentEdit => ({ bytes: file.withLineAbove(at, commentText(wish)), line: at });
  if (!isPythonFileKind(kind)) return { kind: 'edits', edits: [above(line)].filter(isLeftWhole) };
  const statement = decoded.kind === 'text' ? statementLine(decoded.content, line, parser) : line;
  const trailing = file.withTrailing(line, commentText(wish));
  const edits = [
    ...(trailing === undefined ? [] : [{ bytes: trailing, line }]),
    // Within a statement, where it covers the line below it alone; that of a text or a continued line takes none.
    ...(statement === line ? [] : [above(line)]),
    above(statement),
  ];
  return { kind: 'edits', edits: edits.filter(isLeftWhole) };
}

/**
 * What a kernel, Python and Docker read in the first lines counts there only: the program, the encoding, the syntax. A word more, or a line
 * lower, and it is another one or none.
 */
function keepsFirstLines(before: Uint8Array, after: Buffer, encoding: string): boolean {
  const firstLine = (bytes: Uint8Array) =>
    /^.*/.exec(Buffer.from(bytes.subarray(0, 4096)).toString('latin1'))?.[0] ?? '';
  const isRead = /^(?:#!|#\s*(?:syntax|escape|check)\s*=)/i.test(firstLine(before));
  if (isRead && firstLine(after) !== firstLine(before)) return false;
  const decoded = decodePython(after);
  return decoded.kind === 'text' ? decoded.encoding === encoding : isUtf8(after);
}

function commentText({ kind, rule, reason, until }: CommentWish): string {
  const words = `auditlint: ignore[${rule}] ${until === undefined ? '' : `until=${until} `}${reason}`;
  return kind === 'markdown' ? `<!-- ${words} -->` : `# ${words}`;
}

function impossible(reason: string): CommentEdits {
  return { kind: 'impossible', reason };
}

/** The first line of the statement whose header a line is in. */
function statementLine(content: string, line: number, parser: PythonParser): number {
  const headers = new HeaderLines(parser.parse(content));
  for (let first = line; first > 0; first--) {
    if ((headers.startingAt(first)?.last ?? 0) >= line) return first;
  }
  return line;
}

/** Longest line that a comment may make. */
const MAX_WIDTH = 100;

/** The bytes of a text by lines. All encodings that are read keep line ends and blanks as ASCII does. */
class ByteLines {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(readonly bytes: Uint8Array) {
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const mark = this.#text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
    this.#starts[0] = mark;
    for (const end of this.#text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(end.index + end[0].length);
  }

  withLineAbove(line: number, comment: string): Buffer {
    const start = this.#start(line);
    const indentation = /^[ \t\f]*/.exec(this.#lineText(line))?.[0] ?? '';
    return this.#insert(start, `${indentation}${comment}${this.#lineEnd(line)}`);
  }

  /** Undefined where the line would become too long. */
  withTrailing(line: number, comment: string): Buffer | undefined {
    const text = this.#lineText(line);
    const kept = text.trimEnd();
    if (kept === '' || kept.length + comment.length + 2 > MAX_WIDTH) return undefined;
    return this.#insert(this.#start(line) + kept.length, `  ${comment}`);
  }

  #insert(at: number, text: string): Buffer {
    return Buffer.concat([this.bytes.subarray(0, at), Buffer.from(text, 'utf8'), this.bytes.subarray(at)]);
  }

  #start(line: number): number {
    return this.#starts[line - 1] ?? this.bytes.length;
  }

  #lineText(line: number): string {
    return this.#text.slice(this.#start(line), this.#start(line + 1)).replace(/(?<![\r\n])[\r\n]+$/, '');
  }

  /** As the line itself ends, or the file's first line where it is the last and ends in nothing. */
  #lineEnd(line: number): string {
    const own = /(?<![\r\n])[\r\n]+$/.exec(this.#text.slice(this.#start(line), this.#start(line + 1)))?.[0];
    return own ?? /\r\n|\n|\r/.exec(this.#text)?.[0] ?? '\n';
  }
}
