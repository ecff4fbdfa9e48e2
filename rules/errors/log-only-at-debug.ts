import { headerSpan, namesOfCalls } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsElsewhere, providedTheyLetOut, providedTheyReach } from '#kit/calls';
import type { HandlerModel } from '#semantics';
import { handlesOwnFailures } from '#semantics/handlers/own-failures';

/** Levels that production does not record. */
const QUIET: ReadonlySet<string> = new Set(['debug', 'trace']);

/**
 * Boundary to its neighbours: `swallowed-exception` takes handlers that tell nobody, `blind-except` those that keep no
 * traceback, and this rule those whose log has the exception, at a level that nobody sees.
 */
export default defineSourceRule({
  docs: {
    summary: 'failure logged only at DEBUG',
    why: 'DEBUG logging is usually off in production, so every failure in the body, including bugs, goes unnoticed.',
    remedy: 'Log unexpected failures at WARNING or above with the traceback, and use DEBUG only for those you expect',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [778, 390],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'import logging\nimport sqlite3\n\nlogger = logging.getLogger(__name__)\n\ndef balance(account, known):\n    if account not in known:\n        return None\n    try:\n        bank = sqlite3.connect("bank.db")\n        return bank.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()[0]\n    except Exception as error:\n        logger.debug("no balance: %s", error)\n        return None\n',
    good: 'import logging\nimport sqlite3\n\nlogger = logging.getLogger(__name__)\n\ndef balance(account, known):\n    if account not in known:\n        return None\n    try:\n        bank = sqlite3.connect("bank.db")\n        return bank.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()[0]\n    except Exception:\n        logger.exception("no balance")\n        raise\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      if (!described.isBroad || described.mayRaise || described.handsExceptionOn || !logsQuietly(described)) return;
      const elsewhere = described.failing.length > 0 ? [] : callsElsewhere(described.tried, ctx);
      const calls = described.failing.length > 0 ? described.failing : elsewhere.map(({ call }) => call);
      if (calls.length === 0) return;
      const open = calls.filter((call) => !handlesOwnFailures(call, ctx));
      if (open.length === 0)
        return ctx.proven({ at: handler, by: 'the functions it calls handle or log their own failures' });
      const when = elsewhere.length > 0 ? providedTheyReach(elsewhere) : providedTheyLetOut(open, ctx);
      const excuse = ctx.handlers.excuseFor(handler);
      if (excuse !== undefined) return ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
      const { mistakenAnswer: mistaken } = described;
      ctx.report({
        at: headerSpan(handler, ctx.text),
        message: `failures of ${namesOfCalls(calls)} are logged only at DEBUG${outcome(described, ctx)}`,
        // Who tells one at DEBUG tells all so.
        cause: 'habit',
        ...(when && { when }),
        related:
          mistaken === undefined ? [] : [{ at: mistaken.normal, message: 'the same value is returned on success' }],
      });
    },
  },
});

function logsQuietly({ logs, logsException }: HandlerModel): boolean {
  return logsException && logs.length > 0 && logs.every(({ level }) => QUIET.has(level));
}

function outcome({ mistakenAnswer }: HandlerModel, ctx: SourceContext): string {
  return mistakenAnswer === undefined ? '' : `; \`${ctx.text.slice(mistakenAnswer.value)}\` is returned, as on success`;
}
