import { type Def, defsOf, holds, identifiersOf, lastName, nameSpan, parametersOf, wordsOfName } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { isProtectedRoute } from '#kit/web';
import { type ChangingRoute, changingRoutes } from './_shared/changing-routes.ts';

/** Plain JSON. */
type Fact =
  /** A route by which everybody makes an account. */
  | { readonly kind: 'sign-up'; readonly name: string; readonly place: PackedPlace }
  /** A route that asks for a login, changes something, and never looks at who it is. */
  | { readonly kind: 'blind'; readonly route: ChangingRoute }
  /** Something goes by roles, permissions, or by who comes. */
  | { readonly kind: 'role' | 'identity' };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'missing authorization: any registered user can change shared data',
    why: 'Everybody can register, and a login is all that these routes ask for: there is no role, no permission, and the row belongs to nobody. An attacker registers and does what only an operator should.',
    remedy: 'Give users a role and require it on these routes, or close the registration',
    harm: 'grants-access',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [862, 285],
    origin: [{ document: 'Audits of six services in November 2026', finding: 'open registration gives full access' }],
    bad: 'from flask import Blueprint, request\nfrom flask_jwt_extended import jwt_required\n\nfrom shop import people, prices\n\napp = Blueprint("shop", __name__)\n\n\n@app.route("/register", methods=["POST"])\ndef register():\n    return people.add(request.json)\n\n\n@app.route("/prices", methods=["PUT"])\n@jwt_required()\ndef change_prices():\n    return prices.change(request.json)\n',
    good: 'from flask import Blueprint, request\nfrom flask_jwt_extended import jwt_required\n\nfrom shop import people, prices, role_required\n\napp = Blueprint("shop", __name__)\n\n\n@app.route("/register", methods=["POST"])\ndef register():\n    return people.add(request.json)\n\n\n@app.route("/prices", methods=["PUT"])\n@role_required("keeper")\n@jwt_required()\ndef change_prices():\n    return prices.change(request.json)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...signUps(file), ...blindRoutes(file), ...rolesIn(file)],
  check(_, ctx) {
    const [signUp] = factsOfKind(ctx.facts, 'sign-up');
    const isAsked = ctx.facts.some(({ fact }) => fact.kind === 'role' || fact.kind === 'identity');
    if (signUp === undefined || isAsked) return;
    for (const { path, fact } of factsOfKind(ctx.facts, 'blind'))
      ctx.report({
        at: { path, ...unpackPlace(fact.route.place) },
        message: `missing authorization: any registered user can call \`${fact.route.name}\`, as no role is checked and registration is open`,
        cause: 'no roles',
        key: fact.route.function,
        related: [{ path: signUp.path, ...unpackPlace(signUp.fact.place), message: 'anyone can register here' }],
      });
  },
});

function signUps(file: FactsContext): readonly Fact[] {
  return defsOf(file.module).flatMap((fn): Fact[] => {
    const route = file.context.routeOf(fn);
    const words = wordsOfName(`${route?.path?.replaceAll(/\W+/g, '_') ?? ''}_${fn.name}`).map((word) =>
      word.toLowerCase(),
    );
    const isSignUp = words.some(
      (word, at) => /^(?:register|signup|registration)$/.test(word) || (word === 'sign' && words[at + 1] === 'up'),
    );
    if (!isSignUp || !route?.methods.includes('POST') || isProtectedRoute(fn, file)) return [];
    return [{ kind: 'sign-up', name: fn.name, place: packPlace(file, nameSpan(fn)) }];
  });
}

function blindRoutes(file: FactsContext): readonly Fact[] {
  const byName = new Map(defsOf(file.module).map((fn) => [file.names.fullNameOf(fn), fn]));
  return changingRoutes(file).flatMap((route): Fact[] => {
    const fn = byName.get(route.function);
    return fn === undefined ||
      COMPUTES.test(fn.name) ||
      !route.isNamedLikeCheck ||
      !isProtectedRoute(fn, file) ||
      looksAtCaller(fn)
      ? []
      : [{ kind: 'blind', route }];
  });
}

/** It answers by what it is sent, and keeps nothing. */
const COMPUTES =
  /(?:^|_)(?:predict\w*|infer|search|query|preview|calculate|chat|ask|classify|generate|compute|estimate|convert|translate|validate|check|analy[sz]e|embed|summari[sz]e)(?:_|$)/i;

const CALLER =
  /^(?:current_user|get_jwt_identity|get_jwt|get_current_user|current_identity|user_id|owner_id|identity|claims)$/;

/** A parameter that is injected is read, or the body asks the library who it is. */
function looksAtCaller(fn: Def): boolean {
  const injected = new Set(
    parametersOf(fn).flatMap(({ name, default: value, annotation }) =>
      [value, annotation].some(
        (each) =>
          each !== undefined &&
          holds(each, (node) => node.kind === 'Name' && /^(?:Depends|Security|Annotated)$|User$/.test(node.id)),
      ) && !/^_|^(?:db|session|conn)$/.test(name)
        ? name
        : [],
    ),
  );
  return holds(fn.body, (node) => {
    const name = node.kind === 'Name' || node.kind === 'Attribute' ? lastName(node) : undefined;
    return (
      name !== undefined &&
      (CALLER.test(name) ||
        (node.kind === 'Name' && injected.has(name)) ||
        (node.kind === 'Attribute' && /^(?:user|auth)$/.test(name)))
    );
  });
}

const ROLE =
  /(?:^|_)(?:roles?|admins?|superusers?|staff|permissions?|scopes?|privileges?|tenants?|organi[sz]ations?)(?:_|$)/i;

/** By an identifier anywhere: also one that only keeps a role may be asked where it is not seen. */
function rolesIn(file: FactsContext): readonly Fact[] {
  const found: Fact[] = [];
  for (const identifier of identifiersOf(file.module)) {
    const name = identifier.replaceAll(/([a-z])([A-Z])/g, '$1_$2');
    if (ROLE.test(name)) return [{ kind: 'role' }];
  }
  const hasRoutes = defsOf(file.module).some((fn) => file.context.routeOf(fn) !== undefined);
  const checks =
    !hasRoutes && /\b(?:get_jwt_identity|verify_jwt_in_request|current_user)\b/.test(file.source.text.content);
  if (checks) found.push({ kind: 'identity' });
  return found;
}
