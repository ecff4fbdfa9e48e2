import { type Call, callKeyword } from '#ast';
import { defineSourceRule, NOT_PRODUCTION } from '#kit';
import { addedArgument, offering, unsafeFix } from '#kit/fixes';
import { isInRoute, requestSourceOf, whenFromRequest } from '#kit/web';

const LENIENT: ReadonlySet<string> = new Set([
  'base64.b64decode',
  'base64.standard_b64decode',
  'base64.decodebytes',
  'binascii.a2b_base64',
]);

export default defineSourceRule({
  docs: {
    summary: 'client-supplied base64 decoded without validation',
    why: '`b64decode` silently skips every character outside its alphabet. URL-safe or damaged input is decoded to the wrong bytes instead of raising an error.',
    remedy:
      'Pass `validate=True` and answer `binascii.Error` with 400, or choose the alphabet with `altchars` or `urlsafe_b64decode`',
    harm: 'misleads',
    severity: 'P3',
    precision: 'medium',
    measured: { read: 10, right: 10, on: 'open_webui, autogenstudio, khoj, astrbot, optuna_dashboard, sglang' },
    since: '0.1.0',
    cwe: [20],
    fixes: [unsafeFix('Pass `validate=True`', 'base64 with line breaks or the URL-safe alphabet then raises an error')],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '4.3' }],
    bad: 'import base64\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post("/images")\ndef receive():\n    return store(base64.b64decode(request.json["image"]))\n',
    good: 'import base64\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post("/images")\ndef receive():\n    return store(base64.b64decode(request.json["image"], validate=True))\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: ['b64decode', 'standard_b64decode', 'decodebytes', 'a2b_base64'],
  visit: {
    Call(call, ctx) {
      const name = ctx.names.qualifiedName(call.func);
      const [text] = call.args;
      if (name === undefined || !LENIENT.has(name) || text === undefined || isStrict(call)) return;
      const requestSource = requestSourceOf(text, ctx);
      if (requestSource === undefined) return;
      ctx.report({
        at: call,
        message: `\`${name}\` silently skips characters of \`${ctx.text.slice(text)}\` that are not base64, so corrupt input decodes to the wrong bytes`,
        cause: 'habit',
        ...whenFromRequest(requestSource),
        // The others have no such argument.
        ...(name === 'base64.b64decode' && offering(addedArgument(call, 'validate=True', ctx.text))),
        // Elsewhere nobody can answer with a status.
        ...(!isInRoute(call, ctx) && {
          remedy: 'Pass `validate=True`, or choose the alphabet with `altchars` or `urlsafe_b64decode`',
        }),
      });
    },
  },
});

/** Says which alphabet, or that others are an error. */
function isStrict(call: Call): boolean {
  return (
    call.args.length > 1 ||
    ['validate', 'altchars', 'strict_mode'].some((name) => callKeyword(call, name) !== undefined) ||
    call.keywords.some(({ arg }) => arg === undefined)
  );
}
