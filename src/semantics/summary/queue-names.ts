/** How the name of a queue outside the process is given, as far as one file shows. */
import { type Expression, parametersOf, stringConstant } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryQueueName } from '../summary.ts';
import { soleDefinition } from '../values/bound-value.ts';

const UNKNOWN: SummaryQueueName = { kind: 'unknown' };
const MAX_STEPS = 5;
const MAX_LENGTH = 100;

/** Every queue that an argument names: one, each of a list, each key of a mapping of streams. */
export function queueNamesOf(argument: Expression, model: SemanticModel): readonly SummaryQueueName[] {
  if (argument.kind === 'List' || argument.kind === 'Tuple' || argument.kind === 'Set')
    return argument.elts.map((element) => queueNameOf(element, model));
  if (argument.kind === 'Dict')
    return argument.keys.map((key) => (key === undefined ? UNKNOWN : queueNameOf(key, model)));
  const values = model.values.possible(argument);
  const texts = values?.flatMap((value) => {
    if (value.kind === 'str') return value.value;
    if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set')
      return value.elements.map((element) => (element.kind === 'str' ? element.value : undefined));
    if (value.kind === 'mapping') return value.entries.map(([key]) => (key.kind === 'str' ? key.value : undefined));
    return value.kind === 'none' ? [] : undefined;
  });
  if (texts !== undefined && texts.length > 0)
    return texts.map((text) => (text === undefined ? UNKNOWN : { kind: 'text', text }));
  return [queueNameOf(argument, model)];
}

export function queueNameOf(expression: Expression, model: SemanticModel, steps = 0): SummaryQueueName {
  if (steps > MAX_STEPS) return UNKNOWN;
  const text = stringConstant(expression) ?? model.values.string(expression);
  if (text !== undefined) return text.length > MAX_LENGTH ? UNKNOWN : { kind: 'text', text };
  const bound = boundTo(expression, model);
  if (bound !== undefined) return queueNameOf(bound, model, steps + 1);
  return fromEnvironment(expression, model) ?? given(expression, model) ?? written(expression, model, steps) ?? UNKNOWN;
}

/** The value of a local, a module's name or an attribute that only ever gets one. */
function boundTo(expression: Expression, model: SemanticModel): Expression | undefined {
  if (expression.kind === 'Name') {
    const binding = model.names.resolve(expression);
    return binding === undefined ? undefined : soleDefinition(binding, model)?.value;
  }
  if (expression.kind !== 'Attribute') return undefined;
  const life = model.state.lifeOf(expression);
  const values = [...(life?.of('create') ?? []), ...(life?.of('rebind') ?? [])].map(({ value }) => value);
  return values.length === 1 ? values[0] : undefined;
}

function fromEnvironment(expression: Expression, model: SemanticModel): SummaryQueueName | undefined {
  const read = model.values.environmentRead(expression);
  if (read?.key === undefined) return undefined;
  const text = read.fallback === undefined ? undefined : model.values.string(read.fallback);
  return text === undefined ? { kind: 'variable', variable: read.key } : { kind: 'text', text, variable: read.key };
}

function given(expression: Expression, model: SemanticModel): SummaryQueueName | undefined {
  const parameter = expression.kind === 'Name' ? model.names.parameterOf(expression) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return undefined;
  const own = model.context.classOfMethod(fn) === undefined ? 0 : 1;
  const parameters = parametersOf(fn);
  const index = parameters.findIndex(({ node }) => node === parameter);
  const standard = parameters[index]?.default;
  const otherwise = standard === undefined ? undefined : model.values.string(standard);
  return {
    kind: 'parameter',
    function: model.names.fullNameOf(fn),
    name: parameter.arg,
    position: index - own,
    ...(otherwise !== undefined && { otherwise }),
  };
}

/** Put together from parts, or what another module holds. */
function written(expression: Expression, model: SemanticModel, steps: number): SummaryQueueName | undefined {
  const path =
    expression.kind === 'Attribute' || expression.kind === 'Name' ? model.types.pathOf(expression) : undefined;
  if (path !== undefined) return { kind: 'reference', path: path.replace(/\.value$/, '') };
  const pieces = model.values.textPieces(expression);
  if (pieces === undefined || steps > MAX_STEPS) return undefined;
  const [first] = pieces;
  const last = pieces.at(-1);
  const prefix = first?.kind === 'constant' ? first.text : '';
  const suffix = last?.kind === 'constant' && pieces.length > 1 ? last.text : '';
  return prefix.length + suffix.length > 2 ? { kind: 'pattern', prefix, suffix } : undefined;
}
