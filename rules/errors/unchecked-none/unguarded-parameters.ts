/** Parameters that may be `None` by what the signature says, and are used as if they never were. */
import { type Call, type Def, defsOf, isNone, lastName, type Parameter, parametersOf } from '#ast';
import type { FactsContext } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { dependencyOf } from '#semantics/types/dependencies';
import type { ProjectUse } from './facts.ts';
import { packUse, type Use, unguardedUseOfBound } from './unguarded-uses.ts';

/** The default is `None`: callers that the file does not show may give it each time. */
export interface ParameterUse extends Use {
  readonly kind: 'parameter';
}

/** `def plan(route=None)` that reads `route.stops`, `user=Depends(current_user)` of which something is read. */
export const parametersIn = (file: FactsContext): readonly (ParameterUse | ProjectUse)[] =>
  defsOf(file.module).flatMap((fn) => parametersOf(fn).flatMap((parameter) => unguarded(parameter, fn, file) ?? []));

function unguarded(parameter: Parameter, fn: Def, file: FactsContext): ParameterUse | ProjectUse | undefined {
  const { default: given, name, node } = parameter;
  const mayBeInjected = given?.kind === 'Call' || node.annotation?.kind === 'Subscript';
  if (!isNone(given) && !mayBeInjected) return undefined;
  const binding = file.names.scopeOf(fn)?.bindings.get(name);
  const definition = binding?.definitions.find((each) => each.node === node);
  if (binding === undefined || definition === undefined || isGivenByFramework(parameter, fn, file)) return undefined;
  const called = isNone(given) ? undefined : dependencyOf(node, file.names);
  const path = called && file.effects.projectPath({ func: called });
  if (!isNone(given) && path === undefined) return undefined;
  const use = unguardedUseOfBound(definition, binding, file);
  if (use === undefined) return undefined;
  if (path !== undefined) {
    const { doubt: _, ...fact } = packUse(path.slice(path.lastIndexOf('.') + 1), use, file);
    return { kind: 'project', path, isAwaited: undefined, tests: [], ...fact };
  }
  const calls = callsOfFunction(file, fn);
  const isLeftOut = calls.some((call) => leavesOut(call, parameter, fn));
  // What nobody else is meant to call is given it by all who do.
  if (fn.name.startsWith('_') && calls.length > 0 && !isLeftOut) return undefined;
  const doubt = use.doubt ?? (isLeftOut ? undefined : 'caller-precondition');
  return { kind: 'parameter', ...packUse(name, { ...use, ...(doubt && { doubt }) }, file) };
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
