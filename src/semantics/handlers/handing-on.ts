/** Whether the exception leaves its handler: raised, returned, stored, or given to a call that is not a log. */
import { type Call, type ExceptHandler, type Expression, type Node, walk } from '../../ast/index.ts';
import { STANDARD_LIBRARY_MODULES } from '../../knowledge/standard-library.ts';
import { calleeOf } from '../effects/callee.ts';
import { logLevelOf } from '../effects/log-call.ts';
import type { SemanticModel } from '../model.ts';
import type { CaughtValue } from './caught-value.ts';

/** Nested functions count too: `loop.call_soon(lambda: future.set_exception(e))`. */
export function handsExceptionOn(model: SemanticModel, handler: ExceptHandler, caught: CaughtValue): boolean {
  let handsOn = false;
  for (const statement of handler.body) {
    walk(statement, (node) => {
      if (handsOn || (node.kind === 'Call' && isLog(model, node))) return 'skip';
      handsOn = isHandingOn(model, handler, caught, node);
      return undefined;
    });
  }
  return handsOn;
}

function isHandingOn(model: SemanticModel, handler: ExceptHandler, caught: CaughtValue, node: Node): boolean {
  switch (node.kind) {
    case 'Raise':
      return !isWithoutCause(node.cause) || (node.exc !== undefined && caught.isIn(node.exc));
    case 'Return':
    case 'Yield':
      return node.value !== undefined && caught.isIn(node.value);
    case 'Assign':
      return caught.isIn(node.value) && node.targets.some((target) => isSeenOutside(model, handler, target));
    case 'AugAssign':
      return caught.isIn(node.value) && isSeenOutside(model, handler, node.target);
    case 'AnnAssign':
    case 'NamedExpr':
      return node.value !== undefined && caught.isIn(node.value) && isSeenOutside(model, handler, node.target);
    case 'Call':
      return isGivenTo(model, node, caught);
    default:
      return false;
  }
}

/** `raise X from None` drops the exception on purpose; `raise X` keeps it as context. */
function isWithoutCause(cause: Expression | undefined): boolean {
  return cause?.kind === 'Constant' && cause.value.kind === 'none';
}

/** Attributes, subscripts, and names that code outside the handler reads. */
function isSeenOutside(model: SemanticModel, handler: ExceptHandler, target: Expression): boolean {
  if (target.kind !== 'Name') {
    const isUnpacking = target.kind === 'Tuple' || target.kind === 'List';
    return !isUnpacking || target.elts.some((each) => each.kind !== 'Name' || isSeenOutside(model, handler, each));
  }
  const binding = model.names.resolve(target);
  if (binding === undefined || binding.scope.kind === 'module') return true;
  return binding.references.some((use) => use.start < handler.start || use.start >= handler.end);
}

/** The exception is an argument of a call that keeps what it is given, as far as is known. */
function isGivenTo(model: SemanticModel, call: Call, caught: CaughtValue): boolean {
  const isGiven = call.args.some((arg) => caught.isIn(arg)) || call.keywords.some(({ value }) => caught.isIn(value));
  return isGiven && !isConversion(model, call);
}

/** Calls that make a text, a number or an answer of their argument: what becomes of that is seen elsewhere. */
function isConversion(model: SemanticModel, call: Call): boolean {
  const { name, method } = calleeOf(model, call);
  if (method !== undefined && KEEPING_METHODS.has(method)) return false;
  if (name === 'builtins.setattr') return false;
  // `pytest.fail(str(e))`, `flask.abort(500, str(e))`: harmless to the world, yet they take the exception somewhere.
  if (name !== undefined && !STANDARD_LIBRARY_MODULES.has(name.split('.', 1)[0] ?? '')) return false;
  const effect = model.effects.of(call);
  return effect === 'pure' || effect === 'introspection' || effect === 'parse';
}

/** Methods of containers, futures and exceptions that do keep it, though they are pure as effects go. */
const KEEPING_METHODS: ReadonlySet<string> = new Set(
  `append appendleft add extend extendleft insert update setdefault put put_nowait push set_exception set_result
   send throw record exit error heappush`.split(/\s+/),
);

function isLog(model: SemanticModel, call: Call): boolean {
  return logLevelOf(model, call, calleeOf(model, call)) !== undefined;
}
