/** Calls that make a secret. */
import type { Call, Expression } from '#ast';
import { SECRET_GENERATORS } from '#knowledge/secret-generators';
import type { SemanticModel } from '#semantics';
import { mayRaise } from '../_shared/environment-guard.ts';

/** The generator that is called, or the function of this file that gives what one makes and does nothing else with it. */
export function secretMakerOf(call: Call, model: SemanticModel): string | undefined {
  const name = model.names.qualifiedName(call.func);
  return name !== undefined && (SECRET_GENERATORS.has(name) || isOwnMaker(call, model)) ? name : undefined;
}

function isOwnMaker(call: Call, { names, effects, flow }: SemanticModel): boolean {
  if (call.args.length + call.keywords.length > 0) return false;
  const own = names.definitionOf(call.func);
  if (own === undefined || own.kind === 'ClassDef' || own.body.length > 3 || mayRaise(own.body)) return false;
  const done = effects.within(own.body);
  if (done.has('file') || done.has('database')) return false;
  const isGenerated = (origin: Expression): boolean =>
    origin.kind === 'Call' && SECRET_GENERATORS.has(names.qualifiedName(origin.func) ?? '');
  const returned = flow.returnValues(own);
  return returned.length > 0 && returned.every((value) => value !== undefined && flow.origins(value).some(isGenerated));
}
