import {
  type Call,
  conditionsAround,
  type ExceptHandler,
  headerSpan,
  holds,
  isInFinally,
  isSuspension,
  mentions,
  namesOfCalls,
  statementsThrough,
  type Try,
  type While,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { fetchesMessage, requeuedBy, waitsInProcess } from './message-brokers.ts';

const ATTEMPT_WORD = /attempt|retr(?:y|ies)|tries|redeliver|delivery_count|deaths?|failures/i;

export default defineSourceRule({
  docs: {
    summary: 'poison message: consumer loop that retries immediately',
    why: 'When the broker is unreachable or a failed message is redelivered, the loop repeats without a pause. It occupies a CPU, fills the log and delays the messages behind the failed one.',
    remedy:
      'Back off longer after each failure, count the delivery attempts of each message, and move it to a dead-letter queue after a few',
    harm: 'hangs',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [835, 755],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-008' }],
    measured: { read: 1, right: 1, on: 'skypilot; none in 80 other packages, TenSafe and the standard library' },
    bad: 'import logging\n\nlogger = logging.getLogger(__name__)\n\ndef consume(redis):\n    while True:\n        try:\n            handle(redis.blpop("jobs"))\n        except Exception:\n            logger.exception("job failed")\n',
    good: 'import logging\nimport time\n\nlogger = logging.getLogger(__name__)\n\ndef consume(redis):\n    while True:\n        try:\n            handle(redis.blpop("jobs"))\n        except Exception:\n            logger.exception("job failed")\n            time.sleep(1)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    While(loop, ctx) {
      if (loop.test.kind === 'Compare') return;
      for (const tried of statementsThrough(loop.body)) if (tried.kind === 'Try') reportSpinning(loop, tried, ctx);
    },
    Call: checkRequeue,
  },
});

/**
 * A failure that is there again in the next turn: of the source itself, or of work that is done before the pause that the
 * failure skips. `retry-without-backoff` takes loops that end with success, this rule those that serve for ever.
 */
function reportSpinning(loop: While, tried: Try, ctx: SourceContext): void {
  const handler = tried.handlers.find((each) => ctx.handlers.describe(each).isBroad);
  if (handler === undefined || !onlyLogs(handler, ctx)) return;
  const failing = whatFailsAgain(tried, ctx);
  // With a clause of its own, the failure of the source is dealt with there.
  if (failing === undefined || (failing.pause === undefined && tried.handlers.length > 1)) return;
  if (isPacedElsewhere(loop, tried, ctx)) return;
  const { call, pause } = failing;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: pause
      ? `busy loop: when ${namesOfCalls([call])} fails, the loop retries immediately, because its only pause is later in the \`try\` and is skipped`
      : `busy loop: when ${namesOfCalls([call])} fails, the loop retries immediately without a pause`,
    related: [
      { at: headerSpan(loop, ctx.text), message: 'the loop' },
      { at: pause ?? call, message: pause ? 'the failure skips this pause' : 'fails here' },
    ],
  });
}

/** Whatever else it does, counting, reconnecting, putting aside, may be what ends the failure. */
function onlyLogs(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { goesOn, mayRaise, work } = ctx.handlers.describe(handler);
  return goesOn && !mayRaise && work.length === 0;
}

interface FailingAgain {
  readonly call: Call;
  /** The pause that the failure skips. */
  readonly pause: Call | undefined;
}

function whatFailsAgain({ body }: Try, ctx: SourceContext): FailingAgain | undefined {
  const calls = callsWithin(body);
  const [pause] = ctx.retries.pausesWithin(body).map((delay) => delay.call);
  const source = calls.find((call) => fetchesMessage(call, ctx));
  if (source !== undefined) return pause && pause.start < source.start ? undefined : { call: source, pause };
  const [call] = ctx.effects.newsworthy(body);
  const waits = calls.some((each) => each !== pause && waitsInProcess(each, ctx));
  return call === undefined || pause === undefined || waits || pause.start < call.start ? undefined : { call, pause };
}

/** A pause or a wait in the test of the loop, beside the `try`, or in its `finally`. */
function isPacedElsewhere(loop: While, tried: Try, ctx: SourceContext): boolean {
  const beside = [loop.test, ...loop.body.filter((statement) => statement !== tried), ...tried.finalbody];
  if (ctx.retries.pausesWithin([...beside, ...tried.orelse]).length > 0) return true;
  return holds(beside, (node) => isSuspension(node) || (node.kind === 'Call' && waitsInProcess(node, ctx)));
}

/** A message whose handling failed is handed back, and the broker delivers it again at once. */
function checkRequeue(call: Call, ctx: SourceContext): void {
  const method = requeuedBy(call, ctx);
  const handler = method === undefined ? undefined : ctx.context.handlerAround(call);
  if (handler === undefined || isInFinally(call)) return;
  if (!ctx.handlers.describe(handler).isBroad || isCounted(call, handler)) return;
  if (ctx.retries.pausesWithin(handler.body).length > 0) return;
  ctx.report({
    at: call,
    message: `poison message: a message that cannot be processed is requeued by \`${method}\` and can be redelivered immediately and endlessly`,
    remedy: 'Reject it with `requeue=False` and give the queue a dead-letter exchange, or count its deliveries',
    related: [{ at: headerSpan(handler, ctx.text), message: 'this handler catches every exception' }],
  });
}

/** A branch between the handler and the call, or anything in the `try`, asks how often the message came. */
function isCounted(call: Call, handler: ExceptHandler): boolean {
  return conditionsAround(call, handler).length > 0 || mentions(handler.parent ?? handler, ATTEMPT_WORD);
}
