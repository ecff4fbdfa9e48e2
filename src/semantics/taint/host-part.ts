/** Which part of an address that is put together says the host. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** The parts of a text that decide the host: none where a constant names it; undefined for what is no text put together here. */
export function hostOf(expression: Expression, model: SemanticModel): readonly Expression[] | undefined {
  if (expression.kind === 'BinOp' && expression.op === 'Div') return [expression.left];
  const isText =
    expression.kind === 'JoinedStr' ||
    expression.kind === 'BinOp' ||
    (expression.kind === 'Call' && expression.func.kind === 'Attribute' && expression.func.attr === 'format');
  if (!isText) return undefined;
  const pieces = model.values.textPieces(expression);
  if (pieces === undefined) return isTemplateWithHost(expression, model) ? [] : firstOf(expression);
  let before = '';
  for (const piece of pieces) {
    if (piece.kind === 'constant') before += piece.text;
    // Behind `https://host` and a path, a port or a question, the host is said.
    else return /^(?:[a-z][\w+.-]*:)?\/\/[^/?#]+|^\//i.test(before) ? [] : [piece.expression];
  }
  return [];
}

/** `TEMPLATES.get(provider).format(name)`, where each of them names its host. */
function isTemplateWithHost(made: Expression, { values }: SemanticModel): boolean {
  const template =
    made.kind === 'Call' && made.func.kind === 'Attribute' ? values.possible(made.func.value) : undefined;
  return (
    template?.every((each) => each.kind === 'none' || (each.kind === 'str' && WITH_HOST.test(each.value))) === true
  );
}

const WITH_HOST = /^(?:[a-z][\w+.-]*:)?\/\/[^/?#{]+[/?#:]/i;

function firstOf(expression: Expression): readonly Expression[] | undefined {
  if (expression.kind === 'JoinedStr') return expression.values.slice(0, 1);
  return expression.kind === 'BinOp' ? [expression.left] : undefined;
}
