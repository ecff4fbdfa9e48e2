/** Parameters that may be `None` by what the signature says, and are used as if they never were. */
import { type Call, type Def, defsOf, isNone, lastName, type Parameter, parametersOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { dependencyOf } from '#semantics/types/dependencies';
import { type UnguardedUse, unguardedUseOfBound } from './unguarded-uses.ts';

export interface UnguardedParameter {
  readonly fn: Def;
  readonly name: string;
  readonly use: UnguardedUse;
  /** The way to the function that a framework calls for it; without one its default is `None`. */
  readonly dependency?: string;
  /** A call of this file leaves it out. */
  readonly isLeftOut: boolean;
}

/** `def plan(route=None)` that reads `route.stops`, `user=Depends(current_user)` of which something is read. */
export function unguardedParameters(model: SemanticModel): readonly UnguardedParameter[] {
  return defsOf(model.source.module).flatMap((fn) =>
    parametersOf(fn).flatMap((parameter) => unguarded(parameter, fn, model) ?? []),
  );
}

function unguarded(parameter: Parameter, fn: Def, model: SemanticModel): UnguardedParameter | undefined {
  const { default: given, name, node } = parameter;
  const mayBeInjected = given?.kind === 'Call' || node.annotation?.kind === 'Subscript';
  if (!isNone(given) && !mayBeInjected) return undefined;
  const binding = model.names.scopeOf(fn)?.bindings.get(name);
  const definition = binding?.definitions.find((each) => each.node === node);
  if (binding === undefined || definition === undefined) return undefined;
  if (isGivenByFramework(parameter, fn, model)) return undefined;
  const called = isNone(given) ? undefined : dependencyOf(node, model.names);
  const dependency = called && model.effects.projectPath({ func: called });
  if (!isNone(given) && dependency === undefined) return undefined;
  const use = unguardedUseOfBound(definition, binding, model);
  if (use === undefined || model.flow.isUnreachable(use.node)) return undefined;
  const calls = dependency === undefined ? callsOfFunction(model, fn) : [];
  const isLeftOut = calls.some((call) => leavesOut(call, parameter, fn));
  // What nobody else is meant to call is given it by all who do.
  if (dependency === undefined && fn.name.startsWith('_') && calls.length > 0 && !isLeftOut) return undefined;
  return { fn, name, use, isLeftOut, ...(dependency !== undefined && { dependency }) };
}

/** FastAPI makes what it knows by its class, whatever the default is; so it does for all who call the route. */
const isGivenByFramework = ({ annotation }: Parameter, fn: Def, { context, names }: SemanticModel): boolean =>
  annotation !== undefined &&
  context.routeOf(fn)?.framework === 'fastapi' &&
  MADE_FOR_ROUTES.test(names.qualifiedName(annotation) ?? '');
const MADE_FOR_ROUTES =
  /^(?:fastapi|starlette)\.(?:[a-z]+\.)*(?:BackgroundTasks|Request|Response|WebSocket|HTTPConnection|SecurityScopes)$/;

/** The call gives the parameter nothing, and takes its default. */
function leavesOut({ args, keywords, func }: Call, { name, node }: Parameter, fn: Def): boolean {
  if (args.some(({ kind }) => kind === 'Starred') || keywords.some(({ arg }) => arg === undefined || arg === name))
    return false;
  const positional = [...fn.args.posonlyargs, ...fn.args.args];
  const first = positional[0]?.arg;
  const isFilled =
    (first === 'self' || first === 'cls') && func.kind === 'Attribute' && lastName(func.value) !== undefined;
  const index = positional.indexOf(node);
  return index < 0 || args.length <= index - (isFilled ? 1 : 0);
}
