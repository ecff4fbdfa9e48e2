/** What the routes of a file make of the user who is logged in, and of what the client gives. */
import {
  type ClassDef,
  type Def,
  defsOf,
  isCapWords,
  lastName,
  type Node,
  nameSpan,
  parametersOf,
  stringConstant,
  withoutAwait,
  wordsOfName,
} from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isForAdministrators, isLeftToDefault, isProtectedRoute, protectionsOf, protectionsOfClass } from '#kit/web';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { ownNameOf } from '#semantics/own-name';
import { isInjected } from '#semantics/taint/route-parameters';
import { mentionsUser } from './owned-rows.ts';

const CHANGING: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);
/** A route, and what it makes of the user and of what the client gives. */
export interface UserRouteFact {
  readonly kind: 'route';
  readonly function: string;
  readonly name: string;
  /** Parameters that the client fills. */
  readonly given: readonly string[];
  /** What is before it authenticates the caller. */
  readonly checks: readonly string[];
  readonly isProtected: boolean;
  /** Who may come is left to the settings of Django's REST framework. */
  readonly isByDefault?: true;
  /** It says itself that anybody may come: `@permission_classes([AllowAny])`. */
  readonly isForAll?: true;
  readonly isForAdmins?: true;
  readonly isChanging: boolean;
  /** The client says whose rows it is about. */
  readonly isOfGiven: boolean;
  /** The parameter that holds the user, and that nothing reads. */
  readonly unread?: string;
  /** The access paths to what is given the user; null where none is seen. */
  readonly givenUser: readonly (string | null)[];
  readonly place: PackedPlace;
}

/** The routes of a file. */
export function userRoutesIn(file: FactsContext): UserRouteFact[] {
  return defsOf(file.module).flatMap((fn): UserRouteFact[] => {
    const name = file.names.fullNameOf(fn);
    const route = file.context.routeOf(fn);
    const owner = file.context.classOfMethod(fn);
    const isStep = owner !== undefined && isStepOfView(fn, owner, file);
    if (route === undefined && !isStep) return [];
    const parameters = parametersOf(fn);
    const given = isStep ? [] : parameters.filter((each) => !isInjected(each, file) && !isUserName(each.name));
    const unread = parameters.find(
      (each) => isInjected(each, file) && isUser(each.name) && !isRead(each.name, fn, file),
    );
    return [
      {
        kind: 'route',
        function: name,
        name: fn.name,
        given: given.map((each) => each.name),
        checks: [...protectionsOf(fn, file), ...(owner === undefined ? [] : protectionsOfClass(owner))],
        isProtected: isProtectedRoute(fn, file),
        isOfGiven: given.some((each) => isUser(each.name)) || holdsInOwnCode(fn.body, isNameOfUser),
        ...((isForAdministrators(fn, file) || requiresAdministrator(fn)) && { isForAdmins: true as const }),
        ...(isByDefault(fn, owner, file) && { isByDefault: true as const }),
        ...(isForAll(fn, file) && { isForAll: true as const }),
        isChanging: route?.methods.some((method) => CHANGING.has(method)) === true,
        ...(unread !== undefined && { unread: unread.name }),
        givenUser: givenUserIn(fn, file),
        place: packPlace(file, nameSpan(fn)),
      },
    ];
  });
}

/** `require_admin(user)` as a step of its own: who is none does not come to the rest. */
const requiresAdministrator = ({ body }: Def): boolean =>
  body.some((each) => {
    const call = each.kind === 'Expr' ? withoutAwait(each.value) : undefined;
    return call?.kind === 'Call' && REQUIRES_ADMINISTRATOR.test(lastName(call.func) ?? '');
  });
const REQUIRES_ADMINISTRATOR = /^_?(?:require|ensure|assert|check|verify|enforce)_(?:is_)?(?:super_?)?(?:admin|staff)/;

/** What a view of Django does on the way to its answer, for every request: `get_object`, `form_valid`, `perform_update`. */
const isStepOfView = ({ name }: Def, owner: ClassDef, { types }: FactsContext): boolean =>
  STEPS.test(name) && types.basesOf(owner).some((base) => /^(?:django\.views|rest_framework)\./.test(base ?? ''));
const STEPS = /^(?:get_(?:object|queryset)|form_(?:in)?valid|get_context_data|perform_(?:create|update|destroy))$/;

const isByDefault = (fn: Def, owner: ClassDef | undefined, file: FactsContext): boolean =>
  isLeftToDefault(owner, file) ||
  (fn.decorator_list.some((each) => lastName(each.kind === 'Call' ? each.func : each) === 'api_view') &&
    !fn.decorator_list.some((each) => each.kind === 'Call' && lastName(each.func) === 'permission_classes'));

const isForAll = ({ decorator_list }: Def, { names }: FactsContext): boolean => {
  return decorator_list.some((each) => {
    const [given] = each.kind === 'Call' && ownNameOf(each.func, names) === 'permission_classes' ? each.args : [];
    const all = given?.kind === 'List' || given?.kind === 'Tuple' ? given.elts : [];
    return all.length > 0 && all.every((one) => ownNameOf(one, names) === 'AllowAny');
  });
};

/** `request.args.get("user_id")` */
const isNameOfUser = (node: Node): boolean =>
  node.kind === 'Constant' && /^(?:user_?id|uid)$/i.test(stringConstant(node) ?? '');
const isUser = (name: string): boolean =>
  wordsOfName(name).some((word) => /^(?:user|uid|account|principal|identity)$/.test(word));
/** `user`, `current_user`; `user_id` is one of many. */
const isUserName = (name: string): boolean => isUser(name) && !/id$/.test(name);

const isRead = (name: string, fn: Def, { context }: FactsContext): boolean =>
  context.nodesOfFunction(fn, 'Name').some(({ id, ctx }) => id === name && ctx === 'Load');

function givenUserIn(fn: Def, file: FactsContext): UserRouteFact['givenUser'] {
  return file.context.nodesOfFunction(fn, 'Call').flatMap((call) => {
    const name = lastName(call.func) ?? '';
    const isGiven = [...call.args, ...call.keywords.map(({ value }) => value)].some(
      (each) => each.kind !== 'Call' && each.kind !== 'Compare' && mentionsUser(each),
    );
    if (!isGiven || isCapWords(name) || HARMLESS.test(name)) return [];
    return [file.effects.projectPath(call) ?? null];
  });
}

const HARMLESS =
  /^(?:info|debug|warning|error|exception|str|int|getattr|add|refresh|delete|execute|scalars?|filter\w*|where|isinstance|get|get_\w+_404)$/;
