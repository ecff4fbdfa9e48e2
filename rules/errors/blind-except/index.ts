import { type Call, headerSpan, holds, lastName, type Node, namesIn, namesOfCalls } from '#ast';
import { type DoubtId, defineSourceRule, type SourceContext } from '#kit';
import { safeFix, unsafeFix } from '#kit/fixes';
import type { Effect, HandlerLog, HandlerModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { callsAtStake } from '../_shared/calls-at-stake.ts';
import { swallowedYield } from '../_shared/swallowed-yield.ts';
import { tracebackFix } from '../_shared/traceback.ts';
import { writesOutcome } from './outcome-written.ts';
import { quietSubstitute } from './quiet-substitute.ts';
import { unlessReportedElsewhere } from './reported-elsewhere.ts';

/**
 * Boundary to its neighbours: `bare-except` takes `except:`, `swallowed-exception` takes broad handlers that do nothing
 * (trivial bodies), and this rule takes broad handlers that do something, yet keep no traceback.
 */
export default defineSourceRule({
  docs: {
    summary: 'broad exception handler that loses the traceback',
    why: 'Every failure in the body, including bugs, ends up in this handler and looks the same. No traceback is kept, so the cause cannot be found afterwards.',
    remedy: 'Log the exception with its traceback (`logger.exception(…)`), or catch only the exceptions you expect',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [396, 778],
    fixes: [
      safeFix('Log the traceback', 'the log entry gains a traceback; nothing else changes'),
      unsafeFix('Log the traceback', 'the program writes a log entry that it did not write before'),
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
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const { breadth, logs } = described;
      if ((breadth !== 'exception' && breadth !== 'base') || described.isTrivial || described.mayRaise) return;
      if (ctx.context.role === 'test' || swallowedYield(described, ctx) !== undefined) return;
      const kept = logs.find(({ keepsTraceback }) => keepsTraceback);
      if (kept !== undefined) return ctx.proven({ at: handler, by: 'the traceback is kept', where: kept.call });
      if (described.handsExceptionOn) return ctx.proven({ at: handler, by: 'the exception is passed on' });
      const excuse = ctx.handlers.excuseFor(handler);
      if (excuse !== undefined) return ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
      const loss = logs.length > 0 ? loggedWithout(described, ctx) : unlogged(described, ctx);
      if ('fallback' in loss)
        return ctx.proven({ at: handler, by: 'the handler tries an alternative', where: loss.fallback });
      const when = unlessReportedElsewhere(handler, ctx);
      ctx.report({
        at: headerSpan(handler, ctx.text),
        // Who writes one so writes them all so.
        cause: 'habit',
        message: `failures of ${namesOfCalls(callsAtStake(described.tried, ctx))} ${loss.says}${breadth === 'base' ? '; `SystemExit` and `KeyboardInterrupt` are caught too' : ''}`,
        doubt: loss.doubt,
        ...tracebackFix(handler, ctx),
        ...(when && { when }),
        related: loss.related ?? [],
      });
    },
  },
});

interface Loss {
  readonly says: string;
  readonly related?: readonly { readonly at: Call; readonly message: string }[];
  readonly doubt?: DoubtId;
}

function loggedWithout({ handler, logs, logsException }: HandlerModel, ctx: SourceContext): Loss {
  const log = logs.find(({ call }) => isThroughLogger(call, ctx)) ?? logs[0];
  const isNamed = logs.some(({ call }) => holds(call, (node) => node.kind === 'Name' && node.id === handler.name));
  const how = logsException
    ? 'without the traceback'
    : isNamed
      ? 'with only the exception type'
      : 'without the exception';
  return {
    says: `are logged ${how}`,
    related: log === undefined ? [] : [{ at: log.call, message: 'this log call omits the traceback' }],
  };
}

/** Nothing is recorded, and the code goes on with something else. */
function unlogged(described: HandlerModel, ctx: SourceContext): Loss | { readonly fallback: Node } {
  const { handler, failing, work } = described;
  if (namesIn(...handler.body).has(handler.name ?? '')) return { says: 'are handled here and leave no traceback' };
  const instead = quietSubstitute(described, ctx);
  if (instead !== undefined)
    return 'says' in instead ? { says: `are hidden: ${instead.says}, and nothing is logged` } : instead;
  if (work.length === 0) return { says: 'are hidden: nothing is logged' };
  const effects = ctx.effects.within(work);
  // `session.rollback()`, `connection.close()` and nothing else.
  if ((effects.has('clean-up') || effects.has('database')) && [...effects].every((effect) => TIDYING.has(effect)))
    return { says: 'are hidden: the handler only cleans up' };
  const written = writesOutcome(described, ctx);
  if (written !== undefined)
    return {
      says: 'are recorded without the exception',
      related: [{ at: written, message: 'only this is recorded' }],
      doubt: 'failure-handled-elsewhere',
    };
  const calls = callsWithin(work);
  const again = ctx.effects
    .newsworthy(work)
    .find(({ func }) => failing.some((call) => lastName(call.func) === lastName(func)));
  if (again !== undefined) return { fallback: again };
  const reporting = calls.find(({ args, func, keywords, parent }) => {
    const isGiven = parent?.kind === 'Expr' && args.length + keywords.length > 0;
    return isGiven && !FILLING.test(lastName(func) ?? '');
  });
  return {
    says:
      reporting === undefined
        ? 'are hidden: the exception is lost'
        : `only call \`${lastName(reporting.func)}\`, and the exception is lost`,
    ...(calls.some((call) => UNSEEN.has(ctx.effects.of(call))) && { doubt: 'failure-handled-elsewhere' as const }),
  };
}

const FILLING = /^(?:append|add|extend|insert|update|discard|remove|sleep)$/;
const TIDYING: ReadonlySet<Effect> = new Set<Effect>(['clean-up', 'database', 'pure']);
const UNSEEN: ReadonlySet<Effect> = new Set<Effect>(['project', 'unknown']);

function isThroughLogger({ func }: HandlerLog['call'], ctx: SourceContext): boolean {
  if (func.kind !== 'Attribute') return false;
  return ctx.types.isLogger(func.value) || (ctx.names.qualifiedName(func) ?? '').startsWith('logging.');
}
