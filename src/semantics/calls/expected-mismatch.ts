/** Calls that may not fit, where the code waits for that. */
import { ancestors, type Call, lastName, nodesOf } from '../../ast/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';

export const DEFINING: ReadonlySet<string> = new Set(['import', 'from-import', 'function', 'class']);
const TYPE_ERRORS: ReadonlySet<string> = new Set(['builtins.TypeError', 'builtins.AttributeError']);
const RAISES: ReadonlySet<string> = new Set(['raises', 'assertRaises', 'assertRaisesRegex', 'suppress', 'warns']);

/** In a lambda that is handed to a `try` of the same function, which calls it by a variable and takes just this error. */
function isTriedByVariable(call: Call, { context, handlers, names, source }: SemanticModel): boolean {
  if (context.functionAround(call)?.kind !== 'Lambda') return false;
  const fn = context.defAround(call);
  return nodesOf(source.module, 'ExceptHandler').some((handler) => {
    const { catches, tried } = handlers.describe(handler);
    if (fn === undefined || context.defAround(handler) !== fn || !catches.some((name) => TYPE_ERRORS.has(name)))
      return false;
    return callsWithin(tried).some(({ func }) => {
      const definitions = func.kind === 'Name' ? (names.resolve(func)?.definitions ?? []) : [];
      return definitions.length > 0 && definitions.every(({ kind }) => !DEFINING.has(kind));
    });
  });
}

/** A handler of just this error, or a `with` that waits for one: the mismatch is the point. */
export function expectsTypeError(call: Call, model: SemanticModel): boolean {
  const { context, handlers } = model;
  if (isTriedByVariable(call, model)) return true;
  const around = context.triesAround(call).flatMap((statement) => statement.handlers);
  if (around.some((handler) => handlers.describe(handler).catches.some((name) => TYPE_ERRORS.has(name)))) return true;
  for (const node of ancestors(call)) {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return false;
    if (node.kind !== 'With') continue;
    if (node.items.some(({ context_expr: item }) => item.kind === 'Call' && RAISES.has(lastName(item.func) ?? '')))
      return true;
  }
  return false;
}
