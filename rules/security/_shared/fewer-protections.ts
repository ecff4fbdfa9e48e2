/** Routes that ask less than most of those beside them. */
import {
  type Call,
  type ClassDef,
  type Def,
  decoratorsOf,
  dottedName,
  type Expression,
  holds,
  lastName,
  type Module,
  parametersOf,
  wordsOfName,
} from '#ast';
import { groupByEach } from '#collections';
import type { DoubtId } from '#findings';
import { isProtectedRoute, isProtecting, permissionsOf, protectionsOfClass } from '#kit/web';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { refuses } from '#semantics/taint/refusals';
import type { Span } from '#text';
import { isForAnonymous, isMeantOpen } from './open-routes.ts';

export interface RouteChecks {
  readonly fn: Def;
  readonly owner: string;
  readonly path: string;
  readonly isChanging: boolean;
  readonly protections: ReadonlySet<string>;
  readonly checks: ReadonlySet<string>;
}

export interface FewerProtections {
  readonly name: string;
  readonly at: Span;
  /** What it lacks, for a message. */
  readonly lacks: string;
  readonly others: readonly (Call | Def | ClassDef)[];
  readonly doubt: DoubtId;
  readonly isChanging: boolean;
  /** The function that lacks it, where it is one, and what it lacks as the file calls it. */
  readonly fn?: Def;
  readonly protection?: string;
  /** It asks for something else. */
  readonly hasOtherProtection?: true;
  /** It says itself that everybody may come: nobody has forgotten anything. */
  readonly isSaidOpen?: true;
  /** Most of those beside it lack it as well. */
  readonly isOneOfMany?: true;
}

const FEWEST = 2;

/** Of the routes of one router. */
export function fewerThanMost(routes: readonly RouteChecks[], model: SemanticModel): readonly FewerProtections[] {
  const found = new Map<Def, FewerProtections>();
  for (const some of [routes, ...aboutOneThing(routes).values()]) addFewer(some, found, model);
  for (const [route, having] of openToOthers(routes, model))
    if (!found.has(route.fn))
      found.set(route.fn, fewer(route, 'check of the caller', having, { doubt: 'public-by-design' }));
  return [...found.values()];
}

/** Routes about the same thing by its number. */
const aboutOneThing = (routes: readonly RouteChecks[]): ReadonlyMap<string, readonly RouteChecks[]> =>
  groupByEach(routes, ({ path }) => new Set(path.match(/[{<][^{}<>]+[}>]/g)));

function addFewer(routes: readonly RouteChecks[], found: Map<Def, FewerProtections>, model: SemanticModel): void {
  const byProtection = groupByEach(routes, ({ protections, checks }) => new Set([...protections, ...checks]));
  for (const [protection, having] of byProtection) {
    const isForFew = isAboutRate(protection) || isForSome(protection) || !having.some(isLogin);
    // Nothing is said of it below, whatever lacks it.
    if (having.length < FEWEST && isForFew) continue;
    const lacking = routes.filter(
      (route) =>
        !isProtectedBy(route, protection) &&
        !isExcused(route, protection, having) &&
        !refusesItself(route, protection, model) &&
        (route.isChanging || !saysTheSame(route.fn, model)),
    );
    const isOneOfMany = having.length < FEWEST || lacking.length >= having.length;
    // Who writes is asked of one, so it is known who may.
    if (isOneOfMany && isForFew) continue;
    for (const route of lacking) {
      if (isOneOfMany && (!route.isChanging || route.protections.size > 0)) continue;
      const doubted = doubtOf(route, protection, having, lacking, model);
      if (doubted !== undefined && !found.has(route.fn))
        found.set(route.fn, {
          ...fewer(route, `\`${protection}\``, having, doubted),
          protection,
          ...(isOneOfMany && { isOneOfMany }),
        });
    }
  }
}

/** All that it answers is written in it: `return HTMLResponse("<h1>Shop</h1>")`. */
function saysTheSame({ body }: Def, { values }: SemanticModel): boolean {
  const isFixed = (each: Expression): boolean => values.fold(each) !== undefined;
  const last = body.at(-1);
  const answer = last?.kind === 'Return' ? last.value : undefined;
  if (answer === undefined || callsWithin(body).some((call) => call !== answer)) return false;
  const parts = answer.kind === 'Call' ? [...answer.args, ...answer.keywords.map(({ value }) => value)] : [answer];
  return parts.every(isFixed) && body.every(({ kind }) => /^(?:Assign|Expr|Return)$/.test(kind));
}

const isLogin = ({ isChanging, path, fn }: RouteChecks): boolean => isChanging && !isForAnonymous(path, fn.name);

/** It is meant for everybody, and how often they may come is asked of none beside it who have shown nothing yet. */
const isExcused = (route: RouteChecks, protection: string, having: readonly RouteChecks[]): boolean =>
  isMeantOpen(route.path, route.fn.name, route.isChanging) &&
  !(isAboutRate(protection) && isPublicForm(route) && having.some(isPublicForm));

/** It calls nothing that asks, and answers 401 or 403 of itself. */
const refusesItself = ({ fn, protections, checks }: RouteChecks, protection: string, model: SemanticModel): boolean =>
  protections.size === 0 && checks.size === 0 && !isAboutRate(protection) && refuses(fn, model);

const isPublicForm = ({ path, fn, isChanging }: RouteChecks): boolean => isChanging && isForAnonymous(path, fn.name);

const isProtectedBy = ({ protections, checks }: RouteChecks, protection: string): boolean =>
  protections.has(protection) || checks.has(protection);

function fewer(
  { fn, isChanging }: RouteChecks,
  lacks: string,
  having: readonly RouteChecks[],
  doubted: Doubted,
): FewerProtections {
  return { name: fn.name, at: nameSpan(fn), lacks, others: having.map((each) => each.fn), ...doubted, isChanging, fn };
}

const nameSpan = ({ name, name_start: start }: Def | ClassDef): Span => ({ start, end: start + name.length });

type Doubted = Pick<FewerProtections, 'doubt' | 'hasOtherProtection'>;

/** Undefined where there is a reason not to speak of it. */
function doubtOf(
  route: RouteChecks,
  protection: string,
  having: readonly RouteChecks[],
  lacking: readonly RouteChecks[],
  model: SemanticModel,
): Doubted | undefined {
  const { fn, isChanging, protections, checks, owner, path } = route;
  const isOfAdministrators = wordsOfName(`${owner}_${path.replaceAll('/', '_')}`).some((word) =>
    /^(?:admins?|internal)$/i.test(word),
  );
  const isReadToo = having.filter((each) => !each.isChanging).length >= FEWEST;
  if (!isChanging && !isReadToo && !isOfAdministrators) return undefined;
  const [other] = [...protections, ...checks];
  // How often someone may come is another matter than who.
  if (other !== undefined && isAboutRate(protection) && !isPublicForm(route)) return undefined;
  if (other !== undefined && !isAboutRate(protection)) {
    // Two that ask the same in its place are a kind of their own.
    if (lacking.filter((each) => isProtectedBy(each, other)).length > 1) return undefined;
    const isMore = having.every((each) => each.checks.has(protection)) || having.length > FEWEST;
    // What all of them ask together is asked here as well, and one of two that stand for each other is enough.
    const isBeside = having.every((each) => isProtectedBy(each, other)) || isForSome(protection);
    return isMore && isBeside ? { doubt: 'auth-elsewhere', hasOtherProtection: true } : undefined;
  }
  if (!isAboutRate(protection) && isProtectedRoute(fn, model)) return undefined;
  return { doubt: isAboutRate(protection) ? 'limit-elsewhere' : 'public-by-design' };
}

/** How often someone may come, which no authentication replaces. */
export const isAboutRate = (protection: string): boolean =>
  protection
    .split('.')
    .flatMap(wordsOfName)
    .some((word) => /^(?:limit|limiter|throttle|ratelimit|rate)$/.test(word));

/** It lets fewer in than a login does: `require_admin`. */
const isForSome = (protection: string): boolean =>
  wordsOfName(protection).some((word) =>
    /^(?:admin|superuser|staff|owner|role|roles|permission|permissions)$/i.test(word),
  );

/** Of routes about one thing most refuse with 403 after a look at it, and one answers everybody. */
function openToOthers(
  routes: readonly RouteChecks[],
  model: SemanticModel,
): readonly (readonly [RouteChecks, readonly RouteChecks[]])[] {
  return [...aboutOneThing(routes).values()].flatMap((own) => {
    const having = own.filter(({ fn }) => refuses(fn, model));
    const lacking = own.filter(
      ({ fn, checks, path, isChanging }) =>
        !refuses(fn, model) && checks.size === 0 && !isMeantOpen(path, fn.name, isChanging),
    );
    if (having.length < FEWEST || lacking.length >= having.length) return [];
    return lacking.map((route) => [route, having] as const);
  });
}

const VIEW = /(?:View|ViewSet|Handler|Resource|Endpoint)$/;
const CHANGING_METHODS: ReadonlySet<string> = new Set(['post', 'put', 'patch', 'delete']);

/** Classes of routes of one file: most authenticate the caller, and one that changes something does not. */
export function openClasses(module: Module, model: SemanticModel): readonly FewerProtections[] {
  const classes = module.body.flatMap((each) => (each.kind === 'ClassDef' && isView(each) ? each : []));
  const guarded = classes.map((owner) => ({ owner, protections: protectionsWithBases(owner, model) }));
  const having = guarded.filter(({ protections }) => protections.length > 0);
  const isLogin = having.every(({ protections }) => protections.some((name) => IS_LOGIN.test(name)));
  const bare = guarded.filter(({ protections }) => protections.length === 0);
  // The only one that asks nobody is told where it merely reads, too.
  const isAlone = bare.length === 1 && having.length > FEWEST;
  const lacking = bare.flatMap(({ owner }) => {
    const isChanging = isOpenClass(owner, isLogin, model);
    return isChanging || (isAlone && readsByNumber(owner, model)) ? { owner, isChanging } : [];
  });
  const [first] = having.flatMap(({ protections }) => protections);
  if (first === undefined || having.length < FEWEST || lacking.length >= having.length) return [];
  return lacking.map(({ owner, isChanging }) => ({
    name: owner.name,
    at: nameSpan(owner),
    lacks: `\`${first}\` or equivalent`,
    others: having.map((each) => each.owner),
    doubt: 'auth-elsewhere' as const,
    isChanging,
    ...(permissionsOf(owner).includes('AllowAny') && { isSaidOpen: true as const }),
  }));
}

const IS_LOGIN = /login|authenticated|jwt/i;

/** `self.kwargs["number"]`, with nothing that refuses, and no class above it that may ask. */
const readsByNumber = (owner: ClassDef, model: SemanticModel): boolean =>
  owner.bases.every((base) => VIEW.test(lastName(base) ?? '')) &&
  !isMeantOpen('', owner.name) &&
  holds(owner, (node) => node.kind === 'Attribute' && dottedName(node) === 'self.kwargs') &&
  methodsOf(owner).every((fn) => !refuses(fn, model));

const isView = ({ bases }: ClassDef): boolean => bases.some((base) => VIEW.test(lastName(base) ?? ''));

const methodsOf = ({ body }: ClassDef): readonly Def[] =>
  body.flatMap((each) => (each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef' ? each : []));

function isOpenClass(owner: ClassDef, isLogin: boolean, model: SemanticModel): boolean {
  const methods = methodsOf(owner);
  const isChanging =
    methods.some(({ name }) => CHANGING_METHODS.has(name)) ||
    // One of many, by what its address says.
    (isLogin && methods.some((fn) => fn.name === 'get' && parametersOf(fn).length > 2)) ||
    // What all others want is no more than a login.
    (isLogin && (owner.bases.some((base) => CHANGING_VIEW.test(lastName(base) ?? '')) || holdsUser(owner)));
  return isChanging && !isMeantOpen('', owner.name, true) && methods.every((fn) => !refuses(fn, model));
}

/** Views that change something by methods of their own. */
const CHANGING_VIEW = /(?:Create|Update|Delete|Destroy)(?:API|Model)?View$|^ModelViewSet$/;

/** `self.request.user`: it is about who comes. */
const holdsUser = (owner: ClassDef | Def): boolean =>
  holds(
    owner,
    (node) =>
      node.kind === 'Attribute' && node.attr === 'user' && /^(?:self\.)?request$/.test(dottedName(node.value) ?? ''),
  );

/** Its own, those of its methods, and those of the classes of this file that it is made from. */
function protectionsWithBases(owner: ClassDef, model: SemanticModel, depth = 0): readonly string[] {
  const ofMethods = methodsOf(owner).flatMap((fn) =>
    decoratorsOf(fn).flatMap(({ callee }) =>
      isProtecting(dottedName(callee) ?? '') ? [dottedName(callee) ?? ''] : [],
    ),
  );
  const above = owner.bases.flatMap((base) => {
    const made = model.names.definitionOf(base);
    return made?.kind === 'ClassDef' && depth < 2 ? protectionsWithBases(made, model, depth + 1) : [];
  });
  return [...protectionsOfClass(owner), ...ofMethods, ...above];
}
