import {
  copiedCode,
  defineSourceRule,
  type Effect,
  type HandlerLog,
  type HandlerModel,
  headerSpan,
  namesOfCalls,
  promisedSilence,
  type SourceContext,
  type Stmt,
} from '#kit';

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
    profile: 'strict',
    precision: 'low',
    since: '0.1.0',
    cwe: [396, 778],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'ERR-001' },
      { document: 'CORTEX Architectural Audit Report', finding: 'ERR-003' },
    ],
    bad: 'import logging\n\nlogger = logging.getLogger(__name__)\n\ndef sync(client):\n    try:\n        client.push_all()\n    except Exception:\n        logger.warning("push failed")\n',
    measured: {
      read: 26,
      right: 23,
      on: 'prefect, mlflow, TenSafe, luigi, airflow, superset, gradio, apache_superset, apache_airflow_core, camel_ai, feast, label_studio, apscheduler, arize_phoenix, great_expectations',
    },
    good: 'import logging\n\nlogger = logging.getLogger(__name__)\n\ndef sync(client):\n    try:\n        client.push_all()\n    except Exception:\n        logger.exception("push failed")\n',
  },
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const { breadth } = described;
      if ((breadth !== 'exception' && breadth !== 'base') || described.isTrivial || described.mayRaise) return;
      if (described.logsException || described.handsExceptionOn) return;
      if (ctx.context.isTestCode(handler)) return;
      const loss = lossOf(described, ctx);
      const excuse = loss === undefined ? undefined : ctx.handlers.excuseFor(handler);
      if (loss === undefined || (excuse !== undefined && excuse !== 'promised')) return;
      const promise = promisedSilence(handler, excuse, ctx);
      ctx.report({
        at: headerSpan(handler, ctx.text),
        // The same question to each kind of device, in one function, differs in the body alone.
        cause: copiedCode(
          ctx.effects.within(described.tried).has('probe') ? handler : (handler.parent ?? handler),
          ctx,
        ),
        message: `${loss.message}${breadth === 'base' ? '; `SystemExit` and `KeyboardInterrupt` end here too' : ''}`,
        ...((loss.isPlain || promise.length > 0) && { ceiling: 'P3' as const }),
        related: [
          ...(loss.log === undefined ? [] : [{ at: loss.log.call, message: 'this log does not have the exception' }]),
          ...promise,
        ],
      });
    },
  },
});

interface Loss {
  readonly message: string;
  /** Often meant so: it is told at a level that nobody reads, on the terminal, or not at all. */
  readonly isPlain: boolean;
  readonly log: HandlerLog | undefined;
}

function lossOf(described: HandlerModel, ctx: SourceContext): Loss | undefined {
  const { logs, fallback, work } = described;
  const log = logs.find(({ call }) => isThroughLogger(call, ctx)) ?? logs[0];
  if (log !== undefined) {
    const isLogged = isThroughLogger(log.call, ctx);
    // On the terminal, with another way tried behind it, it is a message to the user and no record.
    if (!isLogged && (work.length > 0 || fallback?.kind === 'Call')) return undefined;
    const message = `${namesOfCalls(described.failing)} fails and \`${log.level}\` tells it without the exception`;
    return { message, isPlain: !isLogged || QUIET.has(log.level), log };
  }
  if (work.length === 0 || ![...ctx.effects.within(work)].every((effect) => TIDYING.has(effect))) return undefined;
  const message = `${namesOfCalls(described.failing)} fails, the handler tidies up and nobody is told`;
  return undoes(work, ctx) ? { message, isPlain: true, log } : undefined;
}

/** Levels that production does not record. */
const QUIET: ReadonlySet<string> = new Set(['debug', 'trace']);
const TIDYING: ReadonlySet<Effect> = new Set<Effect>(['clean-up', 'database', 'pure']);

/** `session.rollback()`, `connection.close()` and nothing else. */
function undoes(work: readonly Stmt[], ctx: SourceContext): boolean {
  const effects = ctx.effects.within(work);
  return effects.has('clean-up') || effects.has('database');
}

function isThroughLogger({ func }: HandlerLog['call'], ctx: SourceContext): boolean {
  if (func.kind !== 'Attribute') return false;
  return ctx.types.isLogger(func.value) || (ctx.names.qualifiedName(func) ?? '').startsWith('logging.');
}
