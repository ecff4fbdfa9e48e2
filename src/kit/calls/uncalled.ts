/** Code that nothing in a service comes to run. */
import { type Def, isWithin } from '../../ast/index.ts';
import type { Condition, Grade, ProjectModel, Question } from '../../project/index.ts';
import { mainGuards } from '../../semantics/context/entry-point.ts';
import { callsOfFunction, mentionsOfFunction } from '../../semantics/context/function-mentions.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { ModuleSummary, SemanticModel } from '../../semantics/index.ts';

/**
 * Drops a finding where no code of a service names what comes to run these functions; whoever installs a package may call what stands in
 * it. `otherwise` is less than to drop it. A base that is not of the file, and the interpreter, call by themselves.
 */
export function unlessUncalled(
  fns: readonly Def[],
  model: SemanticModel,
  when?: Condition,
  otherwise: Grade = 'drop',
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
  const kept = when ?? 'keep';
  const isPackaged: Question = { kind: 'is-packaged', module: model.names.moduleName };
  const unseen: Grade = {
    question: isPackaged,
    yes: { heldBack: 'nothing is seen to call what comes to run it' },
    no: otherwise,
    unknown: kept,
  };
  const inService: Grade = { question: { kind: 'is-service' }, yes: unseen, no: kept, unknown: kept };
  return { when: { question: { kind: 'any', of: outermost }, yes: kept, no: inService, unknown: kept } };
}

/** No code names the function, in a service that nobody installs or in a program that nobody imports. Methods may be called by a base. */
export function isUncalled(name: string, module: ModuleSummary, project: ProjectModel): boolean {
  const says = (question: Question): boolean => project.answer(question).verdict === 'yes';
  return (
    project.functionNamed(name) !== undefined &&
    project.classNamed(name.slice(0, name.lastIndexOf('.'))) === undefined &&
    !says({ kind: 'is-called', function: name }) &&
    ((module.isEntryPoint && project.importersOf(module).length === 0) || says({ kind: 'is-service' })) &&
    !says({ kind: 'is-packaged', module: module.module })
  );
}

export const UNCALLED = 'nothing is seen to call the function';

/** By who knows the base of its class, or by an operator. */
function isCalledByItself(fn: Def, { context, names }: SemanticModel): boolean {
  const owner = context.classOfMethod(fn);
  if (owner === undefined) return false;
  return fn.name.startsWith('__') || owner.bases.some((base) => names.qualifiedName(base) !== 'builtins.object');
}

/** Whether its file names it once, where a `__main__` guard calls it and does nothing behind that: the program ends with it. */
export function isEndOfMain(fn: Def, model: SemanticModel): boolean {
  const [call] = callsOfFunction(model, fn);
  if (call === undefined || mentionsOfFunction(model, fn).length > 1) return false;
  return mainGuards(model.source).some(({ body }) => {
    const at = body.findIndex((step) => step.kind === 'Expr' && isWithin(call, step));
    return at >= 0 && callsWithin(body.slice(at + 1)).every((each) => model.effects.of(each) === 'log');
  });
}
