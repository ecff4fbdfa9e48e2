import { type Call, type Def, defsOf, type Expression, type List, lastName, type Module } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isRegistering, registrationOf } from '#kit/web';

/** One function that a router calls for one path. */
interface Served {
  readonly fn: Def;
  readonly owner: string;
  readonly path: string;
  readonly methods: readonly string[];
}

export default defineSourceRule({
  docs: {
    summary: 'route shadowed by an earlier one',
    why: 'FastAPI, Starlette and Django try routes in the order in which they were added, and a parameter matches any string. For example, `/orders/{number}` also matches `/orders/late`, and the client is told that no such order exists.',
    remedy: 'Put the route with the fixed path before the one with the parameter',
    harm: 'breaks',
    severity: 'P2',
    precision: 'high',
    since: '0.1.0',
    cwe: [561],
    origin: [
      { document: 'Audits of six services in November 2026', finding: 'route declared behind one that takes its path' },
    ],
    bad: 'from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get("/orders/{number}")\ndef order(number: int):\n    return find(number)\n\n\n@router.get("/orders/late")\ndef late():\n    return find_late()\n',
    good: 'from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get("/orders/late")\ndef late():\n    return find_late()\n\n\n@router.get("/orders/{number}")\ndef order(number: int):\n    return find(number)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['fastapi', 'starlette', 'flask', 'django'],
  visit: { Module: check, List: checkPatterns },
});

function check(module: Module, ctx: SourceContext): void {
  const before = new Map<string, Branch>();
  for (const route of defsOf(module)
    .flatMap((fn) => servedBy(fn, ctx) ?? [])
    .toSorted((one, other) => one.fn.start - other.fn.start)) {
    const parts = route.path.split('/');
    const branch = before.get(route.owner) ?? newBranch();
    before.set(route.owner, branch);
    const first = takersIn(branch, parts)
      .filter((other) => takesAll(other, route))
      .sort((one, other) => one.fn.start - other.fn.start)[0];
    addTo(branch, parts, route);
    if (first === undefined) continue;
    ctx.report({
      at: route.fn,
      message: `shadowed route: \`${route.fn.name}\` is never called, because \`${first.path}\` of \`${first.fn.name}\` matches \`${route.path}\` first`,
      // Moved down, it gives way to all of them.
      cause: `${ctx.path} ${first.owner} ${first.path} ${first.methods.join()}`,
      related: [{ at: first.fn, message: 'this route matches first' }],
    });
  }
}

/** Routes by the parts of their paths: one is compared with those that may take it alone, however many the file has. */
interface Branch {
  readonly further: Map<string, Branch>;
  /** By path and methods: of those that take the same the first is asked. */
  readonly served: Map<string, Served>;
}

const newBranch = (): Branch => ({ further: new Map(), served: new Map() });

function addTo(root: Branch, parts: readonly string[], route: Served): void {
  let at = root;
  for (const part of parts.map((each) => each.replace(PARAMETER, ''))) {
    const next = at.further.get(part) ?? newBranch();
    at.further.set(part, next);
    at = next;
  }
  const key = `${route.path} ${route.methods.join()}`;
  if (!at.served.has(key)) at.served.set(key, route);
}

function takersIn(branch: Branch, parts: readonly string[]): readonly Served[] {
  const [part, ...behind] = parts;
  if (part === undefined) return [...branch.served.values()];
  const whole = branch.further.get('{:path}')?.served.values() ?? [];
  const alike = new Set([part.replace(PARAMETER, ''), '{}', '{:str}']);
  const next = [...alike].flatMap((each) => branch.further.get(each) ?? []);
  return [...whole, ...next.flatMap((each) => takersIn(each, behind))];
}

/** By one decorator, at the top of its module: what is under a condition may take turns. */
function servedBy(fn: Def, ctx: SourceContext): Served | undefined {
  const route = ctx.context.routeOf(fn);
  if (route?.path === undefined || fn.parent?.kind !== 'Module') return undefined;
  if (!IN_ORDER.has(route.framework)) return undefined;
  const owner = registrationOf(fn)?.owner;
  if (owner === undefined || fn.decorator_list.filter(isRegistering).length > 1) return undefined;
  return { fn, owner, path: route.path, methods: route.methods };
}

/** Of Flask only what takes just the same; between others it chooses the more exact one. */
const IN_ORDER: ReadonlySet<string> = new Set(['fastapi', 'starlette', 'flask']);

const takesAll = (first: Served, later: Served): boolean =>
  first.owner === later.owner &&
  later.methods.length > 0 &&
  later.methods.every((method) => first.methods.includes(method)) &&
  takesPath(first.path.split('/'), later.path.split('/'));

/** Whether every text that the later path takes is taken by the first, part by part. */
function takesPath(first: readonly string[], later: readonly string[]): boolean {
  const [part, ...rest] = first;
  const [given, ...behind] = later;
  if (part === undefined || given === undefined) return part === given;
  if (WHOLE.test(part) || WHOLE.test(given)) return WHOLE.test(part) && rest.length === 0;
  return (
    (part.replace(PARAMETER, '') === given.replace(PARAMETER, '') || (given !== '' && ANY.test(part))) &&
    takesPath(rest, behind)
  );
}

/** A parameter alone, which takes any text of one part: converters take some only (https://www.starlette.io/routing/#path-parameters). */
const ANY = /^\{\w+(?::str)?\}$/;
/** The one that takes all that follows. */
const WHOLE = /^\{\w+:path\}$/;
/** What it is called makes no difference. */
const PARAMETER = /(?<=\{)\w+|(?<=[<:])\w+(?=>)/g;

/** `urlpatterns = [path("<slug:name>/", …), path("latest/", …)]` of Django, which asks them in order. */
function checkPatterns(list: List, ctx: SourceContext): void {
  const before: { readonly call: Call; readonly path: string }[] = [];
  for (const call of list.elts) {
    if (call.kind !== 'Call' || ctx.names.qualifiedName(call.func) !== 'django.urls.path') continue;
    const [pattern, view] = call.args;
    const path = pattern && ctx.values.string(pattern);
    if (path === undefined || view === undefined) continue;
    const first = before.find((other) => takesPattern(other.path.split('/'), path.split('/')));
    const isOfMany = isTable(view, ctx);
    if (!isOfMany) before.push({ call, path });
    // More patterns are asked for all that begins with the path: only what takes all of that is in their way.
    if (first === undefined || (isOfMany && !TAKES_ALL.test(first.path))) continue;
    ctx.report({
      at: call,
      message: `shadowed route: \`${path}\` is never reached, because \`${first.path}\` matches first`,
      cause: `${ctx.path} ${first.path}`,
      related: [{ at: first.call, message: 'this pattern matches first' }],
    });
  }
}

const TAKES_ALL = /<path:\w+>$/;

/** `include(…)`, `router.urls`, and what may be one of them: more patterns, which may all say no. */
function isTable(view: Expression, { flow }: SourceContext): boolean {
  return [view, ...flow.origins(view)].some(
    (each) =>
      (each.kind === 'Call' && lastName(each.func) !== 'as_view') || each.kind === 'Tuple' || lastName(each) === 'urls',
  );
}

/** Part by part; https://docs.djangoproject.com/en/stable/topics/http/urls/#path-converters */
function takesPattern(first: readonly string[], later: readonly string[]): boolean {
  const [part, ...rest] = first;
  const [given, ...behind] = later;
  if (part === undefined || given === undefined) return part === given;
  const [, converter] = /^<(?:(\w+):)?\w+>$/.exec(part) ?? [];
  if (converter === 'path') return rest.length === 0 && later.some((each) => each !== '');
  const isTaken =
    part.replace(PARAMETER, '') === given.replace(PARAMETER, '') ||
    (/^<(?:\w+:)?\w+>$/.test(part) && takesText(converter ?? 'str', given));
  return isTaken && takesPattern(rest, behind);
}

function takesText(converter: string, given: string): boolean {
  const inner = /^<(?:(\w+):)?\w+>$/.exec(given);
  const kind = inner === null ? undefined : (inner[1] ?? 'str');
  if (converter === 'str') return kind !== 'path' && given !== '' && (kind !== undefined || !given.includes('<'));
  if (kind !== undefined) return converter === 'slug' && kind === 'int';
  return converter === 'slug' ? /^[-\w]+$/.test(given) : converter === 'int' && /^\d+$/.test(given);
}
