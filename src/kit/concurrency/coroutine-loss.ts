/** What becomes of a coroutine that nobody awaits. */
import { type Call, type Expression, keptLocal } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/**
 * What becomes of what a call gives, should it be a coroutine, instead of being awaited: "the call is dropped without
 * running". Undefined where somebody may await it, or close it.
 */
export function coroutineLoss(call: Call, model: SemanticModel): string | undefined {
  const local = keptLocal(call);
  if (local === undefined) return lossAt(call, call, model);
  const binding = model.names.resolve(local);
  if (binding?.scope.kind !== 'function' || binding.definitions.length > 1) return undefined;
  if (binding.references.length === 0) return 'its result is kept in a local variable that nothing reads';
  const losses = binding.references.map((reference) => lossAt(reference, call, model));
  return losses.every((loss) => loss !== undefined) ? losses[0] : undefined;
}

/** What becomes of the coroutine where an expression that is one stands. */
function lossAt(expression: Expression, call: Call, model: SemanticModel): string | undefined {
  const { parent } = expression;
  switch (parent?.kind) {
    case 'Expr':
      return 'the call is dropped without running';
    case 'If':
    case 'While':
    case 'IfExp':
    case 'Assert':
      return parent.test === expression ? TESTED : undefined;
    case 'BoolOp':
      // The last operand is the value of the whole, and may be awaited.
      return parent.values.at(-1) === expression ? lossAt(parent, call, model) : TESTED;
    case 'UnaryOp':
      return TESTED;
    case 'Subscript':
      return parent.value === expression ? 'an element is asked of the coroutine' : undefined;
    case 'Attribute':
      return COROUTINE_MEMBERS.has(parent.attr) ? undefined : `\`.${parent.attr}\` is asked of the coroutine`;
    case 'FormattedValue':
      return 'the coroutine itself is put into the text';
    case 'BinOp':
      return 'the arithmetic is done on the coroutine';
    case 'For':
    case 'comprehension':
      return parent.iter === expression ? 'the coroutine is looped over' : undefined;
    case 'Return':
      return lossByReturn(call, model);
    default:
      return undefined;
  }
}

const TESTED = 'what is tested is the coroutine, which is always true';

/** What may be asked of a coroutine itself. */
const COROUTINE_MEMBERS: ReadonlySet<string> = new Set(
  'close send throw __await__ cr_await cr_code cr_frame cr_running cr_origin __name__ __qualname__'.split(' '),
);

/** A plain function may hand a coroutine on; one that says it gives a plain value does not know it. */
function lossByReturn(call: Call, { context, types }: SemanticModel): string | undefined {
  const fn = context.defAround(call);
  if (fn?.kind !== 'FunctionDef' || fn.returns === undefined) return undefined;
  const named = types.annotatedClass(fn.returns);
  return named !== undefined && PLAIN_RESULTS.has(named)
    ? `it is returned as \`${named.slice('builtins.'.length)}\``
    : undefined;
}

/** Classes that no coroutine is of. */
const PLAIN_RESULTS: ReadonlySet<string> = new Set(
  'bool int float str bytes dict list set tuple frozenset'.split(' ').map((name) => `builtins.${name}`),
);
