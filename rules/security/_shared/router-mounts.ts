/** Routers of FastAPI, Flask, Sanic and their relatives, and what they are hung on. */
import { type Call, callKeyword } from '#ast';
import { type PackedPlace, packPlace } from '#kit';
import { addsProtection } from '#kit/web';
import type { SemanticModel } from '#semantics';
import { mountsIn, nameOfRouter } from '#semantics/context/router-mounts';
import { dependenciesBelow } from '#semantics/summary/refusals';

/** A router that is hung on another one, or on the application. Names are dotted, those of other modules in full. */
export interface RouterMount {
  readonly child: string;
  readonly parent: string;
  /** What is given along asks every caller below it: `include_router(users.router, dependencies=[Depends(current_user)])`. */
  readonly isProtected: boolean;
  /** Access paths to what that depends on. */
  readonly paths: readonly string[];
  readonly place: PackedPlace;
}

/** Those that a file writes down. */
export function routerMounts(model: SemanticModel): RouterMount[] {
  return mountsIn(model).flatMap(({ call, method, ...mount }) => {
    const [child, parent] = [nameOfRouter(mount.child, model), nameOfRouter(mount.parent, model)];
    // What an application depends on does not hold for another one below it.
    if (child === undefined || parent === undefined || method === 'mount') return [];
    const isProtected = addsProtection(call, model);
    return [{ child, parent, isProtected, paths: pathsGiven(call, model), place: packPlace(model.source, call) }];
  });
}

export interface ProtectedRouter {
  readonly router: string;
  /** By its name what it depends on authenticates the caller. */
  readonly isProtected: boolean;
  readonly paths: readonly string[];
}

/** Routers and applications that may ask for all that hangs on them: `APIRouter(dependencies=[Depends(current_user)])`. */
export function protectedRouters(model: SemanticModel): ProtectedRouter[] {
  return [...model.names.moduleScope.bindings.values()].flatMap(({ name, definitions }) => {
    const made = definitions.flatMap(({ value }) => (value?.kind === 'Call' ? value : []));
    const isProtected = made.some((call) => addsProtection(call, model));
    const paths = made.flatMap((call) => pathsGiven(call, model));
    return isProtected || paths.length > 0 ? [{ router: `${model.names.moduleName}.${name}`, isProtected, paths }] : [];
  });
}

function pathsGiven(call: Call, model: SemanticModel): readonly string[] {
  const given = callKeyword(call, 'dependencies')?.value;
  return given === undefined ? [] : dependenciesBelow(given, model);
}
