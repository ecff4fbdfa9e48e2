/** What authenticates the caller, or how often, on one route or class of routes: by the names of what is before it or is called in it. */
import {
  argumentValues,
  type Call,
  type ClassDef,
  callKeyword,
  type Def,
  decoratorsOf,
  dottedName,
  type Expression,
  holds,
  lastName,
  type Node,
  parametersOf,
  wordsOfName,
} from '../../ast/index.ts';
import { holdsInOwnCode, walkOwnCode } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { importsName } from '../../semantics/names/imports-module.ts';
import { botsImported } from '../../semantics/taint/bots.ts';
import { isRegistering } from './route-registration.ts';

/** Words of what decides who may come, or how often. */
const PROTECTING: ReadonlySet<string> = new Set(
  'auth authenticate authenticated authentication authorize authorized authorization login permission permissions user admin role roles secured security principal credentials credential jwt token apikey superuser acl rbac protected identity verify access owner ownership limit limiter throttle ratelimit rate require required requires current'.split(
    ' ',
  ),
);

/** By a word of a dotted name. */
export const isProtecting = (name: string): boolean =>
  name
    .split('.')
    .flatMap(wordsOfName)
    .some((word) => PROTECTING.has(word.toLowerCase()));

/** Names of decorators and dependencies that say who may come, or how often. */
export function protectionsOf(fn: Def, model: SemanticModel): ReadonlySet<string> {
  const found = new Set<string>(protectingDecorators(fn));
  for (const each of fn.decorator_list)
    if (each.kind === 'Call')
      for (const name of [...conditionsOf(each, model), ...namedDependencies(each, model)]) found.add(name);
  const given = parametersOf(fn).flatMap(({ default: value, annotation }) => [value ?? [], annotation ?? []].flat());
  for (const each of [...given, ...fn.decorator_list.filter(isRegistering)])
    for (const name of dependenciesIn(each, model)) found.add(name);
  for (const { default: value, annotation } of parametersOf(fn)) {
    const name = value === undefined && annotation !== undefined ? (dottedName(annotation) ?? '') : '';
    // `CurrentUser`, made elsewhere of `Annotated[User, Depends(…)]`; a `User` alone may be what is sent.
    if (wordsOfName(name).length > 1 && isProtecting(name) && isImported(name, model)) found.add(name);
  }
  return found;
}

/** `@admin_required` above `@router.post(…)`: the route has the function as it was without it. */
export const lateProtection = (fn: Def) => protectionsIn(decoratorsOf(fn).slice(0, lastRegistering(fn)))[0];

const lastRegistering = (owner: Def | ClassDef): number =>
  Math.max(0, ...owner.decorator_list.map((each, at) => (isRegistering(each) ? at : 0)));

const protectingDecorators = (owner: Def | ClassDef): readonly string[] =>
  protectionsIn(decoratorsOf(owner).slice(lastRegistering(owner))).flatMap(({ names }) => names);

function protectionsIn(decorators: ReturnType<typeof decoratorsOf>) {
  return decorators.flatMap(({ node, callee }) => {
    const names = protectingNames(node, callee);
    return names.length === 0 ? [] : [{ node, names }];
  });
}

function protectingNames(node: Expression, callee: Expression): readonly string[] {
  const name = dottedName(callee) ?? lastName(callee) ?? '';
  // What a router is called asks nobody.
  if (isRegistering(node)) return [];
  if (/^(?:permission_classes|method_decorator|authentication_classes)$/.test(name) && node.kind === 'Call')
    return namesIn(node).filter(isProtecting);
  // By which method someone comes is another matter.
  return isProtecting(name) && !/require_(?:POST|GET|safe|http)/.test(name) ? [name] : [];
}

/**
 * Who may come, where a decorator says it by a value: `@get("/{id:int}", guards=[owner_guard])`,
 * `@strawberry.mutation(permission_classes=[IsAuthenticated])`; of bots also
 * `@bot.message_handler(commands=["kick"], func=is_admin)`, `@dp.message(Command("kick"), F.from_user.id.in_(ADMINS))`.
 */
function conditionsOf(decorator: Call, model: SemanticModel): readonly string[] {
  const guards = (callKeyword(decorator, 'guards') ?? callKeyword(decorator, 'permission_classes'))?.value;
  const filters = decorator.func.kind === 'Attribute' && botsImported(model) ? argumentValues(decorator) : [];
  return [...(guards?.kind === 'List' ? guards.elts : []), ...filters].flatMap((each) => {
    const name = dottedName(each.kind === 'Call' ? each.func : each) ?? '';
    return isProtecting(name) ? [name] : [];
  });
}

/** `dependencies=ADMIN`, `dependencies=[AdminOnly]`: what the name holds, or of another module what the name says. */
function namedDependencies(decorator: Call, model: SemanticModel): readonly string[] {
  const given = isRegistering(decorator) ? callKeyword(decorator, 'dependencies')?.value : undefined;
  const listed = given?.kind === 'List' ? given.elts : given === undefined ? [] : [given];
  return listed.flatMap((each) => {
    const name = dottedName(each.kind === 'Starred' ? each.value : each);
    if (name === undefined) return [];
    const held = dependenciesIn(each.kind === 'Starred' ? each.value : each, model);
    return held.length > 0 || !isImported(name, model) || !isProtecting(name) ? held : [name];
  });
}

const isImported = (name: string, { names }: SemanticModel): boolean => importsName(name.split('.', 1)[0] ?? '', names);

/** Functions that authenticate the caller and that `Depends(…)` and its like name, also where an alias of the file holds them; with what these depend on. */
function dependenciesIn(expression: Expression, model: SemanticModel, depth = 0): readonly string[] {
  const found: string[] = [];
  const look = (at: Expression): void => {
    holds(at, (node) => {
      if (node.kind !== 'Call' || !/^(?:Depends|Security|Guard)$/.test(lastName(node.func) ?? '')) return false;
      const [dependency] = node.args;
      const named = dependency?.kind === 'Call' ? dependency.func : dependency;
      const name = (named && (dottedName(named) ?? lastName(named))) ?? '';
      const made = named && depth < 3 ? model.names.definitionOf(named) : undefined;
      const isFunction = made?.kind === 'FunctionDef' || made?.kind === 'AsyncFunctionDef';
      const further = (isFunction ? parametersOf(made) : []).flatMap(({ default: value, annotation }) =>
        [value ?? [], annotation ?? []].flat().flatMap((each) => dependenciesIn(each, model, depth + 1)),
      );
      // `owned_note(note_id, user=Depends(current_user))` refuses by the caller, whatever it is called.
      const isCheck = further.length > 0 && isFunction && holdsInOwnCode(made.body, ({ kind }) => kind === 'Raise');
      if (isCheck || isProtecting(name)) found.push(name);
      found.push(...further);
      return false;
    });
  };
  look(expression);
  if (expression.kind === 'Name')
    for (const { value } of model.names.resolve(expression)?.definitions ?? []) if (value !== undefined) look(value);
  return found;
}

const namesIn = (call: Call): readonly string[] => {
  const found: string[] = [];
  for (const given of call.args)
    holds(given, (node) => {
      if (node.kind === 'Name') found.push(node.id);
      return false;
    });
  return found;
};

/** Functions that are called in it, and whose names say that they ask: `check_access(user, room)`, `await require_user(request)`. */
export function checksWithin(fn: Def): ReadonlySet<string> {
  const found = new Set<string>();
  walkOwnCode(fn.body, (node: Node) => {
    const name = node.kind === 'Call' ? (dottedName(node.func) ?? '') : '';
    const last = name.split('.').at(-1) ?? '';
    const isCheck = CHECK_VERBS.has(wordsOfName(last)[0] ?? '') || last.startsWith('get_current_');
    if (isCheck && isProtecting(last)) found.add(name);
    return undefined;
  });
  return found;
}

/** Anything that is called in it says by its name that it asks. */
export const checksByCall = (fn: Def): boolean =>
  holdsInOwnCode(
    fn.body,
    (node) => node.kind === 'Call' && isProtecting(dottedName(node.func) ?? lastName(node.func) ?? ''),
  );

const CHECK_VERBS: ReadonlySet<string> = new Set(
  'check require verify ensure assert authenticate authorize validate enforce guard'.split(' '),
);

/** What all methods of a class of routes ask: bases, decorators, `permission_classes`. */
export function protectionsOfClass(owner: ClassDef): ReadonlySet<string> {
  const bases = owner.bases.flatMap((base) => {
    const name = dottedName(base) ?? '';
    return /Mixin|Required|Protected|Secure/.test(name) && isProtecting(name) ? [name] : [];
  });
  const classes = permissionsOf(owner).filter((name) => name !== 'AllowAny');
  return new Set([...bases, ...classes, ...protectingDecorators(owner)]);
}

/** `permission_classes = [IsAuthenticated]` */
export const permissionsOf = (owner: ClassDef): readonly string[] =>
  owner.body.flatMap((each) =>
    each.kind === 'Assign' && lastName(each.targets[0] ?? each.value) === 'permission_classes'
      ? permissionsIn(each.value)
      : [],
  );

const permissionsIn = (value: Expression): readonly string[] =>
  value.kind === 'List' || value.kind === 'Tuple' ? value.elts.flatMap((each) => lastName(each) ?? []) : [];

/** Decorators of Django. */
export const USER_CHECKS: ReadonlySet<string> = new Set([
  ...['permission_required', 'login_required', 'user_passes_test'].map(
    (name) => `django.contrib.auth.decorators.${name}`,
  ),
  'django.contrib.admin.views.decorators.staff_member_required',
]);
