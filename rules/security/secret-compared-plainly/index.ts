import type { Compare } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isClauseOfQuery, isOneByOne, sidesOf } from './compared-sides.ts';
import { type Pair, pairOf, pairOfDigests, pairOfParameters, SIGNS } from './comparisons.ts';

export default defineSourceRule({
  docs: {
    summary: 'timing attack: secret compared with `==`',
    why: 'The comparison stops at the first byte that differs, so an attacker who measures response times may recover the secret byte by byte.',
    remedy: 'Compare with `hmac.compare_digest(a.encode(), b.encode())`',
    harm: 'grants-access',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [208],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' }],
    bad: 'import hashlib\nimport hmac\nimport os\n\nfrom fastapi import FastAPI, HTTPException, Request\n\napp = FastAPI()\n\n\n@app.post("/hook")\nasync def hook(request: Request):\n    seal = hmac.new(os.environb[b"HOOK_SECRET"], await request.body(), hashlib.sha256).hexdigest()\n    if request.headers["X-Signature"] != seal:\n        raise HTTPException(401)\n',
    good: 'import hashlib\nimport hmac\nimport os\n\nfrom fastapi import FastAPI, HTTPException, Request\n\napp = FastAPI()\n\n\n@app.post("/hook")\nasync def hook(request: Request):\n    seal = hmac.new(os.environb[b"HOOK_SECRET"], await request.body(), hashlib.sha256).hexdigest()\n    if not hmac.compare_digest(request.headers["X-Signature"], seal):\n        raise HTTPException(401)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Compare(comparison, ctx) {
      const [op] = comparison.ops;
      const [right] = comparison.comparators;
      if (right === undefined || comparison.comparators.length > 1) return;
      const isSought = op === 'In' || op === 'NotIn';
      if (op !== 'Eq' && op !== 'NotEq' && !isSought) return;
      if (isSought) {
        const found = isOneByOne(right, ctx) ? pairOf(comparison.left, right, ctx) : undefined;
        if (found !== undefined) report(comparison, found, ctx);
        return;
      }
      if (isClauseOfQuery(comparison, ctx)) {
        ctx.proven({ at: comparison, by: 'the database compares the values through an index' });
        return;
      }
      for (const [left, other] of sidesOf(comparison.left, right)) {
        const found =
          pairOf(left, other, ctx) ??
          pairOf(other, left, ctx) ??
          pairOfDigests(left, other, ctx) ??
          pairOfDigests(other, left, ctx) ??
          pairOfParameters(left, other, ctx);
        if (found !== undefined) return report(comparison, found, ctx);
      }
    },
  },
});

function report(comparison: Compare, { presented, isDigestOnly, isKept, doubt }: Pair, ctx: SourceContext): void {
  const sign = SIGNS.get(comparison.ops[0] ?? '') ?? '==';
  ctx.report({
    at: comparison,
    message: isKept
      ? `timing attack: the stored hash \`${presented}\` is compared with a digest by \`${sign}\``
      : isDigestOnly
        ? `timing attack: \`${presented}\` is compared with a keyed digest by \`${sign}\``
        : `timing attack: client-supplied \`${presented}\` is compared with a secret by \`${sign}\``,
    cause: 'habit',
    doubt,
  });
}
