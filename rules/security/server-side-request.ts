import type { Call, Expression } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { FETCHERS, requestedUrlOf } from '#kit/calls';
import { storedTextIn, type TaintedValue, taintedValueIn, unlessOwners } from '#kit/web';
import { HOST_SINK, SEGMENT_SINK } from '#semantics/taint/sinks';
import { calleeCode } from './_shared/callee.ts';
import { ownSecretSent } from './_shared/sent-secret.ts';

export default defineSourceRule({
  docs: {
    summary: 'SSRF: server-side request to a user-controlled URL',
    why: 'The client can reach what only the server should: internal services, and the cloud metadata address (169.254.169.254) that hands out credentials. Any secret sent with the request goes to a host that the attacker chose.',
    remedy: 'Check scheme and host of the parsed URL against an allow-list before the request, and disable redirects',
    harm: 'grants-access',
    severity: {
      'without a secret': 'P1',
      'request carries a secret of the program': 'P0',
      'path on a fixed host': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [918],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-004' }],
    bad: 'import requests\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get("/preview")\ndef preview():\n    return requests.get(request.args["url"], timeout=5).text\n',
    good: 'from urllib.parse import urlparse\n\nimport requests\nfrom flask import Flask, abort, request\n\napp = Flask(__name__)\nHOSTS = {"images.example.com"}\n\n\n@app.get("/preview")\ndef preview():\n    url = request.args["url"]\n    if urlparse(url).hostname not in HOSTS:\n        abort(400)\n    return requests.get(url, timeout=5, allow_redirects=False).text\n',
  },
  skips: ['test', 'vendored'],
  mentions: FETCHERS,
  visit: {
    Call(call, ctx) {
      const url = requestedUrlOf(call, ctx);
      if (url === undefined) return;
      const text = taintedValueIn(url, ctx, HOST_SINK) ?? storedTextIn(url, ctx, HOST_SINK);
      if (text === undefined) return checkSegments(call, url, ctx);
      const secret = ownSecretSent(call, ctx);
      const along = secret === undefined ? '' : ` and sends \`${ctx.text.slice(secret)}\` with it`;
      ctx.report({
        at: call.func,
        message: `SSRF: ${calleeCode(call.func)} fetches a URL ${chosenBy(text)}${along}`,
        // The chosen host receives the secret; without one the request only reaches into the network, mostly blindly.
        kind: secret === undefined ? undefined : 'request carries a secret of the program',
        cause: `${ctx.path} ${text.cause}`,
        related: [
          { at: text.leaf, message: 'the URL comes from here' },
          ...(secret === undefined ? [] : [{ at: secret, message: 'this secret is sent with the request' }]),
          ...text.checked,
        ],
        ...unlessOwners(text.given, ctx.path),
      });
    },
  },
});

/** `requests.get(f"{BASE}/jobs/{name}", headers=OWN)`: `../users` as the name is another call, made in the name of the program. */
function checkSegments(call: Call, url: Expression, ctx: SourceContext): void {
  if (!call.keywords.some(({ arg }) => /^(?:headers|auth|cookies)$/.test(arg ?? ''))) return;
  for (const segment of segmentsOf(ctx.flow.whole(url))) {
    const text = taintedValueIn(segment, ctx, SEGMENT_SINK);
    // What a route takes out of its own path holds no slash.
    if (text === undefined || !text.isWhole) continue;
    ctx.report({
      at: call.func,
      message: `path traversal in a URL: ${calleeCode(call.func)} puts ${text.described} into the path of an authenticated request without quoting it`,
      remedy: 'Quote the value (`urllib.parse.quote(value, safe="")`), or accept only known names',
      kind: 'path on a fixed host',
      cause: `${ctx.path} ${text.cause}`,
      related: [{ at: text.leaf, message: 'the value comes from here' }, ...text.checked],
      ...text.given,
    });
    return;
  }
}

/** Values behind a slash of an f-string, before any `?`. */
function segmentsOf(url: Expression): readonly Expression[] {
  const found: Expression[] = [];
  let before = '';
  for (const part of url.kind === 'JoinedStr' ? url.values : []) {
    const text = part.kind === 'Constant' && part.value.kind === 'str' ? part.value.value : undefined;
    if (part.kind === 'FormattedValue' && /(?<!:\/)\/$/.test(before) && !/[?#]/.test(before)) found.push(part.value);
    before += text ?? 'x';
  }
  return found;
}

const CHOOSERS: Partial<Readonly<Record<TaintedValue['kind'], string>>> = {
  request: 'the client',
  parameter: 'the client',
  bot: 'a bot user',
  form: 'the user',
  model: 'a language model',
};

/** "chosen by the client (`body.url`)" */
function chosenBy({ kind, shown, described }: TaintedValue): string {
  const chooser = CHOOSERS[kind];
  if (chooser === undefined) return `built from ${described}`;
  return `chosen by ${chooser}${shown === undefined ? '' : ` (${shown})`}`;
}
