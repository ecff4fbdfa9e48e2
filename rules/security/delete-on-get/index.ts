import { argumentValues, type Call, type Def, defsOf, type Expression, holds, namesIn, parametersOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { deletesRows } from './row-deletions.ts';

/** What must leave everything as it is: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

export default defineSourceRule({
  docs: {
    summary: 'CSRF: route that deletes data on GET',
    why: 'GET must not change state. An image tag on another site, a link preview or a prefetching browser can delete the row, using the cookies of the logged-in user.',
    remedy: 'Accept DELETE or POST only, with CSRF protection',
    harm: 'loses',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [352, 650],
    origin: [
      { document: 'Audits of six services in November 2026', finding: 'anybody can delete an account with a GET' },
    ],
    bad: 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route("/orders/<int:number>/delete")\ndef delete(number):\n    db.session.delete(Order.query.get_or_404(number))\n    db.session.commit()\n    return "deleted"\n',
    good: 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route("/orders/<int:number>/delete", methods=["POST"])\ndef delete(number):\n    db.session.delete(Order.query.get_or_404(number))\n    db.session.commit()\n    return "deleted"\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Module(module, ctx) {
      for (const fn of defsOf(module)) check(fn, ctx);
    },
  },
});

function check(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn);
  if (route === undefined || route.methods.length === 0 || !route.methods.every((each) => SAFE.has(each))) return;
  const given = parametersOf(fn).map(({ name }) => name);
  // The table of addresses is in another module: what a view of Django is given beside the request comes from there.
  const named =
    route.path === undefined && route.framework === 'django'
      ? given.filter((name) => name !== 'self' && name !== 'request')
      : given.filter((name) => namedInPath(name, route.path ?? ''));
  const found = callsWithin([fn]).find((call) => namesOneOf(call, named, ctx) && deletionBy(call, ctx) !== undefined);
  if (found === undefined) return;
  ctx.report({
    at: found,
    message: `CSRF: GET ${route.path === undefined ? `\`${fn.name}\`` : `\`${route.path}\``} deletes the row that it names`,
    related: relatedTo(found, ctx),
  });
}

/** `{number}`, `<int:number>` */
const namedInPath = (name: string, path: string): boolean => path.split(/[^\w]+/).includes(name);

/** Where it is deleted: by the call itself, or by a function of the file that it calls. */
function deletionBy(call: Call, ctx: SourceContext): Call | undefined {
  if (deletesRows(call, ctx)) return call;
  const called = definitionCalled(ctx, call);
  return called?.kind === 'FunctionDef' || called?.kind === 'AsyncFunctionDef'
    ? callsWithin([called]).find((each) => deletesRows(each, ctx))
    : undefined;
}

function relatedTo(call: Call, ctx: SourceContext) {
  const at = deletionBy(call, ctx);
  return at === undefined || at === call ? [] : [{ at, message: 'the row is deleted here' }];
}

/** What is deleted was found by a part of the address. */
function namesOneOf(call: Call, named: readonly string[], { flow }: SourceContext): boolean {
  const { func } = call;
  const given: readonly Expression[] = [...argumentValues(call), ...(func.kind === 'Attribute' ? [func.value] : [])];
  const whole = given.flatMap((each) => [each, ...flow.origins(each)]);
  return (
    named.some((name) => namesIn(...whole).has(name)) ||
    whole.some((each) => holds(each, (node) => node.kind === 'Attribute' && node.attr === 'match_info'))
  );
}
