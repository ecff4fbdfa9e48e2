import type { Constant, Expression } from '../../ast/index.ts';
import { NONE, type ObjectClass } from './object-class.ts';

/** The class of an expression that shows it by its form. */
export function classOfLiteral(expression: Expression): ObjectClass {
  switch (expression.kind) {
    case 'Constant':
      return classOfConstant(expression);
    case 'JoinedStr':
      return 'builtins.str';
    case 'List':
    case 'ListComp':
      return 'builtins.list';
    case 'Dict':
    case 'DictComp':
      return 'builtins.dict';
    case 'Set':
    case 'SetComp':
      return 'builtins.set';
    case 'Tuple':
      return 'builtins.tuple';
    case 'GeneratorExp':
      return 'types.GeneratorType';
    case 'Lambda':
      return 'types.FunctionType';
    case 'UnaryOp':
      return expression.op === 'Not' ? 'builtins.bool' : undefined;
    case 'Compare':
      // Other comparisons are what the operands make of them: arrays and columns answer with arrays.
      return expression.ops.every((op) => op === 'Is' || op === 'IsNot' || op === 'In' || op === 'NotIn')
        ? 'builtins.bool'
        : undefined;
    default:
      return undefined;
  }
}

function classOfConstant({ value }: Constant): ObjectClass {
  if (value.kind === 'none') return NONE;
  return value.kind === 'ellipsis' ? 'types.EllipsisType' : `builtins.${value.kind}`;
}
