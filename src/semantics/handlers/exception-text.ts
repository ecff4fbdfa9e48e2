/** Whether a value is made of the caught exception: its text, a part of it, its traceback. */
import type { Attribute, Call, ExceptHandler, Expression } from '../../ast/index.ts';
import type { ExceptionPart } from '../handlers.ts';
import type { SemanticModel } from '../model.ts';
import { EXCEPTION_CALLS } from './caught-value.ts';

/** Through locals, `str`, f-strings, `+`; what a call other than a conversion makes of the exception is its own. */
export function exceptionPartIn(
  model: SemanticModel,
  handler: ExceptHandler,
  expression: Expression,
): ExceptionPart | undefined {
  let found: ExceptionPart | undefined;
  for (const origin of model.flow.origins(expression)) {
    const part = partOf(model, handler, origin);
    if (part === 'traceback') return part;
    found ??= part;
  }
  return found;
}

function partOf(model: SemanticModel, handler: ExceptHandler, origin: Expression): ExceptionPart | undefined {
  switch (origin.kind) {
    case 'Name':
      return isCaught(model, handler, origin) ? 'text' : undefined;
    case 'Attribute':
      return isCaught(model, handler, origin.value) ? partOfAttribute(origin) : undefined;
    case 'Subscript':
      // Parts of attributes stand for themselves: `e.args[0]`.
      return origin.value.kind === 'Attribute' ? partOf(model, handler, origin.value) : undefined;
    case 'Call':
      return partOfCall(model, handler, origin);
    default:
      return undefined;
  }
}

function partOfAttribute({ attr }: Attribute): ExceptionPart | undefined {
  if (attr === '__traceback__') return 'traceback';
  return TEXT_ATTRIBUTES.has(attr) ? 'text' : undefined;
}

/** What exceptions keep their message in; a status or a code alone tells little. */
const TEXT_ATTRIBUTES: ReadonlySet<string> = new Set(
  'args message msg detail details description reason strerror error errors __cause__ __context__'.split(' '),
);

const TRACEBACK_CALLS: ReadonlySet<string> = new Set(
  ['format_exc', 'format_exception', 'format_tb'].map((name) => `traceback.${name}`),
);

function partOfCall(model: SemanticModel, handler: ExceptHandler, call: Call): ExceptionPart | undefined {
  const name = model.names.qualifiedName(call.func);
  if (name === undefined) return undefined;
  if (TRACEBACK_CALLS.has(name)) return 'traceback';
  if (EXCEPTION_CALLS.has(name)) return 'text';
  const [owner, attribute] = call.args;
  if (name !== 'builtins.getattr' || owner === undefined || attribute === undefined) return undefined;
  const text = model.values.string(attribute);
  return text !== undefined && TEXT_ATTRIBUTES.has(text) && isCaught(model, handler, owner) ? 'text' : undefined;
}

function isCaught(model: SemanticModel, handler: ExceptHandler, expression: Expression): boolean {
  if (expression.kind !== 'Name' || expression.id !== handler.name) return false;
  const definitions = model.flow.reachingDefinitions(expression);
  return definitions.some(({ node }) => node === handler);
}
