/** What a function makes of its parameters: whether what it gives still holds their text, for each use that asks. */
import { type AsyncFunctionDef, type Expression, type FunctionDef, parametersOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryCarried, SummaryFunction } from '../summary.ts';
import { flowsInto, type Sink, type TaintFlow } from '../taint/flows.ts';
import { isClosedType } from '../taint/route-parameters.ts';
import { ANY_SINK, HOST_SINK, PATH_SINK } from '../taint/sinks.ts';

/** Of long chains of returns nothing is gained. */
const MAX_RETURNS = 12;

/** Absent where nothing is seen to be given, or too much: what is abstract says nothing. */
export function summarizeCarried(
  fn: FunctionDef | AsyncFunctionDef,
  returned: readonly (Expression | undefined)[],
  model: SemanticModel,
): Pick<SummaryFunction, 'carries'> {
  const values = returned.flatMap((value) => (value === undefined || value.kind === 'Constant' ? [] : given(value)));
  const parameters = parametersOf(fn).filter(({ name }) => name !== 'self' && name !== 'cls');
  if (values.length === 0 || returned.length > MAX_RETURNS || parameters.length === 0) return {};
  if (parameters.every(({ annotation: type }) => type !== undefined && isClosedType(type, model)))
    return { carries: [] };
  const carriedAs = (sink: Sink): readonly SummaryCarried[] =>
    values.flatMap(({ value, element }) =>
      flowsInto(value, model, sink, undefined, fn).flatMap((flow) => carriedBy(flow, element, sink, model)),
    );
  const texts = carriedAs(ANY_SINK);
  // What does not come as a text comes as nothing else.
  const others = texts.length === 0 ? [] : [PATH_SINK, HOST_SINK].flatMap(carriedAs);
  return { carries: [...texts, ...others] };
}

interface Given {
  readonly value: Expression;
  readonly element?: number;
}

/** `return fields, values` */
const given = (value: Expression): readonly Given[] =>
  value.kind === 'Tuple' && value.elts.length <= MAX_RETURNS && value.elts.every(({ kind }) => kind !== 'Starred')
    ? value.elts.map((each, element) => ({ value: each, element }))
    : [{ value }];

function carriedBy(
  { leaf, doubt, otherDoubt, through }: TaintFlow,
  element: number | undefined,
  { carriedAs: as }: Sink,
  { names }: SemanticModel,
): SummaryCarried | [] {
  const parameter = leaf.kind === 'Name' ? names.parameterOf(leaf) : undefined;
  if (parameter === undefined || as === undefined) return [];
  const isDoubtful = through === undefined ? doubt !== undefined : otherDoubt !== undefined;
  return {
    parameter: parameter.arg,
    as,
    ...(element !== undefined && { element }),
    ...(isDoubtful && { isDoubtful: true as const }),
    ...(through !== undefined && { through }),
  };
}
