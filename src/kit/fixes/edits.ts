/** Changes within an expression. */
import type { Call, Node } from '../../ast/index.ts';
import type { Edit } from '../../findings/index.ts';
import type { SourceText, Span } from '../../text/index.ts';
import type { OfferedFix, SpanEdit } from '../rule.ts';

/** The edits of a fix, or why there is none: nothing certain can be written. */
export type Edits = readonly SpanEdit[] | undefined;

/** The same for a project rule, whose places are given by line and column. */
export type PlacedEdits = readonly Edit[] | undefined;

/** What a problem is given where a fix can be written, to be spread into it. */
export interface Offered<E = SpanEdit> {
  readonly fix?: OfferedFix<E>;
}

export const offering = <E = SpanEdit>(edits: readonly E[] | undefined, which = 0): Offered<E> =>
  edits === undefined ? {} : { fix: { edits, ...(which > 0 && { which }) } };

/** All of several, or nothing where one of them cannot be written. */
export function together(...parts: readonly Edits[]): Edits {
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

export const insertion = (offset: number, text: string): SpanEdit => ({ at: { start: offset, end: offset }, text });

/** What the other edits rely on. */
export const kept = ({ start, end }: Span): SpanEdit => ({ at: { start, end }, text: undefined });

export const replacement = ({ start, end }: Span, text: string): SpanEdit => ({ at: { start, end }, text });

/** `before` and `after` around a node that stays as it is. */
export const wrapping = ({ start, end }: Span, before: string, after: string): readonly SpanEdit[] => [
  insertion(start, before),
  insertion(end, after),
];

/** An argument of a call, `name=value`: behind those that it has, or in place of the value that is given under the name. */
export function addedArgument(call: Call, argument: string, text: SourceText): Edits {
  const [name, value = ''] = argument.split('=', 2);
  const same = call.keywords.find(({ arg }) => arg === name);
  if (same !== undefined) return [replacement(same.value, value)];
  // What is unpacked there may have it.
  if (call.keywords.some(({ arg }) => arg === undefined)) return undefined;
  const given = [...call.args, ...call.keywords].sort((a, b) => a.start - b.start);
  const last = given.at(-1);
  const close = call.end - 1;
  if (text.content[close] !== ')') return undefined;
  if (last === undefined) return [insertion(close, argument)];
  // The generator's own brackets are those of the call.
  if (given.length === 1 && last.kind === 'GeneratorExp' && last.end >= call.end) return undefined;
  const { end, comma } = endOfArgument(last.end, close, text);
  const line = comma === undefined ? undefined : lineBehind(comma, close, text);
  if (line === undefined) return [insertion(end, `, ${argument}`)];
  const indentation = /^[ \t]*/.exec(text.lineText(text.lineAt(last.start)))?.[0] ?? '';
  return [insertion(line, `${indentation}${argument},\n`)];
}

/** Behind the brackets that an argument is in; and the comma behind it, where there is one. */
function endOfArgument(from: number, close: number, { content }: SourceText): { end: number; comma?: number } {
  let end = from;
  for (let at = from; at < close; at++) {
    const sign = content[at];
    if (sign === ')') end = at + 1;
    else if (sign === ',') return { end, comma: at };
    else if (sign === '#') at = endOfLine(at, content) - 1;
  }
  return { end };
}

/** The start of the line behind a trailing comma; undefined where the bracket closes on the same line. */
function lineBehind(comma: number, close: number, { content }: SourceText): number | undefined {
  const end = endOfLine(comma, content);
  if (end >= close) return undefined;
  return end + (content.startsWith('\r\n', end) ? 2 : 1);
}

function endOfLine(from: number, content: string): number {
  const found = /[\r\n]/g;
  found.lastIndex = from;
  return found.exec(content)?.index ?? content.length;
}

/** A node as it is written, in brackets where what is put behind it would otherwise bind closer. */
export function asOperand(node: Node, text: SourceText): string {
  const written = text.slice(node);
  return BINDS_CLOSEST.has(node.kind) ? written : `(${written})`;
}

const BINDS_CLOSEST: ReadonlySet<Node['kind']> = new Set([
  ...(['Name', 'Attribute', 'Call', 'Subscript', 'List', 'Dict', 'JoinedStr'] as const),
]);
