import { lastName } from '#ast';
import { defineSourceRule } from '#kit';
import { FETCHERS, requestedUrlOf } from '#kit/calls';
import { storedTextIn, strangersTextIn, unlessOwners } from '#kit/web';
import { HOST_CHOSEN } from '#semantics/strangers/cleanings';
import { ownSecretSent } from './_shared/sent-secret.ts';

export default defineSourceRule({
  docs: {
    summary: 'request of the server to a host that a stranger chooses',
    why: 'The client reaches through the server what only the server can: services inside of the network, and the address (169.254.169.254) at which clouds give out credentials. A secret that goes along is given to whoever names the host.',
    remedy:
      'Compare scheme and host of the parsed address with those that are allowed before the request, and follow no redirects.',
    harm: 'admits',
    severity: {
      'without a secret': 'P1',
      'request carries a secret of the program': 'P0',
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
      const text = strangersTextIn(url, ctx, HOST_CHOSEN) ?? storedTextIn(url, ctx, HOST_CHOSEN);
      if (text === undefined) return;
      const secret = ownSecretSent(call, ctx);
      const along = secret === undefined ? '' : `, and \`${ctx.text.slice(secret)}\` goes along`;
      ctx.report({
        at: call.func,
        message: `\`${lastName(call.func) ?? 'the call'}\` goes to a host ${text.shown === undefined ? '' : `in ${text.shown} `}that ${text.said}${along}`,
        // Who names the host is given the secret; without one the request is a way into the network, mostly a blind one.
        kind: secret === undefined ? undefined : 'request carries a secret of the program',
        cause: `${ctx.path} ${text.cause}`,
        related: [
          { at: text.leaf, message: 'the address comes from here' },
          ...(secret === undefined ? [] : [{ at: secret, message: 'this secret is sent to it' }]),
          ...text.asked,
        ],
        ...unlessOwners(text.given, ctx.path),
      });
    },
  },
});
