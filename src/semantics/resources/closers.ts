import { type Def, type Node, parametersOf } from '../../ast/index.ts';
import { CLOSING_METHODS } from '../../knowledge/resources.ts';
import { callsWithin } from '../effects/calls-within.ts';
import { GIVING_BACK } from '../state/connections.ts';

/** Whether a function closes, or gives back, what it is given. */
export function closesParameter(fn: Def): boolean {
  const given = new Set(parametersOf(fn).map(({ name }) => name));
  given.delete('self');
  const isGiven = (node: Node | undefined): boolean => node?.kind === 'Name' && given.has(node.id);
  return callsWithin([fn]).some(
    ({ func, args: [first] }) =>
      func.kind === 'Attribute' &&
      ((CLOSING_METHODS.has(func.attr) && isGiven(func.value)) || (GIVING_BACK.includes(func.attr) && isGiven(first))),
  );
}
