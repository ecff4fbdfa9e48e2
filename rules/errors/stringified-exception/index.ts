import { bodyWithoutDocstring, type Def, type ExceptHandler, namesOfCalls } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { offering, unsafeFix } from '#kit/fixes';
import type { HandlerModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { listedCode } from '#text/wording';
import { textKeptBy } from './kept-text.ts';
import {
  findLoss,
  isAnsweredToClient,
  isContract,
  isOneOfSeveral,
  isRemote,
  messageOf,
  raisedFrom,
  tracebackIn,
} from './losses.ts';

export default defineSourceRule({
  docs: {
    summary: 'exception reduced to its text',
    why: 'The caller gets the same kind of string for a timeout, a rejected key and a bug. It cannot know which failures to retry, and the traceback is lost.',
    remedy: 'Catch only the exception types that you handle, and log the rest with the traceback or let them propagate',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [396, 755],
    fixes: [
      unsafeFix('Raise it `from` the exception', '`from None` may be intended, and tracebacks show the cause again'),
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
    ctx.proven({ at: handler, by: 'the raised exception keeps the original as its context', where: loss.statement });
    return;
  }
  const calls = callsWithin(described.tried);
  const remote = calls.filter((call) => isRemote(call, ctx));
  ctx.report({
    at: loss.statement,
    // Anyone who gives back a text for one failure does so for all.
    cause: loss.statement.kind === 'Raise' ? 'raised' : 'given back',
    message: messageOf(loss, around, namesOfCalls(remote.length > 0 ? remote : calls), ctx),
    ...offering(raisedFrom(loss, handler)),
    doubt: isContract(around, ctx) ? 'override-hook' : undefined,
    related: [{ at: handler.type ?? handler, message: 'every exception is caught here' }],
  });
}

/** `try: app.run() except Exception as error: print(f"failed: {error}")` is all that a function does: of whatever ends it, a text is left. */
function reportEnd(handler: ExceptHandler, described: HandlerModel, around: Def, ctx: SourceContext): boolean {
  const [only, ...others] = bodyWithoutDocstring(around);
  if (only !== handler.parent || others.length > 0 || isOneOfSeveral(handler)) return false;
  const [log] = described.logs;
  const isDistinctive = ({ kind, value }: { readonly kind: string; readonly value?: unknown }): boolean =>
    kind === 'Expr' && described.logs.some(({ call }) => call === value);
  if (log === undefined || !described.logsTextAlone || !handler.body.every(isDistinctive)) return false;
  if (ctx.flow.returnValues(around).some((value) => value !== undefined)) return false;
  ctx.report({
    at: log.call,
    cause: 'ends',
    message: `\`${around.name}\` catches every exception from ${namesOfCalls(callsWithin(described.tried))}, logs only its text and returns`,
    remedy: 'Log the exception with its traceback (`logger.exception`, `traceback.print_exc`), or let it propagate',
    related: [{ at: handler.type ?? handler, message: 'every exception is caught here' }],
  });
  return true;
}

/** `job.error = str(error)`, `record(status="failed", message=str(error))`: for anyone who asks later nothing else is kept. */
function reportKept(handler: ExceptHandler, described: HandlerModel, around: Def, ctx: SourceContext): void {
  if (described.usesMoreThanText || tracebackIn(described) !== undefined || isOneOfSeveral(handler)) return;
  if (described.mayRaise && !isAnsweredToClient(handler, ctx)) return;
  const calls = callsWithin(described.tried);
  const kept = calls.length === 0 ? undefined : textKeptBy(described, ctx);
  if (kept === undefined) return;
  const keepers = listedCode(kept.keepers);
  ctx.report({
    at: kept.at,
    cause: 'kept',
    message: `every exception from ${namesOfCalls(calls)} is caught, and only its text is kept, in ${keepers}`,
    remedy: 'Log the exception with its traceback (`logger.exception`) as well, or keep its class',
    related: [{ at: handler.type ?? handler, message: 'every exception is caught here' }],
  });
}
