import { memoize } from '../../collections/index.ts';
import type { Arg, Arguments, AsyncFunctionDef, Expression, FunctionDef, Lambda } from '../nodes.generated.ts';

/** Python's own names for the ways an argument can reach a parameter (`inspect.Parameter.kind`). */
export type ParameterKind =
  | 'positional-only'
  | 'positional-or-keyword'
  | 'var-positional'
  | 'keyword-only'
  | 'var-keyword';

/** One parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly annotation: Expression | undefined;
  readonly default: Expression | undefined;
  readonly node: Arg;
}

/** The parameters in the order of the signature. */
export const parametersOf = memoize(({ args }: FunctionDef | AsyncFunctionDef | Lambda): readonly Parameter[] => {
  const parameters = positionalParameters(args);
  if (args.vararg !== undefined) parameters.push(parameter(args.vararg, 'var-positional', undefined));
  args.kwonlyargs.forEach((arg, i) => {
    parameters.push(parameter(arg, 'keyword-only', args.kw_defaults[i]));
  });
  if (args.kwarg !== undefined) parameters.push(parameter(args.kwarg, 'var-keyword', undefined));
  return parameters;
});

/** The default of one parameter, as its function states it; undefined where it has none. */
export function defaultOf(parameter: Arg): Expression | undefined {
  const fn = parameter.parent?.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef' && fn?.kind !== 'Lambda') return undefined;
  return parametersOf(fn).find(({ node }) => node === parameter)?.default;
}

/** Defaults belong to the last parameters, as CPython keeps them. */
function positionalParameters(args: Arguments): Parameter[] {
  const only = args.posonlyargs.length;
  const positional = [...args.posonlyargs, ...args.args];
  const firstDefault = positional.length - args.defaults.length;
  return positional.map((arg, i) =>
    parameter(arg, i < only ? 'positional-only' : 'positional-or-keyword', args.defaults[i - firstDefault]),
  );
}

function parameter(node: Arg, kind: ParameterKind, value: Expression | undefined): Parameter {
  return { name: node.arg, kind, annotation: node.annotation, default: value, node };
}
