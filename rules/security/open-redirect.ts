import { type Assign, type Call, type Expression, holds, lastName, type Node } from '#ast';
import { type DoubtId, defineSourceRule, lastNames, type SourceContext } from '#kit';
import { type TaintedValue, taintedValueIn } from '#kit/web';
import { UNTRUSTED } from '#semantics/taint/flows';
import { REDIRECT_SINK } from '#semantics/taint/sinks';

/** What sends a browser to its first argument, or to the one that is called so. */
const REDIRECTS: ReadonlySet<string> = new Set(
  'flask.redirect flask.helpers.redirect quart.redirect werkzeug.utils.redirect django.shortcuts.redirect django.http.HttpResponseRedirect django.http.HttpResponsePermanentRedirect fastapi.responses.RedirectResponse starlette.responses.RedirectResponse aiohttp.web.HTTPFound aiohttp.web.HTTPSeeOther aiohttp.web.HTTPMovedPermanently aiohttp.web.HTTPTemporaryRedirect aiohttp.web.HTTPPermanentRedirect sanic.response.redirect sanic.redirect bottle.redirect tornado.web.RequestHandler.redirect'.split(
    ' ',
  ),
);
const ADDRESS = /^(?:location|url|to|redirect_to|path)$/;

export default defineSourceRule({
  docs: {
    summary: 'open redirect: redirect to a user-controlled URL',
    why: "A link that starts with this site's address can lead to a phishing page. If the application appends a token or code to the URL, the attacker's site receives it.",
    remedy:
      'Redirect to a fixed path (`url_for(…)`), or compare the host of the parsed URL with your own first; a leading `/` is not enough because `//evil.example` has one',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [601],
    origin: [{ document: 'Field report 2', finding: 'open redirect' }],
    bad: 'from flask import Flask, redirect, request\n\napp = Flask(__name__)\n\n\n@app.post("/login")\ndef login():\n    return redirect(request.args["next"])\n',
    good: 'from urllib.parse import urlparse\n\nfrom flask import Flask, redirect, request\n\napp = Flask(__name__)\n\n\n@app.post("/login")\ndef login():\n    target = request.args["next"]\n    if urlparse(target).netloc or target.startswith("//"):\n        target = "/"\n    return redirect(target)\n',
  },
  skips: ['test', 'vendored'],
  mentions: [...lastNames([...REDIRECTS]), 'headers', 'send_header'],
  visit: {
    Call(call, ctx) {
      const isRedirect = REDIRECTS.has(ctx.types.calleeName(call.func) ?? '');
      const address = isRedirect ? addressOf(call) : headerSent(call, ctx);
      if (address !== undefined) check(call.func, address, ctx);
    },
    Assign({ targets: [target], value }: Assign, ctx) {
      if (target?.kind !== 'Subscript' || !isLocation(target.slice, ctx)) return;
      if (lastName(target.value) === 'headers') check(target, value, ctx);
    },
  },
});

function check(at: Expression, address: Expression, ctx: SourceContext): void {
  const text = taintedValueIn(address, ctx, REDIRECT_SINK, UNTRUSTED);
  if (text === undefined) return;
  // One segment of a path of a route holds no `//`.
  if (text.isSegment) {
    ctx.proven({ at, by: 'the route parameter cannot contain a slash', where: text.leaf });
    return;
  }
  ctx.report({
    at,
    message: `open redirect: the browser is redirected to ${text.shown === undefined ? 'a user-controlled URL' : text.described}`,
    cause: `${ctx.path} ${text.cause}`,
    related: [{ at: text.leaf, message: 'the URL comes from here' }, ...text.checked],
    ...text.given,
    doubt: doubtOf(address, text, ctx),
  });
}

function doubtOf(address: Expression, text: TaintedValue, { flow }: SourceContext): DoubtId | undefined {
  if ([address, ...flow.origins(address)].some((made) => holds(made, isCalledSafe))) return 'input-validated';
  return text.given.doubt ?? (isSentByPage(text) ? 'unknown-source-trust' : undefined);
}

/** `get_safe_redirect(target)`: what it refuses is not seen here. */
const isCalledSafe = (node: Node): boolean =>
  node.kind === 'Call' && /safe|valid|allowed|sanitiz|clean|local|internal/i.test(lastName(node.func) ?? '');

/** A link sends no body: a page of this site does, and another one only where nothing asks for its token. */
const isSentByPage = ({ leaf }: TaintedValue): boolean =>
  leaf.kind === 'Attribute'
    ? leaf.attr === 'POST'
    : leaf.kind === 'Name' && leaf.parent?.kind === 'Attribute' && leaf.parent.parent?.kind !== 'Call';

const addressOf = ({ args, keywords }: Call): Expression | undefined =>
  args[0] ?? keywords.find(({ arg }) => ADDRESS.test(arg ?? ''))?.value;

/** `self.send_header("Location", address)` */
const headerSent = ({ func, args: [name, value] }: Call, ctx: SourceContext): Expression | undefined =>
  lastName(func) === 'send_header' && name !== undefined && isLocation(name, ctx) ? value : undefined;

const isLocation = (name: Expression, { values }: SourceContext): boolean =>
  values.string(name)?.toLowerCase() === 'location';
