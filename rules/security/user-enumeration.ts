import {
  type Def,
  defsOf,
  type ExceptHandler,
  type Expression,
  holds,
  type If,
  lastName,
  type Node,
  presenceTested,
  stringConstant,
  wordsOfName,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, reachedFrom, type SourceContext } from '#kit';
import { isProtectedRoute, partsOfAnswer } from '#kit/web';
import { isPasswordName } from '#knowledge/secrets';
import { statusAnsweredIn, statusOf } from '#semantics/handlers/answered-status';

export default defineSourceRule({
  docs: {
    summary: 'user enumeration: unknown account and wrong password are answered differently',
    why: 'Anyone can find out which addresses have an account, and then try leaked passwords or send phishing mail to exactly those.',
    remedy:
      'Answer an unknown account and a wrong password with the same status and text, and a request to reset a password always with the same message',
    harm: 'exposes',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [203, 204],
    origin: [{ document: 'Field report 2', finding: '87' }],
    bad: 'from fastapi import FastAPI, HTTPException\n\nfrom people import find, matches\n\napp = FastAPI()\n\n\n@app.post("/login")\ndef login(email: str, password: str):\n    user = find(email)\n    if user is None:\n        raise HTTPException(status_code=404, detail="User not found")\n    if not matches(password, user.password_hash):\n        raise HTTPException(status_code=401, detail="Wrong password")\n    return {"user": user.id}\n',
    good: 'from fastapi import FastAPI, HTTPException\n\nfrom people import find, matches\n\napp = FastAPI()\n\n\n@app.post("/login")\ndef login(email: str, password: str):\n    user = find(email)\n    if user is None or not matches(password, user.password_hash):\n        raise HTTPException(status_code=401, detail="Wrong email or password")\n    return {"user": user.id}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  visit: {
    Module(module, ctx) {
      for (const fn of defsOf(module)) check(fn, ctx);
    },
  },
});

interface Refusal {
  readonly at: Node;
  readonly status: number | undefined;
  readonly text: string | undefined;
}

function check(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn);
  const words = `${route?.path ?? ''}_${fn.name}`.split(/\W+/).flatMap(wordsOfName).join('_').toLowerCase();
  if (OWN.test(words)) return;
  const found = LOGIN.test(words)
    ? (atLogin(fn, ctx) ?? byException(fn, ctx))
    : FORGOTTEN.test(words)
      ? atReset(fn, ctx)
      : undefined;
  if (found === undefined || isProtectedRoute(fn, ctx)) return;
  const { unknown, wrong } = found;
  const answer = `\`${fn.name}\` answers an unknown account with ${shown(unknown)}`;
  ctx.report({
    at: unknown.at,
    message:
      wrong === undefined
        ? `user enumeration: ${answer}, so any client can test whether an address is registered`
        : `user enumeration: ${answer}, and a wrong password with ${shown(wrong)}`,
    cause: ctx.path,
    ...(wrong !== undefined && { related: [{ at: wrong.at, message: 'a wrong password is answered here' }] }),
    ...(route === undefined && { when: providedThat(reachedFrom(['route'], ctx.names.fullNameOf(fn)), 'drop') }),
  });
}

const shown = ({ status, text }: Refusal): string =>
  [status, text === undefined ? undefined : `"${text}"`].filter((each) => each !== undefined).join(' ') ||
  'an error of its own';

const LOGIN = /(?:^|_)(?:login|log_in|signin|sign_in|authenticate|token|validate_user|check_credentials)(?:_|$)/;
const FORGOTTEN = /(?:^|_)(?:forgot|forgotten|recover|resend|password_reset|reset_password|request_reset)(?:_|$)/;
/** Who is logged in is known; what confirms a token asks for no account. */
const OWN =
  /(?:^|_)(?:change|update|current|me|refresh|confirm|verify|logout|admin|delete|complete|validate_token|callback|google|oauth)(?:_|$)/;

/** `if user is None: raise …`, then `if not matches(password, user.password): raise …`. */
function atLogin(fn: Def, ctx: SourceContext): { unknown: Refusal; wrong: Refusal } | undefined {
  const tests = ctx.context.nodesOfFunction(fn, 'If');
  for (const test of tests) {
    const user = missing(test.test);
    const unknown = user === undefined ? undefined : refusalIn(test.body, ctx);
    if (user === undefined || unknown === undefined) continue;
    const later = tests.find((each) => each.start > test.start && comparesPassword(each.test, user, ctx));
    const wrong = later && (refusalIn(later.body, ctx) ?? refusalIn(later.orelse, ctx) ?? refusalBehind(later, ctx));
    if (wrong !== undefined && differs(unknown, wrong)) return { unknown, wrong };
  }
  return undefined;
}

/** `user` of `if not user:`, `if user is None:`; nothing else is asked. */
function missing(test: Expression): string | undefined {
  const asked = presenceTested(test);
  return asked?.isPresent === false && asked.subject.kind === 'Name' ? asked.subject.id : undefined;
}

/** The password that is sent is compared with that of the row: in the test, or in what it is given. */
function comparesPassword(test: Expression, user: string, ctx: SourceContext): boolean {
  const parts = [test, ...(test.kind === 'UnaryOp' ? [test.operand] : [])].flatMap((each) => [
    each,
    ...ctx.flow.origins(each),
  ]);
  return parts.some(
    (part) =>
      holds(part, (node) => node.kind === 'Name' && node.id === user) &&
      holds(part, (node) => (node.kind === 'Attribute' || node.kind === 'Name') && isOfPassword(lastName(node) ?? '')),
  );
}

const isOfPassword = (name: string): boolean => isPasswordName(name) || /passw|pwd|checkpw|verify_hash/i.test(name);

function refusalIn(body: readonly Node[], ctx: SourceContext): Refusal | undefined {
  const last = body.at(-1);
  const answer = last?.kind === 'Raise' ? last.exc : last?.kind === 'Return' ? last.value : undefined;
  if (
    last === undefined ||
    answer === undefined ||
    (answer.kind === 'Constant' && stringConstant(answer) === undefined)
  )
    return undefined;
  const calls = answer.kind === 'Call' ? [answer] : [];
  const [, second] = answer.kind === 'Tuple' ? answer.elts : [];
  const status =
    calls.map((each) => statusOf(each, ctx)).find((each) => each !== undefined) ??
    (second && ctx.values.number(second));
  const text = textsIn(answer).find((each) => /\w{3}.*\s|\s.*\w{3}/.test(each)) ?? textsIn(answer)[0];
  return last.kind === 'Return' && status === undefined ? undefined : { at: last, status, text };
}

/** What is told, keys and headers aside. */
const textsIn = (answer: Expression): readonly string[] =>
  partsOfAnswer(answer).flatMap((part) => stringConstant(part) ?? []);

/** `if matches(…): return token`, and the refusal behind it. */
function refusalBehind({ parent, ...test }: If, ctx: SourceContext): Refusal | undefined {
  const body =
    parent !== undefined && 'body' in parent && Array.isArray(parent.body) ? (parent.body as readonly Node[]) : [];
  const at = body.findIndex((each) => each.start === test.start);
  return at < 0 ? undefined : refusalIn(body.slice(at + 1), ctx);
}

const differs = (one: Refusal, other: Refusal): boolean =>
  one.status !== other.status || (one.text !== undefined && other.text !== undefined && one.text !== other.text);

/** `except UserNotFound: return …, 404` of a login that answers a wrong password with 401. */
function byException(fn: Def, ctx: SourceContext): { unknown: Refusal; wrong: Refusal } | undefined {
  const handlers = ctx.context.nodesOfFunction(fn, 'ExceptHandler').filter((each) => NO_ACCOUNT.test(namesOf(each)));
  for (const handler of handlers) {
    const status = statusAnsweredIn(handler, ctx);
    const refused = ctx.context
      .nodesOfFunction(fn, 'Return')
      .filter((each) => !holds(handler, (node) => node === each))
      .flatMap((each) => refusalIn([each], ctx) ?? [])
      .find((each) => each.status === 401 || each.status === 403 || each.status === 400);
    if (status !== undefined && refused !== undefined && refused.status !== status)
      return { unknown: { at: handler.type ?? handler, status, text: undefined }, wrong: refused };
  }
  return undefined;
}

const namesOf = ({ type }: ExceptHandler): string => (type === undefined ? '' : (lastName(type) ?? ''));
const NO_ACCOUNT =
  /(?:user|account|email|login)_?(?:not_?found|(?:does)?_?not_?exist|unknown|missing)|(?:unknown|no_?such)_?(?:user|account)/i;

/** A request for a new password that is refused where there is no account. */
function atReset(fn: Def, ctx: SourceContext): { unknown: Refusal; wrong?: Refusal } | undefined {
  for (const test of ctx.context.nodesOfFunction(fn, 'If')) {
    const user = missing(test.test);
    const unknown =
      user !== undefined && /user|account|member|customer|profile/i.test(user) ? refusalIn(test.body, ctx) : undefined;
    if (unknown !== undefined && unknown.status === 404) return { unknown };
  }
  return undefined;
}
