/** Places in facts, of which there are thousands. */
import type { Location } from '../findings/finding.ts';
import type { Span } from '../text/index.ts';
import type { FactsContext } from './rule.ts';

/** A mark, by which a cache knows that lines follow; line, column, last line, and column behind the end. */
export type PackedPlace = readonly ['@', number, number, number, number];

/** Where a node or a name stands. */
export function packPlace({ text }: Pick<FactsContext, 'text'>, node: Span): PackedPlace {
  const start = text.positionAt(node.start);
  const end = text.positionAt(node.end);
  return ['@', start.line, start.column, end.line, end.column];
}

/** As reports take it. */
export function unpackPlace([, line, column, endLine, endColumn]: PackedPlace): Omit<Location, 'path' | 'cell'> {
  return { line, column, endLine, endColumn };
}
