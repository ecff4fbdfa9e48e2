/** Routes that take a password and compare it. */
import {
  type Call,
  type ClassDef,
  type Def,
  defsOf,
  type Expression,
  holds,
  lastName,
  type Node,
  nameSpan,
  nodesOf,
  parametersOf,
  wordsOfName,
} from '#ast';
import { type DoubtId, type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isProtectedRoute } from '#kit/web';
import { isPasswordName } from '#knowledge/secrets';
import type { ProjectModel } from '#project';
import { callsWithin } from '#semantics/effects/calls-within';
import { isAboutLimits, isOfLimiter, type LimitFact, namedBy } from './request-limits.ts';

/** Plain JSON. */
export type Fact =
  | {
      readonly kind: 'login';
      readonly name: string;
      /** Its full name. */
      readonly function: string;
      /** It reads a password itself. */
      readonly readsPassword: boolean;
      /** By a name or an answer of 429 in it, it counts itself. */
      readonly mayCount: boolean;
      readonly isInside: boolean;
      /** `@limiter.exempt` */
      readonly isExempt?: true;
      readonly place: PackedPlace;
    }
  /** Something of the file counts how often someone comes, by its name or by an answer of 429. */
  | { readonly kind: 'limit' }
  | LimitFact;

/** The work of a hash that is made to be slow shows that a password is checked, whatever is between; what only makes one keeps it. */
export function doubtByHash(fn: string, project: ProjectModel): DoubtId | undefined {
  const { verdict, evidence } = project.answer({ kind: 'blocks', function: fn, by: 'password-hash' });
  const isChecked = verdict === 'yes' && !evidence.some(({ message }) => MAKES_HASH.test(message));
  return isChecked ? undefined : 'role-from-name';
}

const MAKES_HASH = /\.(?:hash|encrypt|generate_password_hash|make_password)` /;

export function loginsIn(file: FactsContext): Fact[] {
  const { context, module } = file;
  if (context.role === 'test') return [];
  const ofFunctions = defsOf(module).flatMap((fn) => {
    const route = context.routeOf(fn);
    const owner = context.classOfMethod(fn);
    const isView = route === undefined && isViewOfDjango(fn, file);
    if (route === undefined && comparesBasic(fn, file)) return loginOf(fn, owner, file);
    if (route?.methods.includes('POST') && guessesCode(fn)) return loginOf(fn, owner, file);
    if (!isView && !route?.methods.includes('POST')) return [];
    const words = `${route?.path ?? ''}_${fn.name}_${owner?.name ?? ''}`.split(/\W+/).flatMap(wordsOfName);
    // Who makes an account sets a password, and guesses none.
    if (isOf(words, 'up') && !isOf(words, 'in') && !takesPassword(fn, file)) return [];
    if (!isLogin(words) && !takesPassword(fn, file)) return [];
    if (isView && !holds(fn, (each) => logsIn(each, file))) return [];
    if (owner !== undefined && isOfLibrary(owner, file)) return [];
    return loginOf(fn, owner, file);
  });
  const ofClasses = nodesOf(module, 'ClassDef').flatMap((owner) =>
    isOfLibrary(owner, file) ? loginOf(owner, owner, file) : [],
  );
  return [...ofFunctions, ...ofClasses, ...nodesOf(module, 'Call').flatMap((call) => routedView(call, file))];
}

/** By its signature: the table of addresses is in another module. */
const isViewOfDjango = (fn: Def, { names }: FactsContext): boolean =>
  fn.parent?.kind === 'Module' &&
  parametersOf(fn)[0]?.name === 'request' &&
  names.imports.some(({ module }) => module.startsWith('django.'));

/** `form: OAuth2PasswordRequestForm = Depends()`, or it compares a password with the hash that is kept, whatever it is called. */
const takesPassword = (fn: Def, file: FactsContext): boolean =>
  parametersOf(fn).some(
    ({ annotation }) =>
      annotation !== undefined && holds(annotation, (node) => namedBy(node) === 'OAuth2PasswordRequestForm'),
  ) ||
  (!isProtectedRoute(fn, file) &&
    callsWithin([fn]).some(({ func }) => COMPARES_HASH.test(file.names.qualifiedName(func) ?? '')));
const COMPARES_HASH =
  /^(?:bcrypt\.checkpw|werkzeug\.security\.check_password_hash|django\.contrib\.auth\.(?:a?authenticate|hashers\.check_password))$/;

/** `credentials: HTTPBasicCredentials = Depends(security)` of a dependency that compares the password: each request is an attempt. */
const comparesBasic = (fn: Def, { names }: FactsContext): boolean =>
  parametersOf(fn).some(
    ({ annotation }) =>
      annotation !== undefined && holds(annotation, (node) => namedBy(node) === 'HTTPBasicCredentials'),
  ) &&
  holds(
    fn,
    (node) =>
      (node.kind === 'Compare' && holds(node, (each) => isPasswordName(namedBy(each) ?? ''))) ||
      (node.kind === 'Call' &&
        /(?:compare_digest|verify|checkpw|check_password)/.test(
          names.qualifiedName(node.func) ?? lastName(node.func) ?? '',
        )),
  );

/** `if user.reset_code != code:` in a route that resets, verifies or confirms: a code of six digits is guessed in an hour. */
const guessesCode = (fn: Def): boolean =>
  holds(fn, (node) => {
    if (node.kind !== 'Compare' || !/^(?:Eq|NotEq)$/.test(node.ops[0] ?? '')) return false;
    const sides = [node.left, ...node.comparators];
    return (
      sides.some((each) => each.kind === 'Attribute' && CODE.test(each.attr)) &&
      sides.every(({ kind }) => kind !== 'Constant')
    );
  });
const CODE =
  /^(?:\w+_)?(?:reset|verification|verify|confirmation|confirm|otp|login|email|sms|auth)_?(?:code|pin)$|^otp$|^(?:reset|login)_pin$/i;

/** `path("login/", TokenObtainPairView.as_view())` */
function routedView(call: Call, file: FactsContext): Fact[] {
  const view = call.func.kind === 'Attribute' && call.func.attr === 'as_view' ? call.func.value : undefined;
  const name = view && file.names.qualifiedName(view);
  if (view === undefined || name === undefined || !LOGIN_VIEWS.test(name) || !isRouting(call.parent)) return [];
  const login = { readsPassword: true, mayCount: false, isInside: false };
  return [{ kind: 'login', name: lastName(view) ?? name, function: name, ...login, place: packPlace(file, call) }];
}

function loginOf(node: Def | ClassDef, owner: ClassDef | undefined, file: FactsContext): Fact[] {
  const all = owner === undefined || owner === node ? [node] : [node, owner];
  const limiter =
    all.flatMap(beforeIt).find((each) => holds(each, (inner) => isOfLimiter(inner, file))) ?? throttleOf(owner);
  if (limiter !== undefined) {
    file.proven({ at: limiter, by: 'a rate limiter counts the attempts' });
    return [];
  }
  const readsPassword =
    node === owner || holds(node, (each) => isPasswordName(namedBy(each) ?? '') || logsIn(each, file));
  const mayCount = all.some((each) => holds(each, isAboutLimits));
  const isInside = node.kind !== 'ClassDef' && !readsPassword && isProtectedRoute(node, file);
  const login = { readsPassword, mayCount, isInside, place: packPlace(file, nameSpan(node)) };
  const isExempt = node.decorator_list.some((each) => lastName(each) === 'exempt');
  const name = { name: node.name, function: file.names.fullNameOf(node) };
  return [{ kind: 'login', ...name, ...login, ...(isExempt && { isExempt }) }];
}

/** Decorators, and the defaults that dependencies are declared by: `_=Depends(RateLimiter(times=5))`. */
const beforeIt = (each: Def | ClassDef): readonly Expression[] =>
  each.kind === 'ClassDef'
    ? each.decorator_list
    : [...each.decorator_list, ...parametersOf(each).flatMap(({ default: value }) => value ?? [])];

/** `/auth/login`, `sign_in`; who logs out or renews a session has proven who they are. */
const isLogin = (words: readonly string[]): boolean =>
  isOf(words, 'in') && !words.some((word) => /^(?:device|webhook|callback|logout)$/.test(word));

const isOf = (words: readonly string[], action: 'in' | 'up'): boolean =>
  words.some((word, at) => ALONE[action].test(word) || (/^(?:log|sign)$/.test(word) && words[at + 1] === action));

const ALONE = { in: /^(?:login|signin)$/, up: /^(?:signup|register)$/ };

/** Views of libraries that take a password by themselves, and count nothing. */
const LOGIN_VIEWS =
  /^(?:django\.contrib\.auth\.views\.LoginView|rest_framework_simplejwt\.views\.TokenObtain\w+|rest_framework\.authtoken\.views\.ObtainAuthToken)$/;

const isOfLibrary = (owner: ClassDef, { types }: FactsContext): boolean =>
  types.basesOf(owner).some((base) => LOGIN_VIEWS.test(base ?? ''));

const isRouting = (node: Node | undefined): boolean =>
  node?.kind === 'Call' && /^(?:re_)?path$|^url$/.test(lastName(node.func) ?? '');

const logsIn = (node: Node, { names }: FactsContext): boolean =>
  node.kind === 'Call' &&
  /^django\.contrib\.auth\.a?(?:login|authenticate)$/.test(names.qualifiedName(node.func) ?? '');

/** `throttle_classes = [LoginThrottle]` */
const throttleOf = (owner: ClassDef | undefined): Expression | undefined =>
  owner?.body.flatMap((each) =>
    each.kind === 'Assign' &&
    lastName(each.targets[0] ?? each.value) === 'throttle_classes' &&
    (each.value.kind === 'List' || each.value.kind === 'Tuple')
      ? each.value.elts
      : [],
  )[0];
