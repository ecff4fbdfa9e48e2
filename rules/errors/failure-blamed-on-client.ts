import { type Call, type ExceptHandler, headerSpan, isCapWords, lastName, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isInRoute } from '#kit/web';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { inspectsException, raisesAgain, statusAnsweredIn } from '#semantics/handlers/answered-status';

export default defineSourceRule({
  docs: {
    summary: 'server error reported as a client error',
    why: 'When the database or another service is down, the client is told that its request is wrong and does not retry. Monitoring that counts 5xx responses sees a healthy service.',
    remedy:
      'Catch only the exception classes that a bad request can cause and answer those with 4xx; let everything else become a 500 or 503',
    harm: 'misleads',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [393, 396],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'broad handlers that answer every failure with 400, 401 or 409',
      },
    ],
    bad: 'from fastapi import FastAPI, HTTPException\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n@app.post("/orders")\ndef create(number: int, session: Session):\n    try:\n        session.add(number)\n        session.commit()\n    except Exception:\n        raise HTTPException(status_code=409, detail="this order exists")\n',
    good: 'from fastapi import FastAPI, HTTPException\nfrom sqlalchemy.exc import IntegrityError\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n@app.post("/orders")\ndef create(number: int, session: Session):\n    try:\n        session.add(number)\n        session.commit()\n    except IntegrityError:\n        raise HTTPException(status_code=409, detail="this order exists")\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    ExceptHandler(handler, ctx) {
      if (!ctx.handlers.describe(handler).isBroad || !isInRoute(handler, ctx)) return;
      const status = statusAnsweredIn(handler, ctx);
      if (status === undefined || status < 400 || status >= 500) return;
      const { sure, unsure } = failingIn(handler, ctx);
      // What is read of the request comes first.
      const [first = unsure.at(-1)] = sure;
      if (first === undefined) return;
      if (raisesAgain(handler)) return ctx.proven({ at: handler, by: 'the caught exception is re-raised' });
      if (inspectsException(handler))
        return ctx.proven({ at: handler, by: 'the handler inspects the caught exception' });
      ctx.report({
        at: headerSpan(handler, ctx.text),
        cause: ctx.path,
        doubt: sure.length === 0 ? 'uncertain-failure' : undefined,
        message: `any failure of \`${shortText(first.func, ctx.text)}\` is answered with ${status}, as if the client's request were wrong`,
        related: [{ at: first, message: 'this can fail without a mistake by the client' }],
      });
    },
  },
});

interface Failing {
  /** Calls that reach a database or another machine. */
  readonly sure: readonly Call[];
  /** Calls of functions of other modules; what classes make of their arguments is no work. */
  readonly unsure: readonly Call[];
}

/** What fails by itself in the `try`, and whose failure this handler takes. */
function failingIn(handler: ExceptHandler, ctx: SourceContext): Failing {
  const { context, effects, handlers } = ctx;
  const { tried } = handlers.describe(handler);
  const calls = callsWithin(tried).filter((call) => {
    const [inner] = context.triesAround(call);
    return inner?.handlers.includes(handler) === true;
  });
  const remote = new Set(effects.remote(tried));
  const sure = calls.filter((call) => effects.of(call) === 'database' || remote.has(call));
  const unsure = calls.filter(
    (call) =>
      effects.of(call) === 'project' &&
      definitionCalled(ctx, call) === undefined &&
      !isCapWords(lastName(call.func) ?? ''),
  );
  return { sure, unsure };
}
