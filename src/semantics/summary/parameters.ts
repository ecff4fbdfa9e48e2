import { type Arg, type AsyncFunctionDef, type FunctionDef, keywordNames, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryFunction, SummaryParameter } from '../summary.ts';

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

/** `super().__init__(name, *args, timeout=5, **kwargs)`, where nothing else is done with `args` and `kwargs`. */
export function handedUp(
  fn: FunctionDef | AsyncFunctionDef,
  { names }: SemanticModel,
): Pick<SummaryFunction, 'handsUp'> | undefined {
  const { vararg, kwarg } = fn.args;
  if (fn.name !== '__init__' || kwarg === undefined) return undefined;
  const onlyUse = (arg: Arg) => {
    const { definitions = [], references = [] } = names.scopeOf(fn)?.bindings.get(arg.arg) ?? {};
    return definitions.length === 1 && references.length === 1 ? references[0]?.parent : undefined;
  };
  const rest = onlyUse(kwarg);
  const call = rest?.kind === 'keyword' && rest.arg === undefined ? rest.parent : undefined;
  if (call?.kind !== 'Call' || call.func.kind !== 'Attribute' || call.func.attr !== '__init__') return undefined;
  const isAbove = call.func.value.kind === 'Call' && lastName(call.func.value.func) === 'super';
  if (!isAbove || call.parent?.kind !== 'Expr' || call.parent.parent !== fn) return undefined;
  const given = call.args.filter(({ kind }) => kind !== 'Starred');
  const starred = call.args[given.length];
  if (call.args.length !== given.length + (vararg === undefined ? 0 : 1)) return undefined;
  if (vararg !== undefined && (starred === undefined || onlyUse(vararg) !== starred)) return undefined;
  const keywords = keywordNames(call);
  return keywords.length + 1 === call.keywords.length ? { handsUp: { positional: given.length, keywords } } : undefined;
}
