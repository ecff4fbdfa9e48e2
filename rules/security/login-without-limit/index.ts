import { type DoubtId, defineProjectRule, factsOfKind, NOT_PRODUCTION, unpackPlace } from '#kit';
import { isForWorkAlone } from './for-work-alone.ts';
import { doubtByHash, type Fact, loginsIn } from './logins.ts';
import { countsSomewhere, limitedIn, limitsIn } from './request-limits.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'brute force: login without rate limit',
    why: 'A bot can try thousands of passwords an hour, or leaked passwords for every account. Each attempt costs the server a slow hash, so a few bots can also cause a denial of service.',
    remedy:
      'Limit attempts per account and per address in a store shared by all workers and answer 429 (`@limiter.limit("5/minute")`), or configure the limit in the proxy',
    harm: 'grants-access',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [307],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'login or sign-up route without rate limit or lock-out',
      },
    ],
    bad: 'from fastapi import FastAPI, Form, HTTPException\n\nfrom people import find, matches\n\napp = FastAPI()\n\n\n@app.post("/login")\ndef login(name: str = Form(), password: str = Form()):\n    if not matches(find(name), password):\n        raise HTTPException(status_code=401)\n    return {"name": name}\n',
    good: 'from fastapi import FastAPI, Form, HTTPException, Request\nfrom slowapi import Limiter\n\nfrom people import find, matches\n\napp = FastAPI()\nlimiter = Limiter(key_func=lambda request: request.client.host, storage_uri="redis://redis:6379")\n\n\n@app.post("/login")\n@limiter.limit("5/minute")\ndef login(request: Request, name: str = Form(), password: str = Form()):\n    if not matches(find(name), password):\n        raise HTTPException(status_code=401)\n    return {"name": name}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [
    ...loginsIn(file),
    ...limitsIn(file),
    ...(countsSomewhere(file) ? [{ kind: 'limit' as const }] : []),
  ],
  check(project, ctx) {
    const [elsewhere] = factsOfKind(ctx.facts, 'limit');
    const isLimitedBefore = project.artifacts
      .of('nginx')
      .some(({ model }) => model.directives.some(({ name }) => name.value === 'limit_req'));
    const limiting = limitedIn(project, ctx.facts);
    const logins = factsOfKind(ctx.facts, 'login');
    const isForWork = isForWorkAlone(project);
    for (const { path, fact } of logins) {
      const at = { path, ...unpackPlace(fact.place) };
      const limitedBy = fact.isExempt ? undefined : limiting(path);
      if (limitedBy !== undefined) {
        ctx.proven({ at, by: `a default rate limit in \`${limitedBy}\` covers all requests` });
        continue;
      }
      const isCounted = fact.mayCount || isLimitedBefore || elsewhere !== undefined;
      const ofLogin = (): DoubtId | undefined =>
        isForWork ? 'development-only' : fact.readsPassword ? undefined : doubtByHash(fact.function, project);
      const doubt = fact.isInside ? 'auth-elsewhere' : isCounted ? 'limit-elsewhere' : ofLogin();
      ctx.report({
        at,
        message: `brute force: \`${fact.name}\` accepts unlimited login attempts`,
        cause: 'logins without a limit',
        doubt,
        key: fact.function,
      });
    }
  },
});
