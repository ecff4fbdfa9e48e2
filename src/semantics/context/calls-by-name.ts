/** Who calls a function of a file, where the class of an object is seldom known. */

import { type Call, type Def, lastName, nodesOf } from '../../ast/index.ts';
import { groupBy, memoize } from '../../collections/index.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';

/** Calls of this file that may be of the function: by its name, on whatever object. */
export function callsThatMayBeOf({ name }: Def, { source }: SemanticModel): readonly Call[] {
  return callsNamed(name, source);
}

/** The calls of a file of what has that name, whatever it is called on. */
export const callsNamed = (name: string, source: SemanticModel['source']): readonly Call[] =>
  callsByName(source).get(name) ?? [];

const callsByName = memoize(({ module }: SemanticModel['source']) =>
  groupBy(nodesOf(module, 'Call'), ({ func }) => lastName(func)),
);

/** The functions of this file from which such calls lead to it, nearest first; itself where it may call itself. */
export function callersOf(fn: Def, model: SemanticModel): ReadonlySet<Def> {
  const callers = new Set<Def>();
  let called: readonly Def[] = [fn];
  for (let depth = 0; depth < FOLLOWED.callsByName && called.length > 0; depth++) {
    const around = called.flatMap((each) => callsThatMayBeOf(each, model).map((call) => model.context.defAround(call)));
    called = [...new Set(around)].flatMap((each) => (each === undefined || callers.has(each) ? [] : each));
    for (const each of called) callers.add(each);
  }
  return callers;
}
