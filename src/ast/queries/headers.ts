import type { SourceText, Span } from '../../text/index.ts';
import type { Node, NodeOfKind } from '../nodes.generated.ts';
import { forEachChild } from '../visit.ts';

/** Statements and clauses that end their first part with a colon. */
export type Headed = NodeOfKind<
  | 'FunctionDef'
  | 'AsyncFunctionDef'
  | 'ClassDef'
  | 'If'
  | 'For'
  | 'AsyncFor'
  | 'While'
  | 'With'
  | 'AsyncWith'
  | 'Try'
  | 'TryStar'
  | 'ExceptHandler'
  | 'Match'
  | 'match_case'
>;

/** From the keyword to the colon, the colon included: what to point at when the whole construct is meant. */
export function headerSpan(node: Headed, text: SourceText): Span {
  let end = node.start;
  forEachChild(node, (child) => {
    if (isInHeader(node, child)) end = Math.max(end, child.end);
  });
  const colon = findColon(text.content, end, node.end);
  return { start: node.start, end: colon === undefined ? end : colon + 1 };
}

function isInHeader(node: Headed, child: Node): boolean {
  if ('decorator_list' in node && child.end <= node.start) return false;
  if (child.kind === 'ExceptHandler' || child.kind === 'match_case') return false;
  if ('body' in node && node.body[0] !== undefined) return child.start < node.body[0].start;
  return true;
}

/** Between the last part of a header and its colon stand brackets, commas, names and comments, but no other colon. */
function findColon(content: string, from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) {
    const char = content.charAt(at);
    if (char === ':') return at;
    if (char === '#') while (at < to && content.charAt(at) !== '\n' && content.charAt(at) !== '\r') at++;
  }
  return undefined;
}
