/** Libraries that count requests: what they put before one function, and what they put before all that an application serves. */
import { type Call, callKeyword, identifiersOf, lastName, type Node, nodesOf, stringConstant } from '#ast';
import type { FactsContext } from '#kit';
import type { ProjectModel } from '#project';
import { importClosure } from '#project/import-closure';
import { ownNameOf } from '#semantics/own-name';
import { isAboutRate } from '../_shared/fewer-protections.ts';

/** `@limiter.limit("5/minute")` of the libraries that count requests, by their documentation. */
export function isOfLimiter(node: Node, { names, types }: FactsContext): boolean {
  if (node.kind !== 'Name' && node.kind !== 'Attribute') return false;
  const of = node.kind === 'Attribute' && node.attr !== 'exempt' ? types.classOf(node.value) : undefined;
  return /^(?:slowapi|fastapi_limiter|flask_limiter|django_ratelimit|ratelimit|limits|axes|defender|rest_framework\.decorators\.throttle_classes)(?:\.|$)/.test(
    of ?? names.qualifiedName(node) ?? '',
  );
}

/** By a name, or an answer of 429. */
export const isAboutLimits = (node: Node): boolean =>
  isTooMany(node) || ((name) => name !== undefined && countsTries(name))(namedBy(node));

/** The name that a node is, or ends in. */
export const namedBy = (node: Node): string | undefined =>
  node.kind === 'arg' ? node.arg : node.kind === 'Name' || node.kind === 'Attribute' ? lastName(node) : undefined;

const isTooMany = (node: Node): boolean =>
  node.kind === 'Constant' && node.value.kind === 'int' && node.value.value === 429n;

const countsTries = (name: string): boolean =>
  isAboutRate(name) || /too_?many|throttl|lock_?out|attempts?(?:_|$)|ratelimit/i.test(name);

/** Anyone who waits before asking another server again, or gives a query a limit, counts no visitors: `rate` and `limit` alone say nothing. */
export const countsSomewhere = ({ module, context }: FactsContext): boolean =>
  context.role !== 'test' &&
  ([...identifiersOf(module)].some((name) => COUNTING.test(name)) ||
    nodesOf(module, 'Constant').some((node) => isTooMany(node) || DEFAULTS.test(stringConstant(node) ?? '')));

/** In the settings of Django. */
const DEFAULTS = /^(?:DEFAULT_THROTTLE_CLASSES$|(?:axes|defender)(?:\.|$))/;

const COUNTING =
  /rate_?limit|throttl|lock_?out|too_?many|(?:login|failed)_?attempt|slowapi|^(?:Limiter|limiter|axes)$/i;

/** Plain JSON. */
export type LimitFact =
  /** A limiter, and whether it limits what has no limit of its own. */
  | { readonly kind: 'limiter'; readonly name: string; readonly hasDefaults: boolean }
  /** It, or the one that the application keeps, is before all routes. */
  | { readonly kind: 'limited'; readonly by?: string };

/** Slowapi limits by default what its middleware sees; Flask-Limiter, what belongs to the application that it is given. */
export const limitsIn = (file: FactsContext): readonly LimitFact[] =>
  nodesOf(file.module, 'Call').flatMap((call): readonly LimitFact[] => {
    const { func } = call;
    if (func.kind === 'Attribute' && func.attr === 'init_app')
      return [{ kind: 'limited', by: ownNameOf(func.value, file.names) ?? '' }];
    if (call.args.some((each) => MIDDLEWARE.test(file.names.qualifiedName(each) ?? ''))) return [{ kind: 'limited' }];
    const library = LIMITER.exec(file.names.qualifiedName(func) ?? '')?.[1];
    return library === undefined ? [] : limiterMade(call, library);
  });

function limiterMade(call: Call, library: string): readonly LimitFact[] {
  const { parent } = call;
  const target = parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  const name = (target && lastName(target)) ?? '';
  const defaults = callKeyword(call, 'default_limits')?.value;
  const hasDefaults = (defaults?.kind === 'List' || defaults?.kind === 'Tuple') && defaults.elts.length > 0;
  const isGiven = library === 'flask_limiter' && (callKeyword(call, 'app') !== undefined || call.args.length > 1);
  return [{ kind: 'limiter', name, hasDefaults }, ...(isGiven ? [{ kind: 'limited' as const, by: name }] : [])];
}

const LIMITER = /^(slowapi|flask_limiter)\.(?:extension\.)?Limiter$/;
const MIDDLEWARE = /^slowapi\.middleware\.SlowAPI(?:ASGI)?Middleware$/;

/** The file in which all routes of a module are limited: it imports the module and the limiters, and each of those has limits for all. */
export function limitedIn(
  project: ProjectModel,
  facts: readonly { readonly path: string; readonly fact: { readonly kind: string } | LimitFact }[],
): (path: string) => string | undefined {
  const limits = facts.flatMap(({ path, fact }) => (isLimitFact(fact) ? [{ path, fact }] : []));
  const limited = limits.flatMap(({ path, fact }) => {
    const module = fact.kind === 'limited' ? project.moduleByPath(path) : undefined;
    if (module === undefined || fact.kind !== 'limited') return [];
    const within = new Set(importClosure(module, project).map((each) => each.path));
    const limiters = limits.flatMap((each) =>
      each.fact.kind === 'limiter' && within.has(each.path) && (fact.by ?? each.fact.name) === each.fact.name
        ? each.fact
        : [],
    );
    return limiters.length > 0 && limiters.every(({ hasDefaults }) => hasDefaults) ? [{ path, within }] : [];
  });
  return (path) => limited.find(({ within }) => within.has(path))?.path;
}

const isLimitFact = (fact: { readonly kind: string }): fact is LimitFact =>
  fact.kind === 'limiter' || fact.kind === 'limited';
