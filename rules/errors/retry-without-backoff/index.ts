import {
  type Call,
  callKeyword,
  conditionsAround,
  type Def,
  decoratorsOf,
  hasUnpackedArguments,
  headerSpan,
  namesOfCalls,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { Retry, RetryPath } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { counted } from '#text/wording';
import { jobPutBack, putsJob, returnsBorrowed, takesJob } from './job-queues.ts';
import { countsAttempts, isOfFailure, isOfOtherFailure, isStorm, isTaken, REMOTE } from './retry-storms.ts';

export default defineSourceRule({
  docs: {
    summary: 'retry without backoff',
    why: 'A service that fails under load immediately gets every failed request again. The retries can keep it down, and they are used up before it recovers.',
    remedy:
      'Sleep before the next attempt, longer each time and with jitter: `time.sleep(random.uniform(0, 2**attempt))`',
    harm: 'hangs',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [799],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    measured: {
      read: 17,
      right: 16,
      on: 'modelscope (6), bentoml, agno, camel_ai, homeassistant, litellm, prefect, apache_airflow_core, feast',
    },
    bad: 'import httpx\n\ndef fetch(url):\n    for attempt in range(5):\n        try:\n            return httpx.get(url)\n        except httpx.TransportError:\n            continue\n',
    good: 'import time\n\nimport httpx\n\ndef fetch(url):\n    for attempt in range(5):\n        try:\n            return httpx.get(url)\n        except httpx.TransportError:\n            time.sleep(2**attempt)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(_module, ctx) {
      for (const retry of ctx.retries.all) {
        const retryPath = retry.retryPaths.find((each) => isStorm(each, retry, ctx));
        if (retryPath !== undefined) report(retryPath, retry, ctx);
        const [pause] = retry.delays;
        if (pause !== undefined)
          ctx.proven({ at: retry.loop, by: 'it pauses between the attempts', where: pause.call });
      }
    },
    Call: checkPutBack,
    FunctionDef: checkDecorators,
    AsyncFunctionDef: checkDecorators,
  },
});

function report({ handler }: RetryPath, retry: Retry, ctx: SourceContext): void {
  const what = retry.remoteCalls.length > 0 ? namesOfCalls(retry.remoteCalls) : 'the request';
  const times =
    retry.limit === 'endless'
      ? ', forever'
      : retry.attempts === undefined
        ? ''
        : `, ${counted(retry.attempts, 'time')}`;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    cause: `${ctx.path} loops`,
    message: `retry without backoff: ${what} is repeated immediately on failure${times}`,
    related: [{ at: headerSpan(retry.loop, ctx.text), message: 'the next attempt begins here' }],
  });
}

/** `@retry(stop=stop_after_attempt(5))` of tenacity waits not at all unless it is told to. */
function checkDecorators(fn: Def, ctx: SourceContext): void {
  for (const { callee, node } of decoratorsOf(fn)) {
    if (ctx.names.qualifiedName(callee) !== 'tenacity.retry') continue;
    const given = node.kind === 'Call' ? node : undefined;
    if (given !== undefined && (callKeyword(given, 'wait') || hasUnpackedArguments(given))) continue;
    const remote = callsWithin([fn]).filter((call) => REMOTE.has(ctx.effects.of(call)) && !isTaken(call, ctx));
    if (remote.length === 0) continue;
    ctx.report({
      at: node,
      message: `retry without backoff: ${namesOfCalls(remote)} is repeated immediately on failure: \`retry\` has no \`wait\`${given === undefined ? ' and no limit' : ''}`,
      cause: `${ctx.path} decorators`,
      remedy: 'Pass `wait=wait_random_exponential(…)` to `retry`',
      related: [{ at: remote[0] ?? node, message: 'this is retried' }],
    });
  }
}

/** A job that failed goes straight back to where it came from. */
function checkPutBack(call: Call, ctx: SourceContext): void {
  if (!putsJob(call)) return;
  const handler = ctx.context.handlerAround(call);
  const around = ctx.context.defAround(call);
  const isForFailure = handler === undefined ? conditionsAround(call).some(countsAttempts) : isOfFailure(handler, ctx);
  if (around === undefined || !isForFailure) return;
  const back = jobPutBack(call, handler === undefined, ctx);
  // A function that speaks of due times puts the job back without one where nobody asked for one.
  if (back === undefined) return;
  const pauses = ctx.retries.pausesWithin(around.body).map((pause) => pause.call);
  if (pauses.some((pause) => !takesJob(pause) && !isOfOtherFailure(pause, call, ctx))) return;
  ctx.report({
    at: call,
    message: `retry without backoff: a failed job is put back on \`${back.queue}\` and taken again immediately`,
    ...(returnsBorrowed(call) && { doubt: 'role-from-name' }),
    remedy:
      'Put it back with a delay that grows with its attempts: a sorted set by due time, `apply_async(countdown=…)`, `enqueue_in`',
    related: [{ at: back.taken, message: 'it is taken from the queue here' }],
  });
}
