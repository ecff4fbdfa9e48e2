/** Retries that hit a service as fast as it fails. */
import { type Call, type ExceptHandler, type Expression, isWithin, mentionsWord } from '#ast';
import type { SourceContext } from '#kit';
import type { Retry, RetryPath } from '#semantics';

/** What is caught to be fixed or to be taken as an answer: trying again at once is right. */
const NO_OUTAGE =
  /(Watch|Conflict|Stale|Integrity|Exists|Duplicate|Unauthorized|Auth|Token|Expired|Validation|Parse|Decode|JSON|Value|Key|Type|Index|Attribute|Lookup|StopIteration|StopAsyncIteration|Interrupted|BlockingIO|WantRead|WantWrite|Again|EOF|Empty|Full|Cancelled|NotFound|Moved|Ask|Rekey|Unicode)/i;
/** These come after the attempt has waited by itself. */
const TIMEOUT = /Timeout/i;
/** Failures of which a server may be the cause. */
const OUTAGE: ReadonlySet<string> = new Set([
  'builtins.OSError',
  'builtins.TimeoutError',
  'builtins.Exception',
  'builtins.BaseException',
]);

const ATTEMPT_WORD = /attempt|retr(y|ies)|tries|failures/i;

export function isStorm(retryPath: RetryPath, retry: Retry, ctx: SourceContext): boolean {
  if (retryPath.delays.length > 0 || retry.delays.length > 0 || retryPath.work.length > 0) return false;
  // One more attempt is how a kept connection that the server closed is replaced.
  if (retryPath.isOnce || (retry.attempts !== undefined && retry.attempts <= 2)) return false;
  const { catches, breadth } = ctx.handlers.describe(retryPath.handler);
  const isRemote = retry.remoteCalls.length > 0;
  if (breadth === 'bare') return isRemote;
  const outages = catches.filter((name) => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    return !NO_OUTAGE.test(last) && !TIMEOUT.test(last);
  });
  return outages.some((name) => retry.remoteExceptions.includes(name) || (isRemote && OUTAGE.has(name)));
}

/** What fails there comes to no decorator. */
export function isTaken(call: Call, { handlers }: SourceContext): boolean {
  const taker = handlers.takerOf(call, 'builtins.Exception');
  return taker !== undefined && !handlers.describe(taker).mayRaise;
}

export const REMOTE: ReadonlySet<string> = new Set(['network', 'database']);

/** It is in a handler of the `try` that puts the job back, and so waits where that failed. */
export function isOfOtherFailure(pause: Call, putting: Call, ctx: SourceContext): boolean {
  const attempt = ctx.context.handlerAround(pause)?.parent;
  return attempt?.kind === 'Try' && attempt.body.some((statement) => isWithin(putting, statement));
}

/** A full or empty queue and the end of the task are no failures of the job. */
export function isOfFailure(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { exits, catches } = ctx.handlers.describe(handler);
  return (exits.falls || exits.continues) && !catches.some((name) => /Full|Empty|Cancel|Interrupt|Shut/.test(name));
}

/** `if job.attempts < limit:`, `if job["retries"] < 5:`. */
export function countsAttempts(test: Expression): boolean {
  return test.kind === 'Compare' && mentionsWord(test.left, ATTEMPT_WORD);
}
