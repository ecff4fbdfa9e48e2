import { type Assign, type Call, callKeyword, type Expression, lastName, stringConstant, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { secretKindOf } from '#knowledge/secrets';

/** Cookies that say who comes; one that a form repeats is read by the page itself. */
const OF_IDENTITY: ReadonlySet<string> = new Set(
  'session sessionid sid token jwt auth authorization access refresh remember login user uid userid credential identity'.split(
    ' ',
  ),
);
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['SESSION_COOKIE_SECURE', 'Secure'],
  ['REMEMBER_COOKIE_SECURE', 'Secure'],
  ['JWT_COOKIE_SECURE', 'Secure'],
  ['CSRF_COOKIE_SECURE', 'Secure'],
  ['SESSION_COOKIE_HTTPONLY', 'HttpOnly'],
  ['REMEMBER_COOKIE_HTTPONLY', 'HttpOnly'],
]);

export default defineSourceRule({
  docs: {
    summary: 'insecure cookie: session cookie without `Secure` or `HttpOnly`',
    why: 'Without `Secure` the browser sends the cookie over plain HTTP, where anyone on the network can read it. Without `HttpOnly` any script on the page can. Who has the cookie is logged in.',
    remedy: 'Set the cookie with `secure=True, httponly=True, samesite="lax"`',
    harm: 'exposes',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [614, 1004],
    origin: [{ document: 'Audits of six services in November 2026', finding: 'session cookie without Secure' }],
    bad: 'from fastapi import Response\n\n\ndef login(response: Response, token: str):\n    response.set_cookie("access_token", token, httponly=True)\n',
    good: 'from fastapi import Response\n\n\ndef login(response: Response, token: str):\n    response.set_cookie("access_token", token, httponly=True, secure=True, samesite="lax")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['config', 'set_cookie', 'SessionMiddleware', 'add_cookie', ...SETTINGS.keys()],
  visit: {
    Call(call, ctx) {
      const last = lastName(call.func);
      if (last === 'set_cookie' || last === 'add_cookie') checkCookie(call, ctx);
      else if (last === 'SessionMiddleware' || call.args.some((each) => lastName(each) === 'SessionMiddleware'))
        checkMiddleware(call, ctx);
    },
    Assign(statement, ctx) {
      checkSetting(statement, ctx);
    },
  },
});

function checkCookie(call: Call, ctx: SourceContext): void {
  const name = callKeyword(call, 'key')?.value ?? callKeyword(call, 'name')?.value ?? call.args[0];
  const value = callKeyword(call, 'value')?.value ?? call.args[1];
  const text = name === undefined ? undefined : (ctx.values.string(name) ?? lastName(name));
  if (text === undefined || value === undefined || !saysWho(text) || isEnded(call, value, ctx)) return;
  // `**options` may hold all of them.
  if (call.keywords.some(({ arg }) => arg === undefined) || call.args.length > 5) return;
  const lacking = (['secure', 'httponly'] as const).filter((each) => isOff(callKeyword(call, each)?.value, ctx));
  if (lacking.length > 0) report(call.func, `cookie \`${text}\` is set without`, lacking, ctx);
}

const saysWho = (name: string): boolean =>
  !/csrf|xsrf|consent|locale|lang|theme|flash/i.test(name) &&
  (secretKindOf(name.replaceAll('-', '_')) !== undefined ||
    wordsOfName(name.replaceAll('-', '_')).some((word) => OF_IDENTITY.has(word.toLowerCase())));

/** It is taken back: empty, or ended at once. */
const isEnded = (call: Call, value: Expression, ctx: SourceContext): boolean =>
  ctx.values.string(value) === '' ||
  ['max_age', 'expires'].some((each) => {
    const given = callKeyword(call, each)?.value;
    const folded = given === undefined ? undefined : ctx.values.fold(given);
    return folded?.kind === 'int' && folded.value <= 0n;
  });

/** Not given, or false in each case that is known. */
function isOff(given: Expression | undefined, ctx: SourceContext): boolean {
  const folded = given === undefined ? undefined : ctx.values.fold(given);
  return given === undefined || folded?.kind === 'none' || (folded?.kind === 'bool' && !folded.value);
}

/** Starlette sends the cookie of a session over HTTP unless it is told not to: https://www.starlette.io/middleware/#sessionmiddleware */
function checkMiddleware(call: Call, ctx: SourceContext): void {
  const name = ctx.names.qualifiedName(call.args.find((each) => lastName(each) === 'SessionMiddleware') ?? call.func);
  if (name !== 'starlette.middleware.sessions.SessionMiddleware') return;
  if (call.keywords.some(({ arg }) => arg === undefined) || !isOff(callKeyword(call, 'https_only')?.value, ctx)) return;
  report(
    call.func,
    'the session cookie of `SessionMiddleware` is set without',
    ['secure'],
    ctx,
    'Pass `https_only=True`',
  );
}

/** `app.config["SESSION_COOKIE_SECURE"] = False`, and the constant of Django's settings. */
function checkSetting({ targets: [target], value }: Assign, ctx: SourceContext): void {
  const key = target?.kind === 'Subscript' ? stringConstant(target.slice) : target && lastName(target);
  const flag = SETTINGS.get(key ?? '');
  const folded = ctx.values.fold(value);
  if (flag === undefined || target === undefined || folded?.kind !== 'bool' || folded.value) return;
  if (ctx.context.testsAround(target).length > 0 || /dev|local|test/i.test(ctx.path)) return;
  report(target, `\`${key}\` sends the cookie without`, [flag], ctx, `Set \`${key}\` to \`True\``);
}

function report(at: Expression, what: string, flags: readonly string[], ctx: SourceContext, remedy?: string): void {
  const shown = flags.map((each) => `\`${SHOWN[each.toLowerCase()] ?? each}\``).join(' and ');
  ctx.report({
    at,
    message: `insecure cookie: ${what} ${shown}`,
    cause: ctx.path,
    ...(remedy !== undefined && { remedy }),
  });
}
const SHOWN: Readonly<Record<string, string>> = { secure: 'Secure', httponly: 'HttpOnly' };
