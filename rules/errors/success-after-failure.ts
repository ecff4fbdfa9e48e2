import { defineSourceRule, heldBackBy, NOT_PRODUCTION } from '#kit';
import { namesOfCalls } from '#kit/code';
import { failureAsNothing, successTold } from '#kit/errors';

export default defineSourceRule({
  docs: {
    summary: 'failure told as success, or as nothing found',
    why: 'The caller is told that it is done, or that there is nothing, and never tries again; only the log of the server knows that it failed.',
    remedy:
      'Let the exception through, or answer with an error status in the handler; where the step may fail, say so in the answer.',
    harm: 'lies',
    ceiling: 'P1',
    precision: 'medium',
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
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const told = successTold(described, ctx);
      const nothing = told === undefined ? failureAsNothing(described, ctx) : undefined;
      const answer = told?.answer ?? nothing?.answer;
      if (answer === undefined) return;
      const excuse = ctx.handlers.excuseFor(handler);
      if (excuse?.isProof) return ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
      const failing = namesOfCalls((told ?? nothing)?.failing ?? []);
      ctx.report({
        at: answer,
        message:
          nothing === undefined
            ? `This is answered also where ${failing} failed: the handler goes on as though nothing had been`
            : `${failing} fails and the answer is \`${ctx.text.slice(answer)}\`, as where there is nothing`,
        ...(nothing !== undefined && {
          ceiling: nothing.isRemote ? ('P2' as const) : ('P3' as const),
          cause: `${ctx.path} nothing`,
        }),
        ...heldBackBy(excuse?.says ?? (told ?? nothing)?.guess),
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
