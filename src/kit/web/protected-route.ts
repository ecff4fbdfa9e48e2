/** Whether someone is asked who they are before a route answers, as far as its file shows. */
import {
  type AsyncFunctionDef,
  type Call,
  type ClassDef,
  callKeyword,
  type Expression,
  type FunctionDef,
  holds,
  identifiersOf,
  lastName,
  type Node,
  nodesOf,
  parametersOf,
  stringConstant,
  wordsOfName,
} from '../../ast/index.ts';
import { words } from '../../knowledge/words.ts';
import { memoizeByFile } from '../../semantics/by-file.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { isInjected } from '../../semantics/taint/route-parameters.ts';
import { isRegistering } from './route-registration.ts';

/**
 * A decorator, a parameter, the router or a middleware of the file says so: `@login_required`, `user=Depends(current_user)`,
 * `APIRouter(dependencies=[Depends(verify_key)])`, `add_middleware(AuthMiddleware)`. What a router is called asks nobody.
 */
export function isProtectedRoute(fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): boolean {
  const parameters = parametersOf(fn).filter(({ annotation }) => !isOfDatabase(annotation, model));
  if (parameters.some((each) => isShown(each.name) || (isProtective(each.name) && isInjected(each, model))))
    return true;
  const decorators = fn.decorator_list.flatMap((each): readonly Node[] =>
    isRegistering(each) ? [...each.args, ...each.keywords] : [each],
  );
  const given = parameters.flatMap(({ default: value, annotation }) => [
    value,
    annotation !== undefined && isOfBody(annotation) ? undefined : annotation,
  ]);
  const protections = [...decorators, ...given, ...basesOf(model.context.classOfMethod(fn))];
  if (protections.some((each) => each !== undefined && authenticatesByName(each))) return true;
  return (
    fn.decorator_list.some((decorator) => hasProtectedRouter(decorator, model)) || authenticatesEveryRequest(model)
  );
}

/** `UserCreate`, `role.RoleUpdate`: the last word says what it is; `CurrentUser` is who comes. */
function isOfBody(annotation: Expression): boolean {
  const last = wordsOfName(lastName(annotation) ?? '').at(-1);
  return last !== undefined && !isProtective(last) && !/^(?:dep|dependency)$/i.test(last);
}

/** What who comes shows: a `role` or a `user` in a body or a path is no more than a thing that the route is about. */
const isShown = (name: string): boolean => wordsOfName(name).some((word) => SHOWN.has(word)) || /api_?key/i.test(name);
const SHOWN = new Set(
  words(
    `auth authentication authorization token credentials credential jwt session apikey principal current authenticated`,
  ),
);

/** `session: AsyncSession = Depends(get_session)`: that of a database shows nobody's identity. */
const isOfDatabase = (annotation: Expression | undefined, { types }: SemanticModel): boolean =>
  annotation !== undefined && /^(?:sqlalchemy|sqlmodel)\./.test(types.annotatedClass(annotation) ?? '');

const PROTECTING = new Set(
  words(`auth authenticate authenticated authentication authorize authorized authorization login permission permissions permitted
    user token admin role roles secure secured security principal credentials credential jwt session apikey superuser acl rbac
    protected requires identity verify`),
);

const isProtective = (name: string): boolean =>
  wordsOfName(name).some((word) => PROTECTING.has(word)) || /api_?key/i.test(name);

/** Also what the class says of all of its methods: `permission_classes = [IsAuthenticated]`, `decorators = [login_required]`. */
function basesOf(owner: ClassDef | undefined): readonly Expression[] {
  if (owner === undefined) return [];
  const said = owner.body.flatMap((each) =>
    each.kind === 'Assign' && FOR_ALL.test(lastName(each.targets[0] ?? each.value) ?? '') ? each.value : [],
  );
  return [...owner.bases, ...owner.decorator_list, ...said];
}
const FOR_ALL = /^(?:permission_classes|(?:method_)?decorators)$/;

/** A class of Django's REST framework that says nothing of who may come: the settings do. */
export const isLeftToDefault = (owner: ClassDef | undefined, { types }: SemanticModel): boolean =>
  owner !== undefined &&
  types.basesOf(owner).some((base) => base?.startsWith('rest_framework.') === true) &&
  basesOf(owner).length === owner.bases.length;

/** `"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]` */
export const authenticatesByDefault = ({ source: { module } }: SemanticModel): boolean =>
  nodesOf(module, 'Dict').some(({ keys, values }) =>
    keys.some((key, at) => {
      const given = values[at];
      if (key === undefined || given === undefined || stringConstant(key) !== 'DEFAULT_PERMISSION_CLASSES')
        return false;
      return holds(given, (node) => node.kind === 'Constant' && /\.Is\w+$/.test(stringConstant(node) ?? ''));
    }),
  );

/** By any name in it: `[Depends(current_user)]`; paths and other texts do not count. */
function authenticatesByName(protections: Node): boolean {
  return holds(protections, (node) =>
    node.kind === 'Name'
      ? isProtective(node.id)
      : node.kind === 'Attribute'
        ? isProtective(node.attr)
        : node.kind === 'keyword' && node.arg !== undefined && isProtective(node.arg),
  );
}

/** What by its name lets administrators in only: `@staff_member_required`, `admin=Depends(require_admin)`, `permission_classes = [IsAdminUser]`. */
export function isForAdministrators(fn: FunctionDef | AsyncFunctionDef, { context }: SemanticModel): boolean {
  const owner = context.classOfMethod(fn);
  const given = parametersOf(fn).flatMap(({ default: value, annotation }) => [value, annotation]);
  return [...fn.decorator_list, ...given, ...basesOf(owner)].some(
    (protections) => protections !== undefined && holds(protections, isOfAdministrators),
  );
}

/** `admin_only`, `@bot.message_handler(is_admin=True)`, `require_role("admin")` */
const isOfAdministrators = (node: Node): boolean => {
  if (node.kind === 'Call')
    return (
      node.args.length > 0 &&
      isProtective(lastName(node.func) ?? '') &&
      node.args.every((each) => ADMINISTRATOR.test(stringConstant(each) ?? ''))
    );
  const name =
    node.kind === 'keyword' ? node.arg : node.kind === 'Name' || node.kind === 'Attribute' ? lastName(node) : undefined;
  return wordsOfName(name ?? '').some((word) => ADMINISTRATOR.test(word));
};
const ADMINISTRATOR = /^(?:admins?|administrators?|staff|superusers?|superadmins?|owners?|ops|operators?)$/;

/** `router` of `@router.get(…)` is made with dependencies. */
function hasProtectedRouter(decorator: Expression, model: SemanticModel): boolean {
  const { names } = model;
  const func = decorator.kind === 'Call' ? decorator.func : undefined;
  if (func?.kind !== 'Attribute' || func.value.kind !== 'Name') return false;
  const made = names.resolve(func.value)?.definitions ?? [];
  return made.some(({ value }) => value?.kind === 'Call' && addsProtection(value, model));
}

/** What a router is made or mounted with asks every caller below it: `dependencies=[Depends(current_user)]`. */
export function addsProtection(call: Call, { flow }: SemanticModel): boolean {
  const given = callKeyword(call, 'dependencies')?.value;
  return given !== undefined && [given, ...flow.origins(given)].some(authenticatesByName);
}

/** A middleware or a hook before each request that tells by its name what it is for. */
const authenticatesEveryRequest = memoizeByFile(({ source: { module } }: SemanticModel): boolean => {
  const identifiers = identifiersOf(module);
  if (identifiers.has('add_middleware')) {
    for (const identifier of identifiers) if (isAuthMiddleware(identifier)) return true;
  }
  if (!identifiers.has('before_request')) return false;
  return nodesOf(module, 'FunctionDef').some(
    ({ name, decorator_list }) =>
      isProtective(name) && decorator_list.some((each) => lastName(each) === 'before_request'),
  );
});

/** `AuthMiddleware`, `JwtAuthMiddleware`, `_TokenAuthorizationMiddleware`: of a class, so not `auth_middleware`. */
function isAuthMiddleware(identifier: string): boolean {
  const auth = identifier.indexOf('Auth');
  return auth >= 0 && /^_?[A-Z]/.test(identifier) && identifier.lastIndexOf('Middleware') > auth;
}
