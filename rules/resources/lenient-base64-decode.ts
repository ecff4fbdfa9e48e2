import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type Call, callKeyword, type Expression } from '#kit/code';
import { addedArgument, offering, unsafeFix } from '#kit/fixes';
import { figureNameOf } from '#kit/texts';
import { isInRoute, requestWayOf, whenFromRequest } from '#kit/web';

const LENIENT: ReadonlySet<string> = new Set([
  'base64.b64decode',
  'base64.standard_b64decode',
  'base64.decodebytes',
  'binascii.a2b_base64',
]);
/** Texts that a server made itself and finds wrong when it reads them; and letters, whose lines are broken on purpose. */
const OTHER_TEXT =
  /cursor|token|authorization|auth|credential|basic|cookie|sign|jwt|password|secret|mime(?!_?type)|mail|saml|assertion|xml|state|header|page|nonce|hmac|digest|licen[cs]e|crypt|cipher|key|(?:^|_)ids?$/i;
/** What clients send to be kept or looked at. */
const CONTENT =
  /image|img|picture|photo|audio|video|voice|speech|file|document|doc|pdf|content|data|blob|attachment|upload|payload|media|frame|sound|wav|png|jpe?g/i;

export default defineSourceRule({
  docs: {
    summary: 'base64 of a client decoded without validation',
    why: '`b64decode` leaves out every character that is not of its alphabet, so URL-safe or damaged input gives other bytes instead of an error.',
    remedy:
      'Pass `validate=True` and answer `binascii.Error` with 400, or name the alphabet with `altchars` or `urlsafe_b64decode`.',
    harm: 'lies',
    ceiling: 'P3',
    precision: 'medium',
    measured: { read: 10, right: 10, on: 'open_webui, autogenstudio, khoj, astrbot, optuna_dashboard, sglang' },
    since: '0.1.0',
    cwe: [20],
    fixes: [unsafeFix('Pass `validate=True`', 'a text with line breaks or the URL-safe alphabet is an error then')],
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
      const way = requestWayOf(text, ctx);
      if (way === undefined) return;
      ctx.report({
        at: call,
        message: `\`${name}\` drops the characters of \`${ctx.text.slice(text)}\` that are not base64, and gives other bytes`,
        ...whenFromRequest(way),
        // The others have no such argument.
        ...(name === 'base64.b64decode' && offering(addedArgument(call, 'validate=True', ctx.text))),
        // Elsewhere nobody can answer with a status.
        ...(!isInRoute(call, ctx) && {
          remedy: 'Pass `validate=True`, or name the alphabet with `altchars` or `urlsafe_b64decode`',
        }),
        ...heldBackBy(
          isOtherText(call, text, ctx)
            ? 'by the names around it, a wrong text is found out when it is read'
            : isContent(call, text, ctx)
              ? undefined
              : 'no name says that every byte counts',
        ),
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

/** By its name, the names of what it is made from, and the function's. */
function isOtherText(call: Call, text: Expression, ctx: SourceContext): boolean {
  const around = ctx.context.defAround(call)?.name ?? '';
  const made = ctx.flow.origins(text).map((origin) => ctx.text.slice(origin));
  return [ctx.text.slice(text), around, ...made].some((name) => OTHER_TEXT.test(name.slice(0, 100)));
}

/** What is decoded, what it is bound to, or the function says that it is content, of which every byte counts. */
function isContent(call: Call, text: Expression, ctx: SourceContext): boolean {
  const names = [ctx.text.slice(text), ctx.context.defAround(call)?.name ?? '', figureNameOf(call, ctx) ?? ''];
  return names.some((name) => CONTENT.test(name));
}
