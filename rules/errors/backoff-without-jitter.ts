import type { Expression } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type Edits, offering, reached, together, unsafeFix, wrapping } from '#kit/fixes';
import type { Delay, Retry } from '#semantics';

export default defineSourceRule({
  docs: {
    summary: 'exponential backoff without jitter',
    why: 'Clients that fail at the same time wait equally long and retry at the same time. Each wave of retries hits the recovering service at once.',
    remedy: 'Randomise the delay: `random.uniform(0, min(limit, base * 2**attempt))`',
    harm: 'hangs',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    fixes: [unsafeFix('Randomise the delay', 'the delays are half as long on average')],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-7' }],
    measured: {
      read: 27,
      right: 22,
      on: 'agno, mlflow, langchain_community, langflow, label_studio, modelscope, marimo, ray, rq, trl, TenSafe and others',
    },
    bad: 'import time\n\nimport httpx\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\ndef fetch(url):\n    for attempt in range(5):\n        try:\n            return httpx.get(url)\n        except httpx.TransportError:\n            time.sleep(0.5 * 2**attempt)\n\n@app.get("/rates")\ndef rates():\n    return fetch("https://rates/today").json()\n',
    good: 'import random\nimport time\n\nimport httpx\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\ndef fetch(url):\n    for attempt in range(5):\n        try:\n            return httpx.get(url)\n        except httpx.TransportError:\n            time.sleep(random.uniform(0, 0.5 * 2**attempt))\n\n@app.get("/rates")\ndef rates():\n    return fetch("https://rates/today").json()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Module(_module, ctx) {
      for (const retry of ctx.retries.all) {
        const delay = growingDelay(retry);
        if (delay !== undefined) report(delay, retry, ctx);
      }
    },
  },
});

/** The first delay that grows, when all of it is seen and nothing random is in it or beside it. */
function growingDelay({ delays }: Retry): Delay | undefined {
  if (delays.some(({ computation }) => computation.randomness !== undefined)) return undefined;
  return delays.find(({ computation }) => computation.growth !== undefined && computation.isWhole);
}

function report({ call, amount, computation: { growth } }: Delay, retry: Retry, ctx: SourceContext): void {
  if (growth === undefined) return;
  const isRemote = retry.remoteCalls.length > 0 || retry.remoteExceptions.length > 0;
  if (!isRemote && retry.by === 'result') return;
  const isWithin = amount !== undefined && growth.start >= amount.start && growth.end <= amount.end;
  ctx.report({
    at: call,
    // Who knows no jitter has none anywhere.
    cause: 'no jitter',
    message: `exponential backoff without jitter: clients that fail together retry together after \`${ctx.text.slice(isWithin ? amount : growth)}\``,
    ...(amount !== undefined && offering(drawn(amount, ctx))),
    related: [
      ...(isWithin ? [] : [{ at: growth, message: 'the delay grows here without a random part' }]),
      ...retry.remoteCalls.slice(0, 1).map((at) => ({ at, message: 'this call is retried' })),
    ],
  });
}

/** A delay up to the one that is written, as "full jitter" has it. */
function drawn(amount: Expression, ctx: SourceContext): Edits {
  const uniform = reached('random.uniform', amount, 'module', ctx);
  return uniform && together(wrapping(amount, `${uniform.name}(0, `, ')'), uniform.edits);
}
