import { type Expression, type If, lastName, shortText, withoutAwait, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';

/** What is asked is who comes, or whether it was changed on the way. */
const ABOUT_CALLERS =
  /^(?:trusted|allowed|allowlisted|whitelisted|authori[sz]ed|authenticated|permitted|signature|signed|verified|verify|hmac|token)$/i;

export default defineSourceRule({
  docs: {
    summary: 'security check that is only logged',
    why: 'The check finds an untrusted caller, writes a line to the log, and the route goes on as with everybody.',
    remedy: 'Refuse the request where the check fails: raise, or answer 401 or 403',
    harm: 'grants-access',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [636, 693],
    origin: [
      { document: 'Audits of six services in November 2026', finding: 'address list of a webhook only logs a warning' },
    ],
    bad: 'import logging\n\nfrom fastapi import FastAPI, Request\n\nfrom shop import is_trusted_address, mark_paid\n\napp = FastAPI()\n\n\n@app.post("/payments/webhook")\nasync def paid(request: Request):\n    if not is_trusted_address(request.client.host):\n        logging.warning("webhook from an unknown address")\n    mark_paid(await request.json())\n',
    good: 'import logging\n\nfrom fastapi import FastAPI, HTTPException, Request\n\nfrom shop import is_trusted_address, mark_paid\n\napp = FastAPI()\n\n\n@app.post("/payments/webhook")\nasync def paid(request: Request):\n    if not is_trusted_address(request.client.host):\n        logging.warning("webhook from an unknown address")\n        raise HTTPException(403)\n    mark_paid(await request.json())\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    If(branch, ctx) {
      const fn = ctx.context.defAround(branch);
      const refused = fn === undefined || ctx.context.routeOf(fn) === undefined ? undefined : onlyLogged(branch, ctx);
      if (fn === undefined || refused === undefined) return;
      ctx.report({
        at: branch.test,
        message: `check fails open: a failed \`${shortText(refused, ctx.text)}\` is only logged, and \`${fn.name}\` continues`,
      });
    },
  },
});

/** `if not is_trusted(peer): logger.warning(…)`: all that the branch does is to log. */
function onlyLogged({ test, body, orelse }: If, ctx: SourceContext): Expression | undefined {
  const effects = callsWithin(body).map((call) => ctx.effects.of(call));
  const isLog = effects.includes('log') && effects.every((effect) => effect === 'log' || effect === 'pure');
  if (!isLog || orelse.length > 0 || !body.every(({ kind }) => kind === 'Expr')) return undefined;
  return (test.kind === 'BoolOp' && test.op === 'And' ? test.values : [test]).find((each) => {
    const asked = each.kind === 'UnaryOp' && each.op === 'Not' ? withoutAwait(each.operand) : undefined;
    return asked?.kind === 'Call' && wordsOfName(lastName(asked.func) ?? '').some((word) => ABOUT_CALLERS.test(word));
  });
}
