/** Tests that ask how large something is. */
import {
  type AsyncFunctionDef,
  type Call,
  type Compare,
  type FunctionDef,
  findNode,
  holds,
  type Node,
} from '../../ast/index.ts';

type Def = FunctionDef | AsyncFunctionDef;

/** Names that speak of a size. */
export const SIZE_WORDS = /(?:^|_)(?:size|length|len|bytes|limit|max|maximum|too_large)(?:_|$)|content_?length/i;

/** Whether a node asks for a size before a call, of whatever that is. */
export const isSizeTestBefore = (node: Node, call: Call): node is Compare =>
  node.kind === 'Compare' && node.start <= call.end && comparesSize(node);

export const sizeTestBefore = (call: Call, fn: Def): Compare | undefined =>
  findNode(fn, (node): node is Compare => isSizeTestBefore(node, call));

export function comparesSize({ left, comparators }: Compare): boolean {
  return holds([left, ...comparators], (part) =>
    part.kind === 'Name' ? SIZE_WORDS.test(part.id) : part.kind === 'Attribute' && SIZE_WORDS.test(part.attr),
  );
}
