import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isOverride } from '#kit/calls';
import {
  ancestors,
  argumentValues,
  bodyWithoutDocstring,
  type Call,
  callsWithin,
  type Def,
  type ExceptHandler,
  type Expression,
  isNone,
  nameOfPlace,
  namesOfCalls,
  purposeOf,
  type Raise,
  type Return,
  statementsThrough,
} from '#kit/code';
import { type HandlerModel, isForReader, isUnrecorded, textKeptBy } from '#kit/errors';
import { type Edits, offering, replacement, unsafeFix } from '#kit/fixes';
import { copiedCode } from '#kit/texts';
import { clientAnswerAt, isInRoute, partsOfAnswer } from '#kit/web';

export default defineSourceRule({
  docs: {
    summary: 'exception of any kind reduced to its text',
    why: 'The caller gets one string for a time-out, a refused key and a defect of the code, so it can neither retry the one nor stop at the other, and the traceback is gone.',
    remedy:
      'Catch the exceptions that callers treat differently, each by its class, and log the rest with its traceback or let it through.',
    harm: 'hides',
    ceiling: 'P2',
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
  if (described.logsException && !described.logsTextAlone) {
    ctx.proven({ at: handler, by: 'a log tells what was raised', where: described.logs[0]?.call });
    return;
  }
  // Without `from None` the interpreter keeps the exception as context: no caller is told it, and every traceback shows it.
  if (loss.statement.kind === 'Raise' && loss.statement.cause === undefined) {
    ctx.proven({ at: handler, by: 'what is raised keeps the exception as its context', where: loss.statement });
    return;
  }
  const calls = callsWithin(described.tried);
  const remote = calls.filter((call) => isRemote(call, ctx));
  // Whoever asks no other machine has nothing to try again: what is left to lose is the text.
  if (described.logsTextAlone && remote.length === 0 && isStructured(loss)) {
    ctx.proven({ at: handler, by: 'the caller is told that it failed, and a log has the text', where: loss.statement });
    return;
  }
  ctx.report({
    at: loss.statement,
    // Functions of one file that give back a text for whatever failed were written with one habit.
    cause: loss.statement.kind === 'Raise' ? copiedCode(handler.parent ?? handler, ctx) : `${ctx.path} given back`,
    message: messageOf(loss, around, namesOfCalls(remote.length > 0 ? remote : calls), ctx),
    // Callers take the text for what they asked another machine for, and nothing says that it did not answer.
    ...((remote.length === 0 || takenApart(loss) || !isUnrecorded(described, ctx)) && MILD),
    ...offering(raisedFrom(loss, handler)),
    ...heldBackBy(guessAgainst(described, loss, around, remote.length > 0, ctx)),
    related: [{ at: handler.type ?? handler, message: 'every exception ends here' }],
  });
}

const MILD = { ceiling: 'P3' } as const;

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
    cause: `${ctx.path} ends`,
    message: `of whatever ${namesOfCalls(callsWithin(described.tried))} raises \`${around.name}\` leaves only the text, and then it is over`,
    remedy: 'Log the exception with its traceback (`logger.exception`, `traceback.print_exc`), or let it through',
    ...MILD,
    heldBack: 'whoever reads the text may need no traceback',
    related: [{ at: handler.type ?? handler, message: 'every exception ends here' }],
  });
  return true;
}

/** `job.error = str(error)`, `record(status="failed", message=str(error))`: for whoever asks later nothing else is kept. */
function reportKept(handler: ExceptHandler, described: HandlerModel, around: Def, ctx: SourceContext): void {
  if (described.usesMoreThanText || described.logsException || isOneOfSeveral(handler)) return;
  if (described.mayRaise && !isAnsweredToClient(handler, ctx)) return;
  const calls = callsWithin(described.tried);
  const kept = calls.length === 0 ? undefined : textKeptBy(described, ctx);
  if (kept === undefined) return;
  ctx.report({
    at: kept.at,
    cause: `${ctx.path} kept`,
    message: `of whatever ${namesOfCalls(calls)} raises \`${kept.keeper}\` keeps the text, and nothing else is left`,
    remedy: 'Log the exception with its traceback (`logger.exception`) beside it, or keep its class as well',
    ...MILD,
    heldBack: isForReader(around, ctx)
      ? 'by the names around it somebody reads its answer'
      : 'whoever reads what is kept may need no traceback',
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

/** Without a remote end the failures differ less, and what a base asks for is its matter. */
function guessAgainst(
  described: HandlerModel,
  loss: Loss,
  around: Def,
  isRemoteTried: boolean,
  ctx: SourceContext,
): string | undefined {
  if (described.explanation !== undefined) return 'a comment there gives a reason';
  if (isForReader(around, ctx)) return 'by the names around it somebody reads its answer';
  if (isContract(around, ctx)) return 'a base class asks for such an answer';
  if (purposeOf(around) !== undefined) return `the name \`${around.name}\` says that it may fail quietly`;
  if (!isRemoteTried) return 'nothing shows that another machine is asked, so its failures may differ little';
  if (!isStructured(loss)) return 'the text may be for people';
  return described.logsTextAlone ? 'a log has the text, too, which may say enough' : undefined;
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

const takenApart = (loss: Loss): boolean => loss.statement.kind === 'Raise' || isStructured(loss);

/** A failure told in a form that code takes apart: `Err(…)`, `{"error": …}`, `None, …`; a text alone is for a reader. */
function isStructured({ statement, value }: Loss): boolean {
  if (statement.kind === 'Raise') return false;
  for (const outer of ancestors(value)) {
    if (outer.kind === 'Call') return RESULT.test(nameOfPlace(outer.func) ?? '');
    if (outer.kind === 'Dict' || outer.kind === 'Tuple') return true;
    if (outer === statement) return false;
  }
  return false;
}

/** Overrides, as far as is known, a method that gives success and a text: `-> tuple[bool, str]`. */
function isContract(fn: Def, ctx: SourceContext): boolean {
  const owner = ctx.context.classOfMethod(fn);
  const given = fn.returns?.kind === 'Subscript' ? fn.returns : undefined;
  if (owner === undefined || given?.slice.kind !== 'Tuple' || !isOverride(fn.name, owner, ctx)) return false;
  const names = [given.value, ...given.slice.elts].map((part) => ctx.names.qualifiedName(part)?.split('.').at(-1));
  return /^tuple,bool,str$/i.test(names.join(','));
}

/** Classes that tell of success or failure, by the end of their names. */
const RESULT = /(?:Err|Error|Failure|Failed|Result|Response|Output|Outcome|Reply|dict)$/;
