import { type Call, decoratorsOf, type Expression, lastName, type Return } from '#ast';
import { defineSourceRule, lastNames, type SourceContext } from '#kit';
import { type TaintedValue, taintedValueIn } from '#kit/web';
import { callsWithin } from '#semantics/effects/calls-within';
import { type TaintKind, UNTRUSTED } from '#semantics/taint/flows';
import { HTML_SINK } from '#semantics/taint/sinks';

/** What sends its text as HTML, or keeps a template from escaping it, unless a type is given that says otherwise. */
const PAGES: ReadonlySet<string> = new Set(
  'fastapi.responses.HTMLResponse starlette.responses.HTMLResponse sanic.response.html sanic.html tornado.web.RequestHandler.write flask.make_response flask.Response flask.wrappers.Response quart.make_response quart.Response quart.wrappers.Response werkzeug.Response werkzeug.wrappers.Response django.http.HttpResponse django.http.HttpResponseBadRequest django.http.HttpResponseForbidden django.http.HttpResponseNotFound django.http.HttpResponseServerError markupsafe.Markup flask.Markup jinja2.Markup django.utils.safestring.mark_safe django.utils.html.format_html'.split(
    ' ',
  ),
);
/** What does so where its type says so. */
const TYPED: ReadonlySet<string> = new Set(
  'fastapi.Response fastapi.responses.Response fastapi.responses.PlainTextResponse starlette.responses.Response starlette.responses.PlainTextResponse aiohttp.web.Response'.split(
    ' ',
  ),
);
const KINDS: ReadonlySet<TaintKind> = new Set<TaintKind>([...UNTRUSTED, 'message', 'answer', 'database']);
const SENT: ReadonlySet<TaintKind> = new Set<TaintKind>([...UNTRUSTED, 'parameter']);

export default defineSourceRule({
  docs: {
    summary: 'cross-site scripting (XSS): untrusted input in unescaped HTML',
    why: 'A `<script>` in the value runs in the browser of anyone who opens the page. It can do whatever that user can do on the site, and read whatever they can see.',
    remedy:
      'Escape the value (`html.escape(text)`, `markupsafe.escape(text)`), or render a template that escapes it (`render_template`, `TemplateResponse`)',
    harm: 'grants-access',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [79],
    origin: [
      { document: 'Audits of six systems before a scan', finding: 'a customer portal: values of a link in its pages' },
    ],
    bad: 'from fastapi import FastAPI\nfrom fastapi.responses import HTMLResponse\n\napp = FastAPI()\n\n\n@app.get("/thanks")\ndef thanks(name: str):\n    return HTMLResponse(f"<h1>Thank you, {name}</h1>")\n',
    good: 'from html import escape\n\nfrom fastapi import FastAPI\nfrom fastapi.responses import HTMLResponse\n\napp = FastAPI()\n\n\n@app.get("/thanks")\ndef thanks(name: str):\n    return HTMLResponse(f"<h1>Thank you, {escape(name)}</h1>")\n',
  },
  skips: ['test', 'vendored'],
  mentions: [...lastNames([...PAGES, ...TYPED]), 'HTMLResponse', 'flask', 'quart', 'wfile'],
  visit: {
    Call(call, ctx) {
      checkWritten(call, ctx);
      const name = ctx.types.calleeName(call.func) ?? '';
      if (!PAGES.has(name) && !TYPED.has(name)) return;
      const text =
        call.args[0] ?? call.keywords.find(({ arg }) => /^(?:content|response|text|body)$/.test(arg ?? ''))?.value;
      if (text === undefined || (/write$|make_response$/.test(name) && !isText(text, ctx))) return;
      check(call, text, PAGES.has(name), `\`${lastName(call.func) ?? name}\``, ctx);
    },
    Return(statement, ctx) {
      const { value } = statement;
      const text = value?.kind === 'Tuple' ? value.elts[0] : value;
      if (value === undefined || text === undefined || !isPage(statement, text, ctx)) return;
      check(value, text, true, 'the route', ctx);
    },
  },
});

/** `self.wfile.write(page.encode())` of a handler of `http.server`: HTML, unless the last header before it says otherwise. */
function checkWritten(call: Call, ctx: SourceContext): void {
  const { func } = call;
  const [text] = call.args;
  if (text === undefined || func.kind !== 'Attribute' || func.attr !== 'write') return;
  const fn = lastName(func.value) === 'wfile' ? ctx.context.defAround(call) : undefined;
  if (fn === undefined) return;
  const sent = callsWithin([fn]).findLast((each) => each.start < call.start && isTypeHeader(each, ctx));
  const [, type] = sent?.args ?? [];
  report(
    call,
    text,
    { type: type === undefined ? 'unknown' : (ctx.values.string(type) ?? 'unknown'), who: '`write`' },
    ctx,
  );
}

const isTypeHeader = ({ func, args: [name] }: Call, ctx: SourceContext): boolean =>
  lastName(func) === 'send_header' && name !== undefined && isTypeKey(name, ctx);

function check(answer: Expression, text: Expression, isHtml: boolean, who: string, ctx: SourceContext): void {
  const type = typeOf(answer, ctx);
  if (type !== undefined || isHtml) report(answer, text, { type, who }, ctx);
}

function report(
  answer: Expression,
  text: Expression,
  { type, who }: { readonly type: string | undefined; readonly who: string },
  ctx: SourceContext,
): void {
  if (type !== undefined && type !== 'unknown' && !/html|svg/i.test(type)) return;
  const found = taintedValueIn(text, ctx, HTML_SINK, KINDS);
  // A page of another server, and one that is kept, are not put together here.
  if (found === undefined || (found.isWhole && !SENT.has(found.kind))) return;
  ctx.report({
    at: answer.kind === 'Call' ? answer.func : answer,
    message: `XSS: ${who} puts ${found.described} into HTML without escaping`,
    cause: `${ctx.path} ${found.cause}`,
    related: [{ at: found.leaf, message: 'the value comes from here' }, ...found.checked],
    ...found.given,
    doubt: found.given.doubt ?? (type === 'unknown' || isBody(found) ? 'unknown-response-type' : undefined),
  });
}

/** A body of JSON is sent by scripts, which show what they like of the answer. */
const isBody = ({ leaf, kind, isWhole }: TaintedValue): boolean =>
  kind === 'request' &&
  !isWhole &&
  leaf.kind === 'Name' &&
  leaf.parent?.kind === 'Attribute' &&
  leaf.parent.parent?.kind !== 'Call';

/** Of Flask a text that is answered is HTML; of FastAPI where the route says so. */
function isPage(statement: Return, text: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(statement);
  const route = fn === undefined ? undefined : ctx.context.routeOf(fn);
  const isMade = text.kind === 'Call' && /Response$/.test(lastName(text.func) ?? '');
  if (fn === undefined || route === undefined || isMade) return false;
  if (route.framework === 'flask') return isText(text, ctx);
  return decoratorsOf(fn).some(
    ({ node }) =>
      node.kind === 'Call' &&
      node.keywords.some(({ arg, value }) => arg === 'response_class' && lastName(value) === 'HTMLResponse'),
  );
}

/** Of a call of this file what the function returns. */
function isText(value: Expression, ctx: SourceContext, isCalled = false): boolean {
  if (ctx.flow.origins(value).some((each) => ctx.types.classOf(each) === 'builtins.str')) return true;
  const fn = value.kind === 'Call' && !isCalled ? ctx.names.definitionOf(value.func) : undefined;
  return (
    fn !== undefined &&
    fn.kind !== 'ClassDef' &&
    ctx.flow.returnValues(fn).some((made) => made !== undefined && isText(made, ctx, true))
  );
}

/** The type that an answer is given, in its call, behind its status, or later by the name that it is bound to; undefined where none is. */
function typeOf(answer: Expression, ctx: SourceContext): string | 'unknown' | undefined {
  const given = answer.kind === 'Call' ? answer.keywords.filter(({ arg }) => TYPE.test(arg ?? '')) : [];
  const headers = answer.kind === 'Tuple' ? answer.elts.slice(1) : answer.kind === 'Call' ? answer.args.slice(1) : [];
  const values = [...given.map(({ value }) => value), ...headers, ...setLater(answer, ctx)];
  let isUnknown = false;
  for (const value of values) {
    const folded = ctx.values.fold(value);
    if (folded?.kind === 'str' && folded.value.includes('/')) return folded.value;
    if (value.kind === 'Dict') {
      const at = value.keys.findIndex((key) => key !== undefined && isTypeKey(key, ctx));
      const type = value.values[at];
      if (type !== undefined) return ctx.values.string(type) ?? 'unknown';
    } else if (folded === undefined && answer.kind === 'Call' && given.some((each) => each.value === value))
      isUnknown = true;
  }
  return isUnknown ? 'unknown' : undefined;
}

const TYPE = /^(?:media_type|mimetype|content_type|headers)$/;
const isTypeKey = (key: Expression, { values }: SourceContext): boolean =>
  values.string(key)?.toLowerCase() === 'content-type';

/** `answer.mimetype = "text/plain"`, `answer.headers["Content-Type"] = …`, `answer["Content-Type"] = …` */
function setLater({ parent, ...answer }: Expression, ctx: SourceContext): readonly Expression[] {
  const [bound] = parent?.kind === 'Assign' && answer.kind === 'Call' ? parent.targets : [];
  const fn = bound?.kind === 'Name' ? ctx.context.defAround(bound) : undefined;
  if (bound?.kind !== 'Name' || fn === undefined) return [];
  return ctx.context.nodesOfFunction(fn, 'Assign').flatMap(({ targets: [target], value }) => {
    const isType =
      (target?.kind === 'Attribute' && TYPE.test(target.attr)) ||
      (target?.kind === 'Subscript' && isTypeKey(target.slice, ctx));
    return isType && ctx.text.slice(target).startsWith(`${bound.id}${target.kind === 'Attribute' ? '.' : ''}`)
      ? [value]
      : [];
  });
}
