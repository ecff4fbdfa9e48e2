import { type ClassDef, decoratorsOf, lastName, type Module, type Node, nodesOf, parametersOf } from '#ast';
import { groupBy } from '#collections';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isProtectedRoute, lateProtection, USER_CHECKS } from '#kit/web';
import { refuses } from '#semantics/taint/refusals';
import { counted, verbFor } from '#text/wording';
import { type FewerProtections, fewerThanMost, isAboutRate, type RouteChecks } from '../_shared/fewer-protections.ts';
import { isMeantOpen } from '../_shared/open-routes.ts';
import { openBesideOthers } from './open-registrations.ts';
import { type OpenWrite, openWrites } from './open-writes.ts';
import { openedActions } from './opened-actions.ts';
import { unlessItRefuses } from './refusal-conditions.ts';
import { servedEntries } from './served-entries.ts';
import { doubtOf, isOpenView, kindOf, type Lacking, oneWithout, SIBLINGS, siblingOf, viewChecks } from './siblings.ts';

export default defineSourceRule({
  docs: {
    summary: 'missing authorization: one route lacks the protection of its siblings',
    why: 'An attacker can call the one unprotected route without authentication, or without a rate limit, although all other routes are protected.',
    remedy: 'Add the protection that the sibling routes have, or set it on the router for all of them',
    harm: 'grants-access',
    severity: {
      'route that changes something': 'P0',
      'route that only reads': 'P1',
      'missing rate limit': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [306, 862],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' }],
    bad: 'from fastapi import APIRouter, Depends\n\nrouter = APIRouter()\n\n\n@router.post("/orders")\ndef create(order: dict, user=Depends(current_user)):\n    return save(order)\n\n\n@router.put("/orders")\ndef change(order: dict, user=Depends(current_user)):\n    return save(order)\n\n\n@router.delete("/orders")\ndef delete(name: str):\n    return remove(name)\n',
    good: 'from fastapi import APIRouter, Depends\n\nrouter = APIRouter(dependencies=[Depends(current_user)])\n\n\n@router.post("/orders")\ndef create(order: dict):\n    return save(order)\n\n\n@router.delete("/orders")\ndef delete(name: str):\n    return remove(name)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: { Module: check, ClassDef: checkActions },
});

/** A class says who may come, and one of its actions that changes something says that everybody may. */
function checkActions(owner: ClassDef, ctx: SourceContext): void {
  for (const { name, at, protection } of openedActions(owner, ctx))
    ctx.report({
      at,
      message: `missing authorization: \`${name}\` is public, while the other actions of \`${owner.name}\` require \`${protection}\``,
    });
}

function check(module: Module, ctx: SourceContext): void {
  checkViews(module, ctx);
  for (const each of openBesideOthers(module, ctx)) reportFewer(each, ctx);
  for (const entries of groupBy(servedEntries(module, ctx), ({ owner }) => owner).values())
    for (const each of fewerThanMost(entries, ctx)) if (each.isChanging) reportFewer(each, ctx);
  const defs = [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')];
  const routes = defs.flatMap((fn) => siblingOf(fn, ctx) ?? []);
  for (const { fn, isChanging } of routes) {
    const late = lateProtection(fn);
    if (late !== undefined)
      ctx.report({
        at: late.node,
        message: `${leadOf(late.names[0])}: \`${late.names[0]}\` is above the route decorator of \`${fn.name}\`, so the route runs without it`,
        kind: kindOf(isChanging, late.names[0]),
        remedy: 'Move it below the route decorator',
      });
  }
  for (const all of groupBy(routes, ({ owner }) => owner).values()) {
    const own = all.filter(({ path, fn, isChanging }) => !isMeantOpen(path, fn.name, isChanging));
    const changing = own.filter(({ isChanging }) => isChanging);
    const found = oneWithout(changing) ?? oneWithout(own);
    const fewer = found === undefined ? fewerThanMost(all, ctx) : [];
    for (const each of fewer) reportFewer(each, ctx);
    const reported = new Set([found?.route.fn, ...fewer.map((each) => each.fn)]);
    for (const each of openWrites(all, ctx)) if (!reported.has(each.route.fn)) reportWrite(each, ctx);
    if (found === undefined || isProtectedRoute(found.route.fn, ctx)) continue;
    if (refuses(found.route.fn, ctx) && !isAboutRate(found.protection))
      ctx.proven({ at: found.route.fn, by: 'the route does another check and answers 401 or 403 itself' });
    else report(found, own, ctx);
  }
}

/** Views of Django hang on no router: most of those of a file authenticate the caller, and one that changes something does not. */
function checkViews(module: Module, ctx: SourceContext): void {
  const views = module.body.flatMap((fn) => (fn.kind === 'FunctionDef' || fn.kind === 'AsyncFunctionDef' ? fn : []));
  const closed = views.flatMap((fn) => {
    const protections = decoratorsOf(fn).filter(({ callee }) => USER_CHECKS.has(ctx.names.qualifiedName(callee) ?? ''));
    return protections.slice(0, 1).map(({ callee }) => ({ fn, protection: lastName(callee) ?? '' }));
  });
  const more = closed.map(({ fn }) => viewChecks(fn, ctx));
  for (const each of fewerThanMost(more, ctx)) if (each.isChanging) reportFewer(each, ctx);
  const [first] = closed;
  const isFew = closed.length < SIBLINGS;
  // Beside few others, only what changes one thing of many, by its number.
  const open = views.filter(
    (fn) => isOpenView(fn, ctx) && !closed.some((each) => each.fn === fn) && (!isFew || parametersOf(fn).length > 1),
  );
  if (first === undefined || open.length >= closed.length + (isFew ? 1 : 0)) return;
  for (const fn of open)
    ctx.report({
      at: { start: fn.name_start, end: fn.name_start + fn.name.length },
      message: `missing authorization: \`${fn.name}\` has no \`${first.protection}\` or equivalent, unlike ${counted(closed.length, 'other view')} in this file`,
      related: closed.slice(0, 3).map((each) => thisOne(each.fn)),
      doubt: 'auth-elsewhere',
    });
}

const leadOf = (protection = ''): string => `missing ${isAboutRate(protection) ? 'rate limit' : 'authorization'}`;
const thisOne = (each: Node) => ({
  at: 'decorator_list' in each ? (each.decorator_list[0] ?? each) : each,
  message: 'this route has the protection',
});

function reportWrite({ route, protection, readers, when }: OpenWrite, ctx: SourceContext): void {
  ctx.report({
    at: { start: route.fn.name_start, end: route.fn.name_start + route.fn.name.length },
    message: `missing authorization: state-changing \`${route.fn.name}\` is public, while ${counted(readers.length, 'read-only route')} ${verbFor(readers.length, 'requires', 'require')} \`${protection}\``,
    cause: `${ctx.path} ${route.owner} writes for everybody`,
    related: readers.slice(0, 3).map(({ fn }) => ({ ...thisOne(fn), message: 'this read-only route requires it' })),
    when,
  });
}

function reportFewer(each: FewerProtections, ctx: SourceContext): void {
  const { name, at, lacks, others, doubt, hasOtherProtection, isChanging, fn, protection, isOneOfMany } = each;
  if (each.isSaidOpen) {
    ctx.proven({ at, by: 'its `permission_classes` make it public explicitly' });
    return;
  }
  ctx.report({
    at,
    message: `${leadOf(protection)}: \`${name}\` has no ${lacks}, unlike ${counted(others.length, 'sibling route')}`,
    ...(isOneOfMany && { cause: `${ctx.path} open beside ${lacks}` }),
    kind: kindOf(isChanging, protection),
    related: others.slice(0, 3).map(thisOne),
    doubt,
    ...(fn !== undefined && !hasOtherProtection && unlessItRefuses(fn, protection, ctx)),
  });
}

function report({ route, protection, others }: Lacking, own: readonly RouteChecks[], ctx: SourceContext): void {
  ctx.report({
    at: { start: route.fn.name_start, end: route.fn.name_start + route.fn.name.length },
    message: `${leadOf(protection)}: \`${route.fn.name}\` has no \`${protection}\`, unlike all ${counted(others.length, others.length === own.length - 1 ? 'other route' : 'other route of its kind', others.length === own.length - 1 ? 'other routes' : 'other routes of its kind')}`,
    kind: kindOf(route.isChanging, protection),
    related: others.slice(0, 3).map(({ fn }) => thisOne(fn)),
    doubt: doubtOf(route, protection, own, ctx),
    ...unlessItRefuses(route.fn, protection, ctx, { doubt: 'auth-elsewhere' }),
  });
}
