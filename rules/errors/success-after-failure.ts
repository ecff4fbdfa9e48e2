import { defineSourceRule, heldBackBy, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { type Def, namesOfCalls, shortText } from '#kit/code';
import { failureAnsweredOk, failureAsNothing, stepsPassedOver, successTold } from '#kit/errors';

export default defineSourceRule({
  docs: {
    summary: 'failure told as success, or as nothing found',
    why: 'The caller is told that it is done, or that there is nothing, and never tries again; only the log of the server knows that it failed.',
    remedy:
      'Let the exception through, or answer with an error status in the handler; where the step may fail, say so in the answer.',
    harm: 'lies',
    ceiling: 'P1',
    precision: 'medium',
    profile: 'strict',
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
      const told = successTold(described, ctx);
      const ok = told === undefined ? failureAnsweredOk(described, ctx) : undefined;
      const nothing = told === undefined && ok === undefined ? failureAsNothing(described, ctx) : undefined;
      const answer = (told ?? ok ?? nothing)?.answer;
      if (answer === undefined) return;
      const excuse = ok === undefined ? ctx.handlers.excuseFor(handler) : undefined;
      if (excuse?.isProof) return ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
      const failing = namesOfCalls((told ?? nothing)?.failing ?? []);
      ctx.report({
        at: answer,
        message:
          ok !== undefined
            ? `\`${ok.fn.name}\` answers its failure with status 200, which clients and monitors take for success`
            : nothing === undefined
              ? `This is answered also where ${failing} failed: the handler goes on as though nothing had been`
              : `${failing} fails and the answer is \`${ctx.text.slice(answer)}\`, as where there is nothing`,
        ...(nothing !== undefined && {
          ceiling: nothing.isRemote ? ('P2' as const) : ('P3' as const),
          cause: `${ctx.path} nothing`,
        }),
        // Who answers one request so answers all so.
        ...(ok !== undefined && { ceiling: 'P2' as const, cause: 'status 200' }),
        ...heldBackBy(excuse?.says ?? (told ?? ok ?? nothing)?.guess),
        related: [
          { at: handler, message: 'what fails ends here' },
          ...(nothing === undefined
            ? []
            : [{ at: nothing.ordinary, message: 'this may be the same where nothing failed' }]),
        ],
      });
    },
  },
});

/** What a function of the project takes itself, whoever calls it passes over; and a refusal by its status alone. */
function reportSteps(fn: Def, ctx: SourceContext): void {
  for (const { step, path, answer, guess } of stepsPassedOver(fn, ctx))
    ctx.report({
      at: answer,
      message: `This is answered also where \`${shortText(step.func, ctx.text)}\` failed, ${path === undefined ? 'as its status may say' : 'which takes its failures itself'}`,
      remedy: 'Let the exception through there, or look at what it gives, and answer with an error status.',
      ...heldBackBy(guess),
      related: [{ at: step, message: 'nobody acts on how it went' }],
      ...(path !== undefined && {
        when: {
          ...providedThat({ kind: 'reaches-outside', function: path, from: ctx.path, isUntold: true }, 'drop'),
          unknown: { heldBack: 'a comment there gives a reason' },
        },
      }),
    });
}
