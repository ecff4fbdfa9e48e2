import { defineSourceRule, heldBackBy, NOT_PRODUCTION } from '#kit';
import { namesOfCalls } from '#kit/code';
import { successTold } from '#kit/errors';

export default defineSourceRule({
  docs: {
    summary: 'route that answers "success" though what it was for has failed',
    why: 'The caller is told that it is done and never tries again; only the log of the server knows that nothing was.',
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
      const told = successTold(ctx.handlers.describe(handler), ctx);
      if (told === undefined) return;
      const { answer, failing, guess } = told;
      const excuse = ctx.handlers.excuseFor(handler);
      if (excuse?.isProof) return ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
      ctx.report({
        at: answer,
        message: `This is answered also where ${namesOfCalls(failing)} failed: the handler goes on as though nothing had been`,
        ...heldBackBy(guess ?? excuse?.says),
        related: [{ at: handler, message: 'what fails ends here' }],
      });
    },
  },
});
