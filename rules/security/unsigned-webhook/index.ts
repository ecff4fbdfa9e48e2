import { defineProjectRule, factsOfKind, NOT_PRODUCTION, unpackPlace } from '#kit';
import { aboveFacts, routersAbove } from '../_shared/routers-above.ts';
import { botsIn } from './bot-webhooks.ts';
import { type Fact, registeredIn, webhooksIn } from './webhook-routes.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'forged webhook: no signature or secret is verified',
    why: 'The URL of a webhook does not stay secret. Anyone who knows it can send payments, messages or events that never happened.',
    remedy:
      'Verify the signature of the body (`hmac.compare_digest`, `stripe.Webhook.construct_event`) or a shared secret, and answer 401 or 403 otherwise',
    harm: 'grants-access',
    severity: { 'events are believed': 'P0', 'bot without a secret token': 'P1' },
    precision: 'medium',
    since: '0.1.0',
    cwe: [306, 345],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'webhook route that verifies no signature or secret',
      },
    ],
    bad: 'from fastapi import FastAPI, Request\n\napp = FastAPI()\n\n\n@app.post("/webhooks/payments")\nasync def payment(request: Request):\n    event = await request.json()\n    mark_paid(event["order"])\n',
    good: 'import hmac\n\nfrom fastapi import FastAPI, HTTPException, Request\n\napp = FastAPI()\n\n\n@app.post("/webhooks/payments")\nasync def payment(request: Request):\n    body = await request.body()\n    if not hmac.compare_digest(sign(body), request.headers["X-Signature"]):\n        raise HTTPException(status_code=401)\n    mark_paid(body)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...webhooksIn(file), ...registeredIn(file), ...botsIn(file), ...aboveFacts(file)],
  check(project, ctx) {
    const above = routersAbove(
      {
        mounts: factsOfKind(ctx.facts, 'mount'),
        gated: factsOfKind(ctx.facts, 'asking'),
        gates: factsOfKind(ctx.facts, 'gate'),
      },
      project,
    );
    for (const { path, fact } of factsOfKind(ctx.facts, 'bot'))
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `forged webhook: \`${fact.name}\` sets no \`secret_token\`, so anyone can send updates in the name of any user`,
        remedy: 'Pass a random `secret_token` to `set_webhook` and to the handler, which then rejects other updates',
        kind: 'bot without a secret token',
        cause: path,
        key: path,
      });
    const registered = new Set(factsOfKind(ctx.facts, 'registered').map(({ fact }) => fact.function));
    for (const { path, fact } of factsOfKind(ctx.facts, 'webhook')) {
      if (fact.isElsewhere === true && !registered.has(fact.function)) continue;
      const at = { path, ...unpackPlace(fact.place) };
      const { verdict } = project.answer({ kind: 'can-refuse', function: fact.function });
      const isGatedAbove = fact.router !== undefined && above.of(fact.router, path).isGated;
      if (verdict === 'yes' || isGatedAbove) {
        ctx.proven({ at, by: 'the route or its router can reject an unauthenticated caller' });
        continue;
      }
      ctx.report({
        at,
        message: `\`${fact.path}\` accepts unsigned requests: \`${fact.name}\` verifies no signature or shared secret`,
        doubt: above.isGuarded
          ? 'auth-elsewhere'
          : fact.readsHeader || verdict === 'unknown'
            ? 'verified-elsewhere'
            : undefined,
        key: fact.function,
      });
    }
  },
});
