/** What a function gives to its callers, as far as they need to know it. */
import type { AsyncFunctionDef, Expression, FunctionDef, Name } from '../../ast/index.ts';
import { CALL_RESULTS } from '../../knowledge/factories.ts';
import type { SemanticModel } from '../model.ts';
import type { ReturnShape, SummaryFunction } from '../summary.ts';
import { dependencyOf } from '../types/dependencies.ts';

/** Most functions have fewer; of long chains of returns nothing is gained. */
const MAX_RETURNS = 12;

/** The `return` and `yield` of a function, as the recorder of its body met them. */
export interface ReturnedValues {
  readonly returned: readonly (Expression | undefined)[];
  readonly yielded: readonly (Expression | undefined)[];
  readonly isGenerator: boolean;
}

export function summarizeResult(
  fn: FunctionDef | AsyncFunctionDef,
  { returned, yielded, isGenerator }: ReturnedValues,
  model: SemanticModel,
): Pick<SummaryFunction, 'result' | 'yields' | 'shapes'> {
  if (isGenerator) {
    const yields = onlyClassOf(yielded, model) ?? annotatedYield(fn, model);
    return yields === undefined || BUILT_IN_CLASS.test(yields) ? {} : { yields };
  }
  const result = resultOf(fn, returned, model);
  const shapes = shapesOf(fn, returned, model);
  return { ...(result !== undefined && { result }), ...(shapes !== undefined && { shapes }) };
}

/** `-> Iterator[Session]`; also `-> Session`, as anyone who enters a `@contextmanager` is often told. */
function annotatedYield({ returns }: FunctionDef | AsyncFunctionDef, model: SemanticModel): string | undefined {
  if (returns === undefined) return undefined;
  if (returns.kind !== 'Subscript') return model.types.annotatedClass(returns);
  if (!YIELDING.test(model.names.qualifiedName(returns.value) ?? '')) return undefined;
  const [item] = returns.slice.kind === 'Tuple' ? returns.slice.elts : [returns.slice];
  return item === undefined ? undefined : model.types.annotatedClass(item);
}

const YIELDING = /^(?:typing|collections\.abc)\.(?:Async)?(?:Iterator|Iterable|Generator)$/;

function resultOf(
  fn: FunctionDef | AsyncFunctionDef,
  returned: readonly (Expression | undefined)[],
  model: SemanticModel,
): string | undefined {
  // What is seen to be made says more than the annotation beside it.
  const made = onlyClassOf(returned, model);
  const named = made ?? (fn.returns === undefined ? undefined : model.types.annotatedClass(fn.returns));
  return named === undefined || BUILT_IN_CLASS.test(named) ? undefined : named;
}

const BUILT_IN_CLASS = /^(builtins|typing|collections)\./;

/** Expressions whose objects are of Python's own classes, which is no news to a caller. */
const BUILT_IN: ReadonlySet<Expression['kind']> = new Set<Expression['kind']>([
  ...(['Constant', 'JoinedStr', 'Compare', 'Dict', 'List', 'Set', 'Tuple', 'DictComp', 'ListComp', 'SetComp'] as const),
]);

/** The one class of all returns; a `None` among them aside. */
function onlyClassOf(returned: readonly (Expression | undefined)[], model: SemanticModel): string | undefined {
  if (returned.length > MAX_RETURNS) return undefined;
  let only: string | undefined;
  for (const value of returned) {
    if (value === undefined || isNone(value)) continue;
    if (BUILT_IN.has(value.kind)) return undefined;
    // What a dependency gives is given on, whatever the annotation of the parameter says.
    const parameter = value.kind === 'Name' ? model.names.parameterOf(value) : undefined;
    if (parameter !== undefined && dependencyOf(parameter, model.names) !== undefined) return undefined;
    const named = model.types.classOf(value);
    if (named === undefined || (only !== undefined && named !== only)) return undefined;
    only = named;
  }
  return only;
}

function shapesOf(
  fn: FunctionDef | AsyncFunctionDef,
  returned: readonly (Expression | undefined)[],
  model: SemanticModel,
): readonly ReturnShape[] | undefined {
  if (returned.length === 0) return returnsNothing(fn, model) ? ['None'] : undefined;
  if (returned.length > MAX_RETURNS) return undefined;
  const shapes = new Set<ReturnShape>();
  for (const value of returned) {
    const shape = value === undefined ? 'None' : shapeOf(value, model);
    if (shape === undefined) return undefined;
    shapes.add(shape);
  }
  // Whether the end of the body is reached costs more to find out than all the values.
  if (model.flow.exits(fn.body).falls) shapes.add('None');
  return [...shapes];
}

/** It does something and comes to its end; an empty body waits for others to fill it. */
function returnsNothing({ body }: FunctionDef | AsyncFunctionDef, { flow }: SemanticModel): boolean {
  const isEmpty = body.every(
    (each) => each.kind === 'Pass' || each.kind === 'Raise' || (each.kind === 'Expr' && each.value.kind === 'Constant'),
  );
  return !isEmpty && flow.exits(body).falls;
}

/** By class, where that says all: a tuple's does not. */
const SHAPES: ReadonlyMap<string, ReturnShape> = new Map([
  ['builtins.dict', 'dict'],
  ['builtins.list', 'list'],
  ['builtins.set', 'set'],
  ['builtins.str', 'str'],
  ['builtins.int', 'number'],
  ['builtins.float', 'number'],
  ['builtins.bool', 'number'],
]);

function shapeOf(value: Expression, model: SemanticModel): ReturnShape | undefined {
  switch (value.kind) {
    case 'Tuple':
      return value.elts.some(({ kind }) => kind === 'Starred') ? undefined : `tuple ${value.elts.length}`;
    case 'Constant':
      return isNone(value) ? 'None' : SHAPES.get(model.types.classOf(value) ?? '');
    case 'DictComp':
    case 'Dict':
      return 'dict';
    case 'ListComp':
    case 'List':
      return 'list';
    case 'SetComp':
    case 'Set':
      return 'set';
    case 'JoinedStr':
      return 'str';
    case 'Call':
      return SHAPES.get(CALL_RESULTS.get(model.types.calleeName(value.func) ?? '') ?? '');
    case 'Name':
      return holdsUnknown(value, model) ? undefined : SHAPES.get(model.types.classOf(value) ?? '');
    default:
      return undefined;
  }
}

/**
 * The name of a parameter is bound anew to something of which nobody knows the class: the annotation of the parameter was about
 * what came in (`tag = create(tag)`). One beside the value is about the value.
 */
function holdsUnknown(name: Name, model: SemanticModel): boolean {
  const definitions = model.names.resolve(name)?.definitions ?? [];
  if (definitions.length < 2 || definitions.some(({ statement }) => statement.kind === 'AnnAssign')) return false;
  const seen = model.flow.origins(name).filter(({ kind }) => kind !== 'Name');
  const bound = seen.length > 0 ? seen : definitions.flatMap(({ value }) => value ?? []);
  return bound.some((each) => model.types.classOf(each) === undefined);
}

const isNone = (value: Expression): boolean => value.kind === 'Constant' && value.value.kind === 'none';
