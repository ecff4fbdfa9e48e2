import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** A text as far as it is constant, with `hole` for each value that is put into it; undefined where nothing of it is known. */
export function templateOf(text: Expression, { values }: SemanticModel, hole = '?'): string | undefined {
  const pieces = values.textPieces(text);
  const template = pieces?.map((piece) => (piece.kind === 'constant' ? piece.text : hole)).join('');
  return template ?? values.string(text);
}
