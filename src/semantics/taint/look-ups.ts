/** Rows and entries that are looked up by a value before it is used. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Subject } from './subject.ts';

/** `row = TABLE.get(name)`, and none is refused: in a table of the program that proves that it names something there. */
export function isLookedUpInTable(found: Expression, subject: Subject, { types }: SemanticModel): boolean {
  const call = subject.lookUpOf(found);
  if (call === undefined) return false;
  const { func, args } = call;
  const isTable = func.kind === 'Attribute' && func.attr === 'get' && types.classOf(func.value) === 'builtins.dict';
  return isTable && args[0] !== undefined && subject.isWhole(args[0]);
}
