/** Where each character of a scalar is in the file, whatever its style. Follows https://yaml.org/spec/1.2.2/ §6.5, §7.3, §8.1. */
import type { CST } from 'yaml';
import { type MappedText, MappedTextBuilder, mapPlain } from '../../text/index.ts';
import type { YamlScalar } from './yaml-node.ts';

/** The text of a scalar with its places. */
export function mappedText(scalar: YamlScalar): MappedText {
  const { token, content, span } = scalar;
  if (token === undefined) return mapPlain('', span.start);
  const mapped = mapToken(token);
  // Scalars that are not valid end differently here and there: then only their beginning is known.
  return mapped.content === content ? mapped : mapPlain(content, span.start);
}

function mapToken(token: CST.FlowScalar | CST.BlockScalar): MappedText {
  const text = new MappedTextBuilder();
  const { source, offset } = token;
  switch (token.type) {
    case 'block-scalar':
      addBlock(text, token);
      return text.build(offset);
    case 'double-quoted-scalar':
      addDoubleQuoted(text, source, offset);
      return text.build(offset + 1);
    case 'single-quoted-scalar':
      addFolded(source.slice(1, -1), offset + 1, (piece, at) => addSingleQuoted(text, piece, at));
      return text.build(offset + 1);
    default:
      addFolded(source, offset, (piece, at) => text.add(piece, at));
      return text.build(offset);
  }
}

type AddPiece = (piece: string, at: number) => void;

/** Lines of a plain or single-quoted scalar: a break between two is a space, each empty line a break. */
function addFolded(source: string, offset: number, add: AddPiece): void {
  const lines = source.split('\n');
  let at = offset;
  let separator = '';
  lines.forEach((line, index) => {
    const isLast = index === lines.length - 1;
    const unpadded = index === 0 ? line : line.replace(/^[ \t]+/, '');
    const piece = isLast ? unpadded : trimEnd(unpadded);
    const begin = at + line.length - unpadded.length;
    if (piece === '' && index > 0 && !isLast) separator = separator === '\n' ? addBreak(add, at) : '\n';
    else {
      add(separator, Math.max(offset, at - 1));
      add(piece, begin);
      separator = ' ';
    }
    at += line.length + 1;
  });
}

function addBreak(add: AddPiece, at: number): '\n' {
  add('\n', at - 1);
  return '\n';
}

function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line.charAt(end - 1))) end--;
  return line.slice(0, end);
}

/** `''` is one quote. */
function addSingleQuoted(text: MappedTextBuilder, piece: string, at: number): void {
  let from = 0;
  for (let quote = piece.indexOf("''"); quote >= 0; quote = piece.indexOf("''", from)) {
    text.add(piece.slice(from, quote + 1), at + from);
    from = quote + 2;
  }
  text.add(piece.slice(from), at + from);
}

function addDoubleQuoted(text: MappedTextBuilder, source: string, offset: number): void {
  const end = source.length - 1;
  for (let i = 1; i < end; ) {
    const rest = source.charAt(i);
    if (rest === '\\') i = addEscape(text, source, i, offset);
    else if (rest === '\n' || rest === '\r' || rest === ' ' || rest === '\t') i = addSpace(text, source, i, offset);
    else {
      const from = i;
      while (i < end && !'\\\n\r \t'.includes(source.charAt(i))) i++;
      text.add(source.slice(from, i), offset + from);
    }
  }
}

/** Returns where the scalar goes on. */
function addEscape(text: MappedTextBuilder, source: string, at: number, offset: number): number {
  const mark = source.charAt(at + 1);
  const simple = ESCAPES[mark];
  if (simple !== undefined) {
    text.add(simple, offset + at);
    return at + 2;
  }
  const digits = CODE_LENGTHS[mark];
  if (digits !== undefined) {
    const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
    text.add(code <= 0x10ffff ? String.fromCodePoint(code) : '', offset + at);
    return at + 2 + digits;
  }
  if (mark !== '\n' && mark !== '\r') {
    text.add(source.slice(at, at + 2), offset + at);
    return at + 2;
  }
  let next = at + (mark === '\r' ? 3 : 2);
  while (' \t'.includes(source.charAt(next)) && next < source.length) next++;
  return next;
}

/** Spaces within a line stay, those around breaks go with them. */
function addSpace(text: MappedTextBuilder, source: string, at: number, offset: number): number {
  let next = at;
  let breaks = 0;
  let firstBreak = at;
  for (; next < source.length && ' \t\r\n'.includes(source.charAt(next)); next++) {
    if (source.charAt(next) !== '\n') continue;
    if (breaks++ === 0) firstBreak = next;
  }
  if (breaks === 0) text.add(source.slice(at, next), offset + at);
  else text.add(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), offset + firstBreak);
  return next;
}

const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

interface BlockLine {
  readonly indent: number;
  readonly content: string;
  /** Where the line begins in the file. */
  readonly at: number;
}

function addBlock(text: MappedTextBuilder, { source, offset, props, indent }: CST.BlockScalar): void {
  const [header] = props;
  const written = header !== undefined && 'source' in header ? header.source : '|';
  let start = offset;
  for (const prop of props) start += 'source' in prop ? prop.source.length : 0;
  const lines = blockLines(source, start);
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.content === '') end--;
  const first = lines.find(({ content }) => content !== '');
  if (first === undefined) return;
  const explicit = Number(/[1-9]/.exec(written)?.[0] ?? 0);
  const margin = explicit > 0 ? Math.max(0, indent) + explicit : first.indent;
  const body = lines.slice(0, end).map((line) => dedent(line, margin));
  const last = written.startsWith('>') ? addFoldedBlock(text, body) : addLiteral(text, body);
  if (!written.includes('-')) text.add('\n', last);
  if (written.includes('+')) for (const { at } of lines.slice(end, -1)) text.add('\n', at);
}

function blockLines(source: string, start: number): BlockLine[] {
  let at = start;
  return source.split('\n').map((line) => {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
    const content = bare.trimStart() === '' && !bare.includes('\t') ? '' : bare.replace(/^ +/, '');
    const result = { indent: bare.length - content.length, content, at };
    at += line.length + 1;
    return result;
  });
}

/** A line of a block scalar without the indentation of the block. */
interface DedentedLine {
  readonly text: string;
  readonly at: number;
}

function dedent({ indent, content, at }: BlockLine, margin: number): DedentedLine {
  const cut = Math.min(indent, margin);
  return { text: ' '.repeat(indent - cut) + content, at: at + cut };
}

/** Both return where the last line ends. */
function addLiteral(text: MappedTextBuilder, lines: readonly DedentedLine[]): number {
  let end = 0;
  lines.forEach((line, index) => {
    if (index > 0) text.add('\n', end);
    text.add(line.text, line.at);
    end = line.at + line.text.length;
  });
  return end;
}

/** A break between two lines is a space; lines that begin with space keep the breaks around them. */
function addFoldedBlock(text: MappedTextBuilder, lines: readonly DedentedLine[]): number {
  let end = 0;
  let breaks = 0;
  let wasIndented = false;
  lines.forEach((line, index) => {
    if (index > 0) breaks++;
    if (line.text === '') return;
    const isIndented = /^[ \t]/.test(line.text);
    const isLeading = end === 0;
    const isFolded = !isLeading && !isIndented && !wasIndented;
    if (isFolded && breaks === 1) text.add(' ', end);
    else text.add('\n'.repeat(Math.max(0, isFolded ? breaks - 1 : breaks)), Math.max(end, line.at - breaks));
    text.add(line.text, line.at);
    end = line.at + line.text.length;
    breaks = 0;
    wasIndented = isIndented;
  });
  return end;
}
