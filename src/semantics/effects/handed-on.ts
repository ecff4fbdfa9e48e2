/** Arguments that are handed on whole, and what they are called where they arrive. */
import type { AsyncFunctionDef, Expression, FunctionDef } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** The path to a function of the project, and its parameter by name or by place. */
export interface Handed {
  readonly path: string;
  readonly parameter: number | string;
}

/** The call that takes it whole and does nothing else with it: `run(scale)`, `run(scale=scale)`. */
export function handedTo(use: Expression, model: SemanticModel): Handed | undefined {
  const { effects } = model;
  const { parent } = use;
  const started = handedThrough(use, model);
  if (started !== undefined) return started;
  const keyword = parent?.kind === 'keyword' ? parent : undefined;
  const call = keyword === undefined ? parent : keyword.parent;
  if (call?.kind !== 'Call' || call.func === use || call.args.some(({ kind }) => kind === 'Starred')) return undefined;
  const path = effects.projectPath(call);
  const parameter = keyword === undefined ? call.args.indexOf(use) : keyword.arg;
  return path === undefined || parameter === undefined ? undefined : { path, parameter };
}

/** `run_in_executor(None, run, scale)`, `to_thread(run, scale)`, `Thread(target=run, args=(scale,))`: what is run takes it. */
function handedThrough(use: Expression, { context, types }: SemanticModel): Handed | undefined {
  const tuple = use.parent?.kind === 'Tuple' && use.parent.parent?.kind === 'keyword' ? use.parent : undefined;
  const keyword = tuple === undefined ? use.parent : tuple.parent;
  const call = keyword?.kind === 'keyword' ? keyword.parent : keyword;
  const start = call?.kind === 'Call' ? context.startOf(call) : undefined;
  if (call?.kind !== 'Call' || start === undefined || start.run === use || start.run.kind === 'Call') return undefined;
  if (call.args.some(({ kind }) => kind === 'Starred')) return undefined;
  const path = types.pathOf(start.run);
  if (path === undefined) return undefined;
  if (tuple !== undefined) {
    const isArgs = keyword?.kind === 'keyword' && keyword.arg === 'args';
    return isArgs ? { path, parameter: tuple.elts.indexOf(use) } : undefined;
  }
  if (keyword?.kind === 'keyword') return keyword.arg === undefined ? undefined : { path, parameter: keyword.arg };
  const [at, run] = [call.args.indexOf(use), call.args.indexOf(start.run)];
  return run === -1 || at <= run ? undefined : { path, parameter: at - run - 1 };
}

/** Parameters in the order in which a call fills them. */
export function positionalNames(fn: FunctionDef | AsyncFunctionDef, { context }: SemanticModel): string[] {
  const names = [...fn.args.posonlyargs, ...fn.args.args].map(({ arg }) => arg);
  const isMethod = context.classOfMethod(fn) !== undefined;
  return isMethod ? names.slice(1) : names;
}
