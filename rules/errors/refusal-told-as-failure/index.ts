import { nodesOf } from '#ast';
import { groupBy } from '#collections';
import {
  defineProjectRule,
  factsOfKind,
  NOT_PRODUCTION,
  type ProjectContext,
  type ProjectProblem,
  unpackPlace,
} from '#kit';
import { type Fact, type Located, MOST, refusalBehind, refusalsDecorated } from './decorated-refusals.ts';
import { flaskLastResorts } from './flask-last-resort.ts';
import { handlerOf, type RefusalHandler, refusingOf } from './refusal-facts.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'error response swallowed by a broad handler of the same route',
    why: "The framework never sees the error that describes the client's mistake. The client is told that the server failed, so it retries, and monitoring counts a server error where there is none.",
    remedy:
      'Re-raise such errors before the broad handler (`except HTTPException: raise`, `except Http404: raise`), or reject the request before the `try`',
    harm: 'misleads',
    severity: {
      'reported as a failure': 'P2',
      'reported as another refusal': 'P3',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [393, 396],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'hwp-report-generator H16: a 400 that is answered as a 500',
      },
    ],
    bad: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.get("/orders/{number}")\ndef order(number: int, orders: dict):\n    try:\n        if number not in orders:\n            raise HTTPException(status_code=404, detail="no such order")\n        return orders[number]\n    except Exception as error:\n        raise HTTPException(status_code=500, detail="failed") from error\n',
    good: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.get("/orders/{number}")\ndef order(number: int, orders: dict):\n    try:\n        if number not in orders:\n            raise HTTPException(status_code=404, detail="no such order")\n        return orders[number]\n    except HTTPException:\n        raise\n    except Exception as error:\n        raise HTTPException(status_code=500, detail="failed") from error\n',
  },
  skips: NOT_PRODUCTION,
  facts(file) {
    return [
      ...(['FunctionDef', 'AsyncFunctionDef'] as const).flatMap((kind) =>
        nodesOf(file.module, kind).flatMap((fn) => refusingOf(fn, file) ?? []),
      ),
      ...nodesOf(file.module, 'ExceptHandler').flatMap((handler) => handlerOf(handler, file) ?? []),
      ...flaskLastResorts(file),
    ];
  },
  check(project, ctx) {
    const refusing = groupBy(
      factsOfKind(ctx.facts, 'refusing').map(({ path, fact }) => ({ path, ...fact })),
      (each) => each.function,
    );
    for (const { path, fact } of factsOfKind(ctx.facts, 'handler')) {
      const elsewhere = [
        ...fact.calls.flatMap((call) => refusalBehind(call, path, project, refusing) ?? []),
        ...refusalsDecorated(fact, project, refusing),
      ];
      report(path, fact, elsewhere, ctx);
    }
    reportLastResorts(ctx);
  },
});

function report(path: string, fact: RefusalHandler, elsewhere: readonly Located[], ctx: ProjectContext<Fact>): void {
  const { answered, place } = fact;
  const all = [...fact.refusals.map((each) => ({ path, ...each })), ...elsewhere];
  if (all.length === 0) return;
  const changed = all.filter(({ status }) => answered === undefined || status !== answered);
  const worst = changed.find(({ isUnsure }) => !isUnsure) ?? changed[0];
  const at = { path, ...unpackPlace(place) };
  if (worst === undefined) {
    ctx.proven({ at, by: 'it answers with the same status' });
    return;
  }
  const { status, written } = worst;
  const problem: ProjectProblem = {
    at,
    cause: path,
    key: `${path} ${fact.within} ${written}`,
    message: `this broad handler catches \`${written}\`${status === undefined ? '' : ` (status ${status})`}, so the client gets ${answered ?? 'another response'}`,
    related: changed.slice(0, MOST).map((each) => ({
      path: each.path,
      ...unpackPlace(each.place),
      message: each.through === undefined ? 'raised here' : `\`${each.through}\` raises it`,
    })),
  };
  // Told as another refusal, the client still learns that it is the one to fix its request.
  const isMilder = answered === undefined ? fact.isEnvelope : answered >= 400 && answered < 500;
  ctx.report({
    ...problem,
    kind: isMilder ? 'reported as another refusal' : undefined,
    doubt: worst.isUnsure ? 'uncertain-failure' : undefined,
  });
}

/** Of several programs in one repository it is not distinguished which of them has the better one. */
function reportLastResorts(ctx: ProjectContext<Fact>): void {
  const all = factsOfKind(ctx.facts, 'last-resort');
  const isAnswered = all.some(({ fact }) => fact.answered === undefined);
  for (const { path, fact } of all) {
    const at = { path, ...unpackPlace(fact.place) };
    if (fact.answered === undefined) continue;
    if (isAnswered) ctx.proven({ at, by: 'another function handles `HTTPException`' });
    else
      ctx.report({
        at,
        cause: path,
        key: `${fact.within} last resort`,
        message: `HTTP errors raised by routes, and Flask's own 404, are caught by \`${fact.within.slice(fact.within.lastIndexOf('.') + 1)}\`, and the client gets ${fact.answered}`,
        remedy: 'Return the error unchanged if it is an `HTTPException`',
      });
  }
}
