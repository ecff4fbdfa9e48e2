/** Arguments that are handed on whole, and what they are called where they arrive. */
import type { AsyncFunctionDef, Expression, FunctionDef } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** The way to a function of the project, and its parameter by name or by place. */
export interface Handed {
  readonly path: string;
  readonly parameter: number | string;
}

/** The call that takes it whole and does nothing else with it: `run(scale)`, `run(scale=scale)`. */
export function handedTo(use: Expression, { effects }: SemanticModel): Handed | undefined {
  const { parent } = use;
  const keyword = parent?.kind === 'keyword' ? parent : undefined;
  const call = keyword === undefined ? parent : keyword.parent;
  if (call?.kind !== 'Call' || call.func === use || call.args.some(({ kind }) => kind === 'Starred')) return undefined;
  const path = effects.projectPath(call);
  const parameter = keyword === undefined ? call.args.indexOf(use) : keyword.arg;
  return path === undefined || parameter === undefined ? undefined : { path, parameter };
}

/** Parameters in the order in which a call fills them. */
export function positionalNames(fn: FunctionDef | AsyncFunctionDef, { context }: SemanticModel): string[] {
  const names = [...fn.args.posonlyargs, ...fn.args.args].map(({ arg }) => arg);
  const isMethod = context.classOfMethod(fn) !== undefined;
  return isMethod ? names.slice(1) : names;
}
