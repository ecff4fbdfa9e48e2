import {
  argumentValues,
  bodyWithoutDocstring,
  type Call,
  type Def,
  type ExceptHandler,
  type Expression,
  isNone,
  namesOfCalls,
  type Raise,
  type Return,
  statementsThrough,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type Edits, offering, replacement, unsafeFix } from '#kit/fixes';
import { clientAnswerAt, isInRoute, partsOfAnswer } from '#kit/web';
import type { HandlerModel } from '#semantics';
import { isOverride } from '#semantics/context/idle-function';
import { callsWithin } from '#semantics/effects/calls-within';
import { textKeptBy } from './kept-text.ts';

export default defineSourceRule({
  docs: {
    summary: 'exception of any kind reduced to its text',
    why: 'The caller gets one string for a time-out, a refused key and a defect of the code, so it can neither retry the one nor stop at the other, and the traceback is gone.',
    remedy:
      'Catch the exceptions that callers treat differently, each by its class, and log the rest with its traceback or let it through.',
    harm: 'hides',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [396, 755],
    fixes: [
      unsafeFix(
        'Raise it `from` the exception',
        '`from None` may have been meant, and tracebacks show the cause again',
      ),
    ],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-005' }],
    measured: { read: 11, right: 10, on: 'phoenix, dbgpt, agno, camel_ai, sglang, metagpt; none in 75 others' },
    bad: 'import requests\n\ndef complete(prompt):\n    try:\n        return Ok(requests.post(URL, json=prompt).json())\n    except Exception as error:\n        return Err(str(error))\n',
    good: 'import requests\n\ndef complete(prompt):\n    try:\n        return Ok(requests.post(URL, json=prompt).json())\n    except requests.Timeout as error:\n        return Err(TimedOut(error))\n',
  },
  skips: NOT_PRODUCTION,
  visit: { ExceptHandler: check },
});

/**
 * Boundary to its neighbours: `blind-except` is silent on a handler that hands the exception on, its text included, and
 * this rule takes the text; what goes to a client (routes, HTTP errors) is `exception-text-disclosed`.
 */
function check(handler: ExceptHandler, ctx: SourceContext): void {
  const around = ctx.context.defAround(handler);
  const described = ctx.handlers.describe(handler);
  const { breadth } = described;
  if (around === undefined || handler.name === undefined || (breadth !== 'exception' && breadth !== 'base')) return;
  const loss = findLoss(handler, described, ctx);
  if (loss === undefined && !reportEnd(handler, described, around, ctx)) reportKept(handler, described, around, ctx);
  if (loss === undefined || described.usesMoreThanText || isOneOfSeveral(handler)) return;
  const traced = tracebackIn(described);
  if (traced !== undefined) {
    ctx.proven({ at: handler, by: 'the traceback is kept', where: traced });
    return;
  }
  // Without `from None` the interpreter keeps the exception as context: no caller is told it, and every traceback shows it.
  if (loss.statement.kind === 'Raise' && loss.statement.cause === undefined) {
    ctx.proven({ at: handler, by: 'what is raised keeps the exception as its context', where: loss.statement });
    return;
  }
  const calls = callsWithin(described.tried);
  const remote = calls.filter((call) => isRemote(call, ctx));
  ctx.report({
    at: loss.statement,
    // Whoever gives back a text for one failure does so for all.
    cause: loss.statement.kind === 'Raise' ? 'raised' : 'given back',
    message: messageOf(loss, around, namesOfCalls(remote.length > 0 ? remote : calls), ctx),
    ...offering(raisedFrom(loss, handler)),
    doubt: isContract(around, ctx) ? 'override-hook' : undefined,
    related: [{ at: handler.type ?? handler, message: 'every exception ends here' }],
  });
}

/** The log that has the traceback. */
const tracebackIn = ({ logs }: HandlerModel): Call | undefined => logs.find((log) => log.keepsTraceback)?.call;

/** `try: app.run() except Exception as error: print(f"failed: {error}")` is all that a function does: of whatever ends it, a text is left. */
function reportEnd(handler: ExceptHandler, described: HandlerModel, around: Def, ctx: SourceContext): boolean {
  const [only, ...others] = bodyWithoutDocstring(around);
  if (only !== handler.parent || others.length > 0 || isOneOfSeveral(handler)) return false;
  const [log] = described.logs;
  const tells = ({ kind, value }: { readonly kind: string; readonly value?: unknown }): boolean =>
    kind === 'Expr' && described.logs.some(({ call }) => call === value);
  if (log === undefined || !described.logsTextAlone || !handler.body.every(tells)) return false;
  if (ctx.flow.returnValues(around).some((value) => value !== undefined)) return false;
  ctx.report({
    at: log.call,
    cause: 'ends',
    message: `of whatever ${namesOfCalls(callsWithin(described.tried))} raises \`${around.name}\` leaves only the text, and then it is over`,
    remedy: 'Log the exception with its traceback (`logger.exception`, `traceback.print_exc`), or let it through',
    related: [{ at: handler.type ?? handler, message: 'every exception ends here' }],
  });
  return true;
}

/** `job.error = str(error)`, `record(status="failed", message=str(error))`: for whoever asks later nothing else is kept. */
function reportKept(handler: ExceptHandler, described: HandlerModel, around: Def, ctx: SourceContext): void {
  if (described.usesMoreThanText || tracebackIn(described) !== undefined || isOneOfSeveral(handler)) return;
  if (described.mayRaise && !isAnsweredToClient(handler, ctx)) return;
  const calls = callsWithin(described.tried);
  const kept = calls.length === 0 ? undefined : textKeptBy(described, ctx);
  if (kept === undefined) return;
  const keepers = kept.keepers.map((keeper) => `\`${keeper}\``).join(' and ');
  ctx.report({
    at: kept.at,
    cause: 'kept',
    message: `of whatever ${namesOfCalls(calls)} raises ${keepers} ${kept.keepers.length > 1 ? 'keep' : 'keeps'} the text, and nothing else is left`,
    remedy: 'Log the exception with its traceback (`logger.exception`) beside it, or keep its class as well',
    related: [{ at: handler.type ?? handler, message: 'every exception ends here' }],
  });
}

/** A framework makes a response of what is raised, and shows no traceback. */
const isAnsweredToClient = ({ body }: ExceptHandler, ctx: SourceContext): boolean => {
  const last = statementsThrough(body).at(-1);
  return last?.kind === 'Raise' && last.exc?.kind === 'Call' && clientAnswerAt(last.exc, ctx) !== undefined;
};

/** What is raised without `from` keeps its context anyway; what is returned has no cause. */
function raisedFrom({ statement }: Loss, { name }: ExceptHandler): Edits {
  if (statement.kind !== 'Raise' || statement.cause === undefined || name === undefined) return undefined;
  return [replacement(statement.cause, name)];
}

function messageOf({ statement, value }: Loss, around: Def, calls: string, ctx: SourceContext): string {
  const text = ctx.text.slice(value);
  if (statement.kind === 'Return')
    return `\`${around.name}\` returns only the text of whatever ${calls} raises: \`${text}\``;
  return `\`${around.name}\` raises only the text of whatever ${calls} raises: \`${text}\``;
}

interface Loss {
  readonly statement: Return | Raise;
  readonly value: Expression;
}

/** The one statement by which the handler ends, where nothing but the text leaves with it. */
function findLoss(handler: ExceptHandler, described: HandlerModel, ctx: SourceContext): Loss | undefined {
  const last = statementsThrough(handler.body).at(-1);
  if (last?.kind !== 'Return' && last?.kind !== 'Raise') return undefined;
  const parts = last.kind === 'Return' ? partsReturned(last, ctx) : partsRaised(last, ctx);
  // From the exception itself a caller can still learn everything.
  if (parts.some((part) => part.kind === 'Name' && part.id === handler.name)) return undefined;
  const value = parts.find((part) => described.partIn(part) === 'text');
  return value === undefined ? undefined : { statement: last, value };
}

/** What goes to a client is a matter of its own. */
function partsReturned(statement: Return, ctx: SourceContext): readonly Expression[] {
  return statement.value === undefined || isInRoute(statement, ctx) ? [] : partsOfAnswer(statement.value);
}

function partsRaised({ exc, cause }: Raise, ctx: SourceContext): readonly Expression[] {
  if (exc?.kind !== 'Call' || (cause !== undefined && !isNone(cause))) return [];
  return /http|abort|response/i.test(ctx.text.slice(exc.func)) ? [] : argumentValues(exc);
}

/** The last of several clauses has told apart before. */
function isOneOfSeveral({ parent }: ExceptHandler): boolean {
  return (parent?.kind === 'Try' || parent?.kind === 'TryStar') && parent.handlers.length > 1;
}

/** Reaches another machine, or is awaited, which mostly means the same: it can fail in ways that callers treat differently. */
function isRemote(call: Call, ctx: SourceContext): boolean {
  const effect = ctx.effects.of(call);
  return effect === 'network' || effect === 'database' || (effect === 'unknown' && call.parent?.kind === 'Await');
}

/** Overrides, as far as is known, a method that gives success and a text: `-> tuple[bool, str]`. */
function isContract(fn: Def, ctx: SourceContext): boolean {
  const owner = ctx.context.classOfMethod(fn);
  const given = fn.returns?.kind === 'Subscript' ? fn.returns : undefined;
  if (owner === undefined || given?.slice.kind !== 'Tuple' || !isOverride(fn.name, owner, ctx)) return false;
  const names = [given.value, ...given.slice.elts].map((part) => ctx.names.qualifiedName(part)?.split('.').at(-1));
  return /^tuple,bool,str$/i.test(names.join(','));
}
