import { defineSourceRule, heldBackBy, providedThat, type SourceContext } from '#kit';
import { callsElsewhere } from '#kit/calls';
import { type Call, type Effect, type ExceptHandler, headerSpan, lastName, namesOfCalls, nodesOf } from '#kit/code';
import {
  conversionsIn,
  type HandlerLog,
  type HandlerModel,
  ONLY_CONVERTED,
  promisedSilence,
  quietSubstitute,
  staysWithin,
  swallowedYield,
  tellsType,
  toldInstead,
  toldOtherwise,
  unknownCallsIn,
  unlessToldElsewhere,
  writesOutcome,
} from '#kit/errors';
import { safeFix, tracebackFix, unsafeFix } from '#kit/fixes';
import type { Condition } from '#kit/project';
import { copiedCode } from '#kit/texts';

/**
 * Boundary to its neighbours: `bare-except` takes `except:`, `swallowed-exception` takes broad handlers that do nothing
 * (trivial bodies), and this rule takes broad handlers that do something, yet nothing with the exception.
 */
export default defineSourceRule({
  docs: {
    summary: 'broad exception handler that loses the exception',
    why: 'Every failure of the body, a defect in the code included, ends here under one name, and nothing that is kept says which one it was.',
    remedy:
      'Log the exception with its traceback (`logger.exception(…)`), or catch only the exceptions that you expect here.',
    harm: 'hides',
    ceiling: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [396, 778],
    fixes: [
      safeFix('Log the traceback', 'the log has one part more, and nothing else changes'),
      unsafeFix('Log the traceback', 'the program writes a log that it did not write'),
    ],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'ERR-001' },
      { document: 'CORTEX Architectural Audit Report', finding: 'ERR-003' },
    ],
    bad: 'import logging\n\nlogger = logging.getLogger(__name__)\n\ndef sync(client):\n    try:\n        client.push_all()\n    except Exception:\n        logger.warning("push failed")\n',
    measured: {
      read: 23,
      right: 20,
      on: 'prefect, mlflow, TenSafe, luigi, airflow, superset, gradio, apache_superset, apache_airflow_core, camel_ai, feast, label_studio, apscheduler, arize_phoenix, great_expectations',
    },
    good: 'import logging\n\nlogger = logging.getLogger(__name__)\n\ndef sync(client):\n    try:\n        client.push_all()\n    except Exception:\n        logger.exception("push failed")\n',
  },
  needs: ['effects'],
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const { breadth } = described;
      if ((breadth !== 'exception' && breadth !== 'base') || described.isTrivial || described.mayRaise) return;
      if (described.handsExceptionOn) return ctx.proven({ at: handler, by: 'the exception is handed on' });
      if (described.logsException)
        return ctx.proven({ at: handler, by: 'a log has the exception', where: described.logs[0]?.call });
      if (ctx.context.role === 'test' || swallowedYield(described, ctx) !== undefined) return;
      const loss = lossOf(described, ctx) ?? answerOf(described, ctx);
      if (loss === undefined) return;
      if (staysWithin(described, ctx)) return ctx.proven({ at: handler, by: 'only values are looked at' });
      const when = loss.when ?? unlessToldElsewhere(handler, ctx);
      const excuse = ctx.handlers.excuseFor(handler);
      if (excuse?.isProof) return ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
      const promise = promisedSilence(handler, excuse, ctx);
      ctx.report({
        at: headerSpan(handler, ctx.text),
        cause: causeOf(described, ctx),
        message: `${loss.message}${breadth === 'base' ? '; `SystemExit` and `KeyboardInterrupt` end here too' : ''}`,
        // What speaks for it leaves that too little is said.
        ...((loss.isRemote !== true || excuse !== undefined) && { ceiling: 'P3' as const }),
        ...heldBackBy(excuse?.says ?? loss.guess),
        ...tracebackFix(handler, ctx),
        ...(when && { when }),
        related: [...loss.related, ...promise],
      });
    },
  },
});

/** Handlers of one file that tell alike and go on alike were written with one habit; elsewhere copies show it. */
function causeOf(described: HandlerModel, ctx: SourceContext): string {
  const { handler, tried, logs } = described;
  const way = wayOfHiding(described, ctx);
  if (logs.length > 0 && nodesOf(ctx.module, 'ExceptHandler').some((other) => hidesSo(other, handler, way, ctx)))
    return `${ctx.path} ${way}`;
  // The same question to each kind of device, in one function, differs in the body alone.
  return copiedCode(ctx.effects.within(tried).has('probe') ? handler : (handler.parent ?? handler), ctx);
}

function hidesSo(other: ExceptHandler, handler: ExceptHandler, way: string, ctx: SourceContext): boolean {
  if (other === handler) return false;
  const twin = ctx.handlers.describe(other);
  if (!twin.isBroad || twin.logsException || twin.handsExceptionOn || twin.mayRaise) return false;
  return wayOfHiding(twin, ctx) === way && ctx.handlers.excuseFor(other) === undefined;
}

/** What is told how loud, and what is given in place of the result. */
function wayOfHiding(described: HandlerModel, ctx: SourceContext): string {
  const { logs, returned, exits, work } = described;
  const levels = logs.map(({ level }) => level).join(' ');
  const instead = returned.map((value) => ctx.text.slice(value)).join(' ');
  return JSON.stringify([levels, instead, exits, work.map(({ kind }) => kind), tellsType(described)]);
}

interface Loss {
  readonly message: string;
  /** Another machine or a database was asked, and nothing at all tells that it did not answer. */
  readonly isRemote?: boolean;
  readonly related: readonly { readonly at: Call; readonly message: string }[];
  readonly guess?: string;
  readonly when?: Condition;
}

/** Nothing is recorded, and the code goes on with something else; another way to the same result takes what the first one took. */
function answerOf(described: HandlerModel, ctx: SourceContext): Loss | undefined {
  const { tried, failing } = described;
  const instead = quietSubstitute(described, ctx);
  if (instead === undefined) return undefined;
  const elsewhere = failing.length > 0 ? [] : callsElsewhere(tried, ctx);
  const conversions = failing.length > 0 || elsewhere.length > 0 ? [] : conversionsIn(tried, ctx);
  const known = [failing, elsewhere.map(({ call }) => call), conversions].find((each) => each.length > 0);
  const calls = known ?? unknownCallsIn(tried, ctx);
  if (calls.length === 0) return undefined;
  return {
    message: `${namesOfCalls(calls)} fails, ${instead}, and nothing tells what failed`,
    isRemote: failing.some((call) => REMOTE.has(ctx.effects.of(call))),
    related: [],
    ...(conversions.length > 0 && { guess: ONLY_CONVERTED }),
    ...(known === undefined && { guess: UNKNOWN }),
    ...(elsewhere.length > 0 && {
      when: {
        ...providedThat({ kind: 'any', of: elsewhere.map(({ question }) => question) }, 'drop'),
        unknown: { heldBack: UNKNOWN },
      },
    }),
  };
}

function lossOf(described: HandlerModel, ctx: SourceContext): Loss | undefined {
  const { logs, fallback, work } = described;
  const log = logs.find(({ call }) => isThroughLogger(call, ctx)) ?? logs[0];
  if (log !== undefined) {
    const isLogged = isThroughLogger(log.call, ctx);
    // On the terminal, with another way tried behind it, it is a message to the user and no record.
    if (!isLogged && (work.length > 0 || fallback?.kind === 'Call')) return undefined;
    const part = tellsType(described) ? ', only its type' : '';
    const guess = part === '' ? toldOtherwise(described, ctx) : 'its class may say enough';
    return {
      message: `${namesOfCalls(described.failing)} fails and \`${log.level}\` tells it without the exception${part}`,
      related: [{ at: log.call, message: 'this log does not have the exception' }],
      ...(guess !== undefined && { guess }),
    };
  }
  if (work.length === 0) return undefined;
  const effects = ctx.effects.within(work);
  if (![...effects].every((effect) => TIDYING.has(effect)))
    return outcomeKept(described, ctx) ?? onlyTold(described, ctx);
  const message = `${namesOfCalls(described.failing)} fails, the handler tidies up and nobody is told`;
  // `session.rollback()`, `connection.close()` and nothing else.
  if (effects.has('clean-up') || effects.has('database')) return { message, related: [] };
  return onlyTold(described, ctx);
}

/** That it failed is written to a database, and why is lost. */
function outcomeKept(described: HandlerModel, ctx: SourceContext): Loss | undefined {
  const at = writesOutcome(described, ctx);
  if (at === undefined) return undefined;
  return {
    message: `${namesOfCalls(described.failing)} fails, the handler writes down that it did, and nothing here keeps what failed`,
    related: [{ at, message: 'this is all that is written' }],
    guess: 'what the handler calls may tell it',
  };
}

/** Somebody is told that it failed, without a word of why. */
function onlyTold(described: HandlerModel, ctx: SourceContext): Loss | undefined {
  const told = toldInstead(described, ctx);
  if (told === undefined) return undefined;
  const message = `${namesOfCalls(told.failed)} fails, \`${lastName(told.told.func)}\` is called instead, and nothing here keeps what failed`;
  return { message, related: [], guess: told.guess };
}

const REMOTE: ReadonlySet<Effect> = new Set<Effect>(['network', 'database']);
const TIDYING: ReadonlySet<Effect> = new Set<Effect>(['clean-up', 'database', 'pure']);
const UNKNOWN = 'what is called there is not known, and may fail for nothing that matters';

function isThroughLogger({ func }: HandlerLog['call'], ctx: SourceContext): boolean {
  if (func.kind !== 'Attribute') return false;
  return ctx.types.isLogger(func.value) || (ctx.names.qualifiedName(func) ?? '').startsWith('logging.');
}
