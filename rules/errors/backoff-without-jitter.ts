import { defineSourceRule, heldBackBy, NOT_PRODUCTION, providedThat, reachedFrom, type SourceContext } from '#kit';
import type { Expression } from '#kit/code';
import type { Delay, Retry } from '#kit/errors';
import { type Edits, offering, reached, together, unsafeFix, wrapping } from '#kit/fixes';
import type { Condition } from '#kit/project';

export default defineSourceRule({
  docs: {
    summary: 'exponential backoff without jitter',
    why: 'All clients that failed together wait equally long and come back together. Each wave of retries then hits the recovering service at full strength.',
    remedy: 'Make the delay random: `random.uniform(0, min(limit, base * 2**attempt))`.',
    harm: 'hangs',
    ceiling: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    fixes: [unsafeFix('Draw the delay at random', 'the delays are half as long on average')],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-7' }],
    measured: {
      read: 27,
      right: 22,
      on: 'agno, mlflow, langchain_community, langflow, label_studio, modelscope, marimo, ray, rq, trl, TenSafe and others',
    },
    bad: 'import time\n\nimport httpx\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\ndef fetch(url):\n    for attempt in range(5):\n        try:\n            return httpx.get(url)\n        except httpx.TransportError:\n            time.sleep(0.5 * 2**attempt)\n\n@app.get("/rates")\ndef rates():\n    return fetch("https://rates/today").json()\n',
    good: 'import random\nimport time\n\nimport httpx\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\ndef fetch(url):\n    for attempt in range(5):\n        try:\n            return httpx.get(url)\n        except httpx.TransportError:\n            time.sleep(random.uniform(0, 0.5 * 2**attempt))\n\n@app.get("/rates")\ndef rates():\n    return fetch("https://rates/today").json()\n',
  },
  // Whoever runs a script alone is no herd.
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
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
  // Asking again for an answer that is not there yet is mostly a poll of one's own database.
  const mayPoll = retry.by === 'result' && !retry.remoteCalls.some((each) => ctx.effects.of(each) === 'network');
  const guess = !isRemote
    ? 'nothing shows that another machine is asked'
    : mayPoll
      ? 'it may ask for an answer that is not there yet'
      : ctx.context.isEntryPoint
        ? 'a program that is started by hand is no herd'
        : undefined;
  const isWithin = amount !== undefined && growth.start >= amount.start && growth.end <= amount.end;
  ctx.report({
    at: call,
    // Who knows no jitter has none anywhere.
    cause: 'no jitter',
    message: `the delay \`${ctx.text.slice(isWithin ? amount : growth)}\` has nothing random in it, so what fails together retries together`,
    // Without a connection in sight it is a retry of something local, and what is started by hand is no herd.
    ...heldBackBy(guess),
    ...(amount !== undefined && offering(drawn(amount, ctx))),
    related: [
      ...(isWithin ? [] : [{ at: growth, message: 'the delay grows here, with nothing random in it' }]),
      ...retry.remoteCalls.slice(0, 1).map((at) => ({ at, message: 'this call is retried' })),
    ],
    when: whereManyRetry(retry, ctx),
  });
}

/** Requests come in numbers, and so may those who install a package; one program that connects again is no herd. */
function whereManyRetry({ loop }: Retry, ctx: SourceContext): Condition {
  const packaged: Condition = {
    ...providedThat({ kind: 'is-packaged', module: ctx.names.moduleName }, 'drop'),
    yes: { heldBack: 'whether many run it at once is not seen' },
  };
  const fn = ctx.context.defAround(loop);
  return fn === undefined ? packaged : providedThat(reachedFrom(['route'], ctx.names.fullNameOf(fn)), packaged);
}

/** A delay up to the one that is written, as "full jitter" has it. */
function drawn(amount: Expression, ctx: SourceContext): Edits {
  const uniform = reached('random.uniform', amount, 'module', ctx);
  return uniform && together(wrapping(amount, `${uniform.name}(0, `, ')'), uniform.edits);
}
