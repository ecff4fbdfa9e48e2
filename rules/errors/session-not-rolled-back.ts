import {
  ancestors,
  type Call,
  type ExceptHandler,
  type Expression,
  headerSpan,
  lastName,
  type Node,
  type Stmt,
  type Try,
  type TryStar,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { HandlerModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { loopAround } from './_shared/program-end.ts';

export default defineSourceRule({
  docs: {
    summary: 'session used after a failed commit without a rollback',
    why: 'SQLAlchemy rejects every further statement of a session whose flush failed (`PendingRollbackError`). One bad row makes all later statements fail, and pending objects are lost.',
    remedy:
      'Call `session.rollback()` in the handler, or give each step its own session or savepoint (`with session.begin_nested():`)',
    harm: 'loses',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [460, 755],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'ORM session used again after a failed flush or commit without rollback',
      },
    ],
    bad: 'import logging\n\nfrom sqlalchemy.orm import Session\n\nlogger = logging.getLogger(__name__)\n\ndef save_all(session: Session, orders):\n    for order in orders:\n        try:\n            session.add(order)\n            session.commit()\n        except Exception:\n            logger.exception("order %s", order.number)\n',
    good: 'import logging\n\nfrom sqlalchemy.orm import Session\n\nlogger = logging.getLogger(__name__)\n\ndef save_all(session: Session, orders):\n    for order in orders:\n        try:\n            session.add(order)\n            session.commit()\n        except Exception:\n            session.rollback()\n            logger.exception("order %s", order.number)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['commit', 'flush'],
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      if (!described.failing.some(isWriting)) return;
      const written = callsWithin(described.tried).find((call) => isWriting(call) && isOfSession(call, ctx));
      const session = written === undefined ? undefined : receiverOf(written);
      if (written === undefined || session === undefined || isInTransaction(written, handler, ctx)) return;
      if (!takesRefusal(described))
        return ctx.proven({ at: handler, by: 'it catches nothing that a database raises', where: written });
      const savepoint = savepointBefore(written, described);
      if (savepoint !== undefined)
        return ctx.proven({ at: handler, by: 'the savepoint is rolled back first', where: savepoint });
      const here = callsWithin(handler.body);
      const own = here.find((call) => isOf(call, ctx.text.slice(session), ctx));
      const undone = (own === undefined ? [...here, ...callsWithin(finallyOf(handler))] : [own]).find(endsTransaction);
      if (undone !== undefined) return ctx.proven({ at: handler, by: 'the session is rolled back', where: undone });
      const next = own ?? (described.goesOn ? useLater(handler, session, written, ctx) : undefined);
      const name = ctx.text.slice(session);
      if (next === undefined) return reportLeft(handler, written, name, ctx);
      if (endsTransaction(next)) return;
      ctx.report({
        at: headerSpan(handler, ctx.text),
        message: `missing rollback: if \`${ctx.text.slice(written.func)}\` fails, \`${name}\` is not rolled back, so \`${ctx.text.slice(next.func)}\` fails too`,
        doubt: mayRollBack(handler, ctx) || isTriedAgain(next, handler) ? 'transaction-handled-elsewhere' : undefined,
        cause: ctx.path,
        related: [{ at: next, message: 'the next use of the session' }],
      });
    },
  },
});

/** The session was given to the function, or to its object: what is done with it next is not seen from here. */
function reportLeft(handler: ExceptHandler, written: Call, name: string, ctx: SourceContext): void {
  const root = rootOf(written.func);
  const fn = ctx.context.defAround(handler);
  // A request ends its session.
  if (fn === undefined || ctx.context.routeOf(fn) !== undefined || ctx.handlers.describe(handler).mayRaise) return;
  if (root === undefined || ctx.names.parameterOf(root) === undefined) return;
  // What it is handed to there may do it.
  if (callsWithin(handler.body).some(({ args }) => args.some((each) => ctx.text.slice(each) === name))) return;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `missing rollback: if \`${ctx.text.slice(written.func)}\` fails, \`${name}\` is not rolled back, so its next use fails too`,
    cause: `${ctx.path} given`,
    doubt: 'transaction-handled-elsewhere',
    related: [{ at: written, message: 'a failure here leaves the transaction broken' }],
  });
}

/** What a commit raises is the library's, the driver's, or what the network under it raises; the classes of Python and of this file are others. */
const takesRefusal = ({ breadth, catches }: HandlerModel): boolean =>
  breadth !== 'narrow' || catches.some((name) => REFUSAL.test(name));
const REFUSAL =
  /^(?:sqlalchemy|sqlmodel|sqlite3|aiosqlite|psycopg2?|asyncpg|pymysql|MySQLdb|aiomysql|oracledb|pyodbc)\.|^builtins\.(?:OSError|ConnectionError)$|Integrity|Database|SQLAlchemyError|DBAPIError|OperationalError/;

/** A last attempt in the handler, which is in a `try` itself. */
const isTriedAgain = (next: Call, handler: ExceptHandler): boolean =>
  isWithin(next, handler) &&
  [...ancestors(next)].some(
    (at) => at.kind === 'Try' && isWithin(at, handler) && at.body.some((each) => isWithin(next, each)),
  );

const isWriting = ({ func }: Call): boolean => /^(?:commit|flush)$/.test(lastName(func) ?? '');
const endsTransaction = ({ func }: Call): boolean =>
  /^(?:rollback|close|remove|reset|invalidate)$/.test(lastName(func) ?? '');

const receiverOf = ({ func }: Call): Expression | undefined => (func.kind === 'Attribute' ? func.value : undefined);

const SESSION =
  /^(?:sqlalchemy\.orm\.(?:\w+\.)?(?:Session|scoped_session)|sqlalchemy\.ext\.asyncio\.(?:\w+\.)?[Aa]sync_?(?:scoped_)?[Ss]ession|sqlmodel\.(?:\w+\.)*(?:Async)?Session)$/;

/** Of Flask-SQLAlchemy it is `db.session`. */
function isOfSession(call: Call, { types }: SourceContext): boolean {
  const session = receiverOf(call);
  if (session === undefined) return false;
  if (SESSION.test(types.classOf(session) ?? '')) return true;
  return session.kind === 'Attribute' && /\.SQLAlchemy$/.test(types.classOf(session.value) ?? '');
}

/** `with session.begin_nested():` rolls back by itself, and `with Session() as session:` ends the session with the failure. */
function isInTransaction(written: Call, { parent: outermost }: ExceptHandler, { names }: SourceContext): boolean {
  for (const around of ancestors(written)) {
    if (around === outermost) return false;
    if (around.kind !== 'With' && around.kind !== 'AsyncWith') continue;
    const root = rootOf(written.func);
    const bound = root === undefined ? undefined : names.resolve(root);
    const isMadeHere = around.items.some(
      ({ optional_vars: target }) => target?.kind === 'Name' && names.resolve(target) === bound,
    );
    if (isMadeHere || around.items.some(({ context_expr: context }) => /\.begin(?:_nested)?$/.test(callee(context))))
      return true;
  }
  return false;
}

/** `with session.begin_nested():` writes at its end all that may be refused; `commit()` right behind it has nothing more to write. */
function savepointBefore(written: Call, { tried, catches }: HandlerModel): Stmt | undefined {
  const session = rootOf(written.func)?.id;
  const before = tried[tried.findIndex((statement) => isWithin(written, statement)) - 1];
  if (before?.kind !== 'With' && before?.kind !== 'AsyncWith') return undefined;
  const isSavepoint = before.items.some(
    ({ context_expr: context }) => callee(context) === '.begin_nested' && rootOf(context)?.id === session,
  );
  return isSavepoint && catches.length > 0 && catches.every((name) => /IntegrityError$/.test(name))
    ? before
    : undefined;
}

const callee = (context: Expression): string => (context.kind === 'Call' ? `.${lastName(context.func) ?? ''}` : '');

function rootOf(expression: Expression): (Expression & { readonly kind: 'Name' }) | undefined {
  let at = expression;
  while (at.kind === 'Attribute' || at.kind === 'Call') at = at.kind === 'Call' ? at.func : at.value;
  return at.kind === 'Name' ? at : undefined;
}

function finallyOf({ parent }: ExceptHandler): Try['finalbody'] {
  return parent?.kind === 'Try' || parent?.kind === 'TryStar' ? (parent satisfies Try | TryStar).finalbody : [];
}

const useLater = (handler: ExceptHandler, session: Expression, written: Call, ctx: SourceContext): Call | undefined =>
  useBehind(handler, session, ctx) ?? useInNextTurn(handler, session, written, ctx);

/** The first call of the session behind the handler, in its function. */
function useBehind(handler: ExceptHandler, session: Expression, ctx: SourceContext): Call | undefined {
  const fn = ctx.context.defAround(handler);
  const name = ctx.text.slice(session);
  return fn === undefined
    ? undefined
    : callsWithin(fn.body).find(
        (call) => call.start > handler.end && isOf(call, name, ctx) && ctx.flow.mayComeTo(handler, call),
      );
}

/** In a loop the `try` itself comes next, where the session was there before the loop. */
function useInNextTurn(
  handler: ExceptHandler,
  session: Expression,
  written: Call,
  ctx: SourceContext,
): Call | undefined {
  const loop = loopAround(handler);
  const root = rootOf(session);
  if (loop === undefined || root === undefined) return undefined;
  const isOlder = (ctx.names.resolve(root)?.definitions ?? []).every(({ node }) => !isWithin(node, loop));
  const name = ctx.text.slice(session);
  return isOlder ? (callsWithin(loop.body).find((call) => isOf(call, name, ctx)) ?? written) : undefined;
}

const isWithin = (node: Node, around: Node): boolean => node.start >= around.start && node.end <= around.end;

/** What only the session itself remembers; no statement is made of it. */
const LOCAL = /^(?:add(?:_all)?|expire(?:_all)?|expunge(?:_all)?|in_transaction|is_modified)$/;

function isOf(call: Call, name: string, { text }: SourceContext): boolean {
  const receiver = receiverOf(call);
  return receiver !== undefined && text.slice(receiver) === name && !LOCAL.test(lastName(call.func) ?? '');
}

/** A function of the project, or one that is not known, which is no log. */
function mayRollBack(handler: ExceptHandler, { effects }: SourceContext): boolean {
  return callsWithin(handler.body).some((call) => effects.of(call) === 'project');
}
