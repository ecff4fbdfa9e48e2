/** Conversions of the environment that a body makes whenever it runs: `int(os.environ.get("PORT"))` raises where that is no number. */
import { type Call, isNone } from '#ast';
import type { SemanticModel } from '#semantics';

const CONVERSIONS = /^(?:builtins\.(?:int|float|bytes\.fromhex)|json\.loads)$/;

/** Of some calls, those that convert what the environment holds, with nothing around that takes their failure. */
export function environmentConversions(calls: readonly Call[], model: SemanticModel): readonly Call[] {
  return calls.filter(({ func, args: [argument] }) => {
    if (argument === undefined || (argument.kind !== 'Call' && argument.kind !== 'Subscript')) return false;
    if (!CONVERSIONS.test(model.names.qualifiedName(func) ?? '')) return false;
    return model.values.environmentRead(argument) !== undefined && model.context.triesAround(argument).length === 0;
  });
}

/** Unset, the variable is what someone wrote here, which is no empty text; anyone who sets it reads at the start that it is wrong. */
export function convertsDefault({ args: [argument] }: Call, { values }: SemanticModel): boolean {
  const fallback = argument && values.environmentRead(argument)?.fallback;
  return fallback !== undefined && !isNone(fallback) && values.string(fallback) !== '';
}
