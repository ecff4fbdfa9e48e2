/** Texts that are put together of constant parts and of parts that are open until the program runs. */
import { type Expression, type Module, nodesOf, stringConstant } from '#ast';
import type { SemanticModel } from '#semantics';

/** The parts of a text in order, null for what is open. */
export type ComposedText = readonly (string | null)[];

/** Where a module composes texts: f-strings, `+` and `%` with a constant, `format` of a constant, `join` of a list. */
export function compositionsIn(module: Module): readonly Expression[] {
  const sums = nodesOf(module, 'BinOp').filter(
    // A sum within a sum is a part of it.
    ({ op, left, right, parent }) =>
      parent?.kind !== 'BinOp' &&
      ((op === 'Mod' && isText(left)) || (op === 'Add' && (isText(right) || isText(left) || isSumWithText(left)))),
  );
  const calls = nodesOf(module, 'Call').filter(
    ({ func }) => func.kind === 'Attribute' && (func.attr === 'join' || func.attr === 'format') && isText(func.value),
  );
  return [...nodesOf(module, 'JoinedStr'), ...sums, ...calls];
}

const isText = (node: Expression): boolean => stringConstant(node) !== undefined;

const isSumWithText = (node: Expression): boolean => node.kind === 'BinOp' && node.op === 'Add' && isText(node.right);

/** What a text is composed of; undefined where it is nothing constant, or cannot be seen. */
export const composedText = (text: Expression, { values }: SemanticModel): ComposedText | undefined =>
  values
    .textPieces(text)
    ?.map((piece) => (piece.kind === 'constant' ? piece.text : null))
    .filter((part) => part !== '');
