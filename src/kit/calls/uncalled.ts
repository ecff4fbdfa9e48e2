/** Code that nothing in a service comes to run. */
import type { Def } from '../../ast/index.ts';
import type { Condition, Question } from '../../project/index.ts';
import { callsOfFunction, mentionsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/**
 * Drops a finding where no code names what comes to run these functions: in a service, and where nobody installs the package who may call
 * them. A base that is not of the file, and the interpreter, call by themselves.
 */
export function unlessUncalled(
  fns: readonly Def[],
  model: SemanticModel,
  when?: Condition,
): { readonly when?: Condition } {
  const behind = new Set(fns);
  const outermost: Question[] = [];
  for (const fn of behind) {
    const calls = callsOfFunction(model, fn);
    const callers = calls.map((call) => model.context.defAround(call));
    const isHanded = mentionsOfFunction(model, fn).length > calls.length;
    if (isHanded || callers.includes(undefined) || isCalledByItself(fn, model))
      return when === undefined ? {} : { when };
    for (const caller of callers) if (caller !== undefined) behind.add(caller);
    if (callers.every((caller) => caller === fn))
      outermost.push({ kind: 'is-called', function: model.names.fullNameOf(fn) });
  }
  const question: Question = {
    kind: 'any',
    of: [...outermost, { kind: 'is-published' }, { kind: 'not', of: { kind: 'is-service' } }],
  };
  const kept = when ?? 'keep';
  return { when: { question, yes: kept, no: 'drop', unknown: kept } };
}

/** By who knows the base of its class, or by an operator. */
function isCalledByItself(fn: Def, { context, names }: SemanticModel): boolean {
  const owner = context.classOfMethod(fn);
  if (owner === undefined) return false;
  return fn.name.startsWith('__') || owner.bases.some((base) => names.qualifiedName(base) !== 'builtins.object');
}
