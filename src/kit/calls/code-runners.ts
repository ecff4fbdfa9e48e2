/** Places that run what they are given by trade. */
import type { Node } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { namesAround } from '../texts/names-around.ts';

/** Whether the names of function, class or module say so: consoles, notebooks, runners of plug-ins. */
export function runsCodeByTrade(place: Node, model: SemanticModel): boolean {
  return namesAroundCode(place, model).some((name) => RUNS_CODE.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')));
}

/** Names of functions and classes around a place, those of the module among them. */
export const namesAroundCode = (place: Node, model: SemanticModel): readonly string[] => [
  ...namesAround(place, model),
  ...model.names.moduleName.split('.'),
];

const RUNS_CODE =
  /(?:^|_)(?:run|runner|exec|execut\w*|console|shell|repl|interpret\w*|notebook|jupyter|debug\w*|pdb|profile\w*|timeit|preload\w*|kernel|plugin|sandbox|extensions?)(?:_|$)/i;
