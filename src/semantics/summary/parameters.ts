import type { Arg, AsyncFunctionDef, FunctionDef } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryParameter } from '../summary.ts';

/** Parameters in the order in which a call binds them. */
export function summarizeParameters(fn: FunctionDef | AsyncFunctionDef): SummaryParameter[] {
  const { posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults } = fn.args;
  const firstDefault = posonlyargs.length + args.length - defaults.length;
  const parameter = (arg: Arg, kind: SummaryParameter['kind'], hasDefault: boolean): SummaryParameter => ({
    name: arg.arg,
    kind,
    hasDefault,
  });
  return [
    ...posonlyargs.map((arg, index) => parameter(arg, 'positional-only', index >= firstDefault)),
    ...args.map((arg, index) => parameter(arg, 'positional', posonlyargs.length + index >= firstDefault)),
    ...(vararg === undefined ? [] : [parameter(vararg, 'var-positional', true)]),
    ...kwonlyargs.map((arg, index) => parameter(arg, 'keyword-only', kw_defaults[index] !== undefined)),
    ...(kwarg === undefined ? [] : [parameter(kwarg, 'var-keyword', true)]),
  ];
}

/** The grammar left out part of the header: how many parameters there are, and which, nobody knows. */
export function hasUnreadParameters(
  { name_start: start, args }: FunctionDef | AsyncFunctionDef,
  { source }: SemanticModel,
): boolean {
  return source.gaps.some((gap) => gap.start < args.end && start < gap.end);
}
