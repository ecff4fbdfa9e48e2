import type { SourceText } from '../../text/index.ts';
import type { Node } from '../nodes.generated.ts';

const MAX_LENGTH = 60;

/** The code of a node on one line, for a message: what is longer than sixty characters ends in `…`. */
export function shortText(node: Node, text: SourceText): string {
  // Whatever the node, little more than is shown has to be looked at.
  const end = Math.min(node.end, node.start + MAX_LENGTH * 10);
  const line = text.content.slice(node.start, end).replace(/\s+/g, ' ');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 3)}…` : line;
}
