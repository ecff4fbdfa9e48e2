import type { Expression } from '../../ast/index.ts';
import type { FunctionNode } from '../state.ts';
import type { BlockExits } from './exits.ts';
import { statementsIn } from './statements.ts';

/** What a function can return; falling off the end comes last, as undefined. */
export function findReturnValues(fn: FunctionNode, exits: BlockExits): readonly (Expression | undefined)[] {
  if (fn.kind === 'Lambda') return [fn.body];
  const values: (Expression | undefined)[] = [];
  for (const statement of statementsIn(fn.body)) if (statement.kind === 'Return') values.push(statement.value);
  if (exits.falls(fn.body)) values.push(undefined);
  return values;
}
