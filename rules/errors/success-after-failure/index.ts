import { type Def, headerSpan, namesOfCalls, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import type { HandlerModel } from '#semantics';
import { failureAsNothing } from '../_shared/failure-as-nothing.ts';
import { reportedSuccess, stepsPassedOver } from '../_shared/success-after-failure.ts';
import { announcedSuccess, type Found } from './announced-success.ts';
import { failureAnsweredOk } from './answered-ok.ts';
import { leftOut } from './left-out.ts';

export default defineSourceRule({
  docs: {
    summary: 'failure reported as success or as an empty result',
    why: "The caller is told that the work is done, or that nothing was found, so it never retries. At most the server's log shows that the work failed.",
    remedy:
      'Let the exception propagate, or answer with an error status in the handler; if the step may fail, say so in the response',
    harm: 'misleads',
    severity: {
      'reported as success': 'P1',
      'status 200 or the result of a task': 'P2',
      'reported as an empty result': 'P2',
      'partial result': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [393, 394],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'failed step only logged or swallowed, caller goes on and reports success',
      },
    ],
    bad: 'import logging\n\nimport requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\nlogger = logging.getLogger(__name__)\n\n@app.post("/orders/{number}/cancel")\ndef cancel(number: int):\n    try:\n        requests.delete(f"https://shop.example/orders/{number}", timeout=5)\n    except Exception:\n        logger.exception("order %s", number)\n    return {"success": True}\n',
    good: 'import logging\n\nimport requests\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\nlogger = logging.getLogger(__name__)\n\n@app.post("/orders/{number}/cancel")\ndef cancel(number: int):\n    try:\n        requests.delete(f"https://shop.example/orders/{number}", timeout=5)\n    except Exception as error:\n        logger.exception("order %s", number)\n        raise HTTPException(status_code=502, detail="not cancelled") from error\n    return {"success": True}\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    FunctionDef: reportSteps,
    AsyncFunctionDef: reportSteps,
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const found =
        claim(described, ctx) ??
        announcedSuccess(described, ctx) ??
        answeredOk(described, ctx) ??
        asNothing(described, ctx) ??
        missing(described, ctx);
      if (found === undefined) return;
      const { isSaid, ...problem } = found;
      const excuse = isSaid ? undefined : ctx.handlers.excuseFor(handler);
      if (excuse !== undefined) return ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
      ctx.report({
        ...problem,
        related: [{ at: handler, message: 'the failure is caught here' }, ...problem.related],
      });
    },
  },
});

function claim(described: HandlerModel, ctx: SourceContext): Found | undefined {
  const found = reportedSuccess(described, ctx);
  if (found === undefined) return undefined;
  const { answer, failing, when } = found;
  const done = answer.kind === 'Return' ? 'answered' : 'written';
  return {
    at: answer,
    message: `failure reported as success: this is ${done} even when ${namesOfCalls(failing)} failed, because the handler continues`,
    related: [],
    ...(when && { when }),
  };
}

/** Who answers one request so answers all so. */
function answeredOk(described: HandlerModel, ctx: SourceContext): Found | undefined {
  const found = failureAnsweredOk(described, ctx);
  if (found === undefined) return undefined;
  const { fn, answer, isTask } = found;
  return {
    at: answer,
    message: isTask
      ? `failure reported as success: the task \`${fn.name}\` returns its error as a result, so its queue never retries it`
      : `failure reported as success: \`${fn.name}\` answers an error with status 200`,
    remedy: isTask
      ? 'Raise the exception, so that the queue retries the task'
      : 'Answer with an error status (4xx or 5xx)',
    kind: 'status 200 or the result of a task',
    cause: isTask ? `${ctx.path} task` : 'status 200',
    isSaid: true,
    related: [],
  };
}

function asNothing(described: HandlerModel, ctx: SourceContext): Found | undefined {
  const found = failureAsNothing(described, ctx);
  if (found === undefined) return undefined;
  const { answer, ordinary, failing } = found;
  return {
    at: answer,
    message: `failure reported as an empty result: when ${namesOfCalls(failing)} fails, the result is \`${shortText(answer, ctx.text)}\``,
    remedy: 'Let the exception propagate, or return a value that callers can tell from an empty result',
    kind: 'reported as an empty result',
    cause: `${ctx.path} nothing`,
    related: [{ at: ordinary, message: 'the result may be the same on success' }],
  };
}

function missing(described: HandlerModel, ctx: SourceContext): Found | undefined {
  const found = leftOut(described, ctx);
  if (found === undefined) return undefined;
  return {
    at: headerSpan(described.handler, ctx.text),
    message: `partial failure hidden: when ${namesOfCalls(found.failing)} fails for one of \`${found.of}\`, the loop continues and the result does not show that one is missing`,
    remedy: 'Let the exception propagate, or return the failed items as well',
    kind: 'partial result',
    cause: `${ctx.path} missing`,
    related: [{ at: found.answer, message: 'this is taken for the complete result' }],
  };
}

/** What a function of the project takes itself, its callers skip; and a refusal by its status alone. */
function reportSteps(fn: Def, ctx: SourceContext): void {
  for (const { step, path, answer } of stepsPassedOver(fn, ctx))
    ctx.report({
      at: answer,
      message: `failure reported as success: this is returned even when \`${shortText(step.func, ctx.text)}\` failed, ${path === undefined ? 'because its error status is ignored' : 'because it swallows its own exceptions'}`,
      remedy: 'Let the exception propagate from there, or check its result, and answer with an error status',
      related: [{ at: step, message: 'the outcome is ignored' }],
      ...(path !== undefined && {
        when: providedThat({ kind: 'reaches-outside', function: path, from: ctx.path, isUnreported: true }, 'drop'),
      }),
    });
}
