/** Routers of FastAPI, Flask, Sanic and their relatives, and what they are hung on. */
import { type Call, callKeyword, dottedName, type Expression, nodesOf } from '#ast';
import { type PackedPlace, packPlace } from '#kit';
import { addsProtection } from '#kit/web';
import type { SemanticModel } from '#semantics';
import { importsName } from '#semantics/names/imports-module';
import { dependenciesBelow } from '#semantics/summary/refusals';

/** The router that is mounted is the first argument. */
const MOUNTING: ReadonlySet<string> = new Set('include_router register_blueprint blueprint add_namespace'.split(' '));

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
  return nodesOf(model.source.module, 'Call').flatMap((call) => {
    const [hung, on] = hangingIn(call, model);
    const [child, parent] = [hung && nameOfRouter(hung, model), on && nameOfRouter(on, model)];
    return child === undefined || parent === undefined
      ? []
      : [
          {
            child,
            parent,
            isProtected: addsProtection(call, model),
            paths: pathsGiven(call, model),
            place: packPlace(model.source, call),
          },
        ];
  });
}

/** `app.include_router(router)`; `api = Api(blueprint)` of Flask's extensions for REST. */
function hangingIn({ func, args: [first], parent }: Call, { names }: SemanticModel): readonly Expression[] {
  if (first === undefined) return [];
  if (func.kind === 'Attribute' && MOUNTING.has(func.attr)) return [first, func.value];
  const isApi = parent?.kind === 'Assign' && /^flask_rest\w+\.(?:\w+\.)*Api$/.test(names.qualifiedName(func) ?? '');
  return isApi ? [...parent.targets.slice(0, 1), first] : [];
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

/** What the project calls a router: `shop.api.users.router`. */
function nameOfRouter(router: Expression, { names }: SemanticModel): string | undefined {
  const dotted = dottedName(router);
  if (dotted === undefined) return undefined;
  const [first = ''] = dotted.split('.');
  const isImported = importsName(first, names);
  return isImported ? names.qualifiedNameAt(dotted, router) : `${names.moduleName}.${dotted}`;
}
