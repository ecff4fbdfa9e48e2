/** What calls give to the constructors that may be the project's, and what a constructor keeps of that as it is. */
import { type Call, type ClassDef, type Expression, isCapWords, lastName, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/** Begins a way that who makes the object knows: `@made 0 store`, the first argument or the one of that name. */
const MADE_WITH = '@made ';

/** `self.store = store` of a constructor that does not say what it is. */
export function keptOfMaker(value: Expression, owner: ClassDef, { names }: SemanticModel): string | undefined {
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const args = parameter?.parent?.kind === 'arguments' ? parameter.parent : undefined;
  const fn = args?.parent;
  if (parameter === undefined || parameter.annotation !== undefined || fn?.kind !== 'FunctionDef') return undefined;
  if (fn.name !== '__init__' || fn.parent !== owner || value.kind !== 'Name') return undefined;
  if (names.resolve(value)?.definitions.length !== 1) return undefined;
  return `${MADE_WITH}${args === undefined ? -1 : args.args.indexOf(parameter) - 1} ${parameter.arg}`;
}

export function constructorsCalled(model: SemanticModel): Pick<ModuleSummary, 'made'> {
  const made: Record<string, Record<string, string>[]> = Object.create(null);
  for (const call of nodesOf(model.source.module, 'Call')) {
    const path = isCapWords(lastName(call.func) ?? '') ? model.effects.projectPath(call) : undefined;
    const given = path === undefined ? undefined : pathsGiven(call, model);
    if (path !== undefined && given !== undefined) made[path] = [...(made[path] ?? []), given];
  }
  return Object.keys(made).length === 0 ? {} : { made };
}

/** The paths to the arguments, by place and by name. */
function pathsGiven({ args, keywords }: Call, model: SemanticModel): Record<string, string> | undefined {
  const placed = args.flatMap((each) => (each.kind === 'Starred' ? elementsOf(each.value, model) : each));
  const named = [...placed.entries(), ...keywords.map(({ arg, value }) => [arg ?? '', value] as const)];
  return named.length === 0
    ? undefined
    : Object.fromEntries(
        named.flatMap(([key, func]) => {
          const accessPath = func && model.effects.projectPath({ func });
          return accessPath === undefined ? [] : [[key, accessPath] as const];
        }),
      );
}

/** `*parts`, a list that was written down; of another nobody knows what is where. */
function elementsOf(spread: Expression, { flow }: SemanticModel): readonly (Expression | undefined)[] {
  const whole = flow.whole(spread);
  return whole.kind === 'List' || whole.kind === 'Tuple' ? whole.elts : Array<undefined>(MOST).fill(undefined);
}

const MOST = 9;
