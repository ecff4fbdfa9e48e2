import {
  type Call,
  type ClassDef,
  type Def,
  type ExceptHandler,
  headerSpan,
  nameSpan,
  namesOfCalls,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { deliveryIn, promisesDelivery, queuePutBy } from '#kit/queues';
import { FULL_QUEUE_ERRORS } from '#knowledge/queues';
import { callsWithin } from '#semantics/effects/calls-within';
import { answersRefusal } from '#semantics/taint/refusals';
import { raisesWithoutSuccess } from '../_shared/counted-successes.ts';
import { settledEarly } from './early-settled.ts';
import { dropsOldest, leftInBuffer, unflushedSend } from './left-behind.ts';
import { type TakenOut, takenOut } from './taken-out.ts';

export default defineSourceRule({
  docs: {
    summary: 'lost event: delivery fails and the event is gone',
    why: 'The sender continues as if the event had arrived, and nothing retries. A payment, an alert or an order can be lost, with only a log line to show for it.',
    remedy:
      'Let the failure reach the sender, or keep the event: retry with a delay, then move it to a dead-letter queue',
    harm: 'loses',
    severity: { 'notification or call': 'P2', 'message of a queue, broker or webhook': 'P1' },
    precision: 'medium',
    since: '0.1.0',
    cwe: [755, 778],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-004' }],
    measured: { read: 2, right: 2, on: 'litellm; none in 80 other packages, TenSafe and the standard library' },
    bad: 'import logging\n\nlogger = logging.getLogger(__name__)\n\nasync def publish(broker, event):\n    try:\n        await broker.publish(event)\n    except Exception as error:\n        logger.error("not published: %s", error)\n',
    good: 'import logging\n\nlogger = logging.getLogger(__name__)\n\nasync def publish(broker, event, undelivered):\n    try:\n        await broker.publish(event)\n    except Exception as error:\n        logger.error("not published: %s", error)\n        undelivered.append(event)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    ExceptHandler(handler, ctx) {
      if (!checkFull(handler, ctx) && !checkAnswer(handler, ctx)) check(handler, ctx);
    },
    Call: checkCall,
    ClassDef: checkClass,
  },
});

/**
 * Boundary to its neighbours: a log without the traceback is `blind-except`, silence is `swallowed-exception`, and
 * `except:` is `bare-except`; this rule takes the handlers that they find in order, because they log the exception, where
 * what was to be delivered is gone all the same.
 */
function check(handler: ExceptHandler, ctx: SourceContext): void {
  const around = ctx.context.defAround(handler);
  if (around === undefined) return;
  const { breadth, logsException, work, mayRaise, returned } = ctx.handlers.describe(handler);
  if ((breadth !== 'exception' && breadth !== 'base') || mayRaise || work.length > 0) return;
  if (!logsException || returned.length > 0) return;
  if (raisesWithoutSuccess(handler, ctx)) return;
  const taken = handler.parent?.kind === 'Try' ? takenOut(handler.parent, around, ctx) : undefined;
  if (taken !== undefined) reportTaken(taken, handler, around, ctx);
  else if (promisesDelivery(around)) checkDelivery(handler, around, ctx);
}

/** What was emptied before someone wrote it is nowhere any more when that fails. */
function reportTaken({ what, from, at, call }: TakenOut, handler: ExceptHandler, fn: Def, ctx: SourceContext): void {
  const excuse = ctx.handlers.excuseFor(handler);
  if (excuse !== undefined) {
    ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
    return;
  }
  ctx.report({
    ...QUEUED,
    at,
    message: `lost event: \`${what}\` is ${what === from ? 'emptied' : `taken out of \`${from}\``} and lost when ${namesOfCalls([call])} fails, because the handler only logs`,
    related: [
      { at: call, message: 'delivered here, only once' },
      { at: headerSpan(handler, ctx.text), message: 'the failure is caught here' },
    ],
  });
}

const QUEUED = { kind: 'message of a queue, broker or webhook' } as const;

function checkDelivery(handler: ExceptHandler, around: Def, ctx: SourceContext): void {
  const { logs, tried } = ctx.handlers.describe(handler);
  const delivery = deliveryIn(tried, around, ctx);
  if (delivery === undefined) return;
  const excuse = ctx.handlers.excuseFor(handler);
  if (excuse !== undefined) {
    ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
    return;
  }
  if (ctx.context.loopAround(handler)?.kind === 'While') return;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `lost event: \`${delivery.event}\` is lost when ${namesOfCalls([delivery.call])} fails: the handler logs it and \`${around.name}\` returns as if it had arrived`,
    ...(delivery.isQueued && QUEUED),
    doubt: delivery.doubt,
    related: [
      { at: delivery.call, message: 'delivered here, only once' },
      ...logs.slice(0, 1).map(({ call }) => ({ at: call, message: 'only this log entry remains' })),
    ],
  });
}

/** A full queue raises, and the handler leaves out what was to go there. */
function checkFull(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { catches, isTrivial, tried } = ctx.handlers.describe(handler);
  if (!isTrivial || catches.length === 0 || !catches.every((name) => FULL_QUEUE_ERRORS.has(name))) return false;
  const put = callsWithin(tried).find((call) => queuePutBy(call, ctx) !== undefined);
  const fn = ctx.context.defAround(handler);
  if (put === undefined || fn === undefined || ctx.handlers.describe(handler).returned.length > 0) return false;
  ctx.report({
    ...QUEUED,
    at: headerSpan(handler, ctx.text),
    message: `lost event: \`${shortText(queuePutBy(put, ctx)?.element ?? put, ctx.text)}\` is silently dropped when the queue is full`,
    doubt: ctx.context.routeOf(fn) === undefined ? 'expendable-state' : undefined,
    remedy: 'Refuse it (503), wait for space, or count and log what is dropped',
    related: [{ at: put, message: 'this raises when the queue is full' }],
  });
  return true;
}

/** A failure is answered as a success is: who sent it takes it for done, and does not send it again. */
function checkAnswer(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { isBroad, mayRaise, returned, tried, work, failing } = ctx.handlers.describe(handler);
  const fn = ctx.context.defAround(handler);
  const [answer] = returned;
  if (fn === undefined || !isBroad || mayRaise || work.some(({ kind }) => kind !== 'Return')) return false;
  if (returned.length !== 1) return false;
  const isPosted = ctx.context.routeOf(fn)?.methods.includes('POST') ?? /[Ww]ebhook/.test(fn.name);
  // What the work gives is what is answered with: the rest is for who reads it.
  const isForEffect = tried.every(({ kind }) => kind === 'Expr');
  if (answer?.kind !== 'Call' && answer?.kind !== 'Dict') return false;
  const written = ctx.text.slice(answer);
  const success = ctx.flow
    .returnValues(fn)
    .find((value) => value !== undefined && value !== answer && ctx.text.slice(value) === written);
  const isRefusal = handler.body.some((statement) => answersRefusal(statement, ctx));
  if (!isPosted || !isForEffect || success === undefined || isRefusal) return false;
  ctx.report({
    ...QUEUED,
    at: answer,
    message: `lost event: failures of ${namesOfCalls(failing.length > 0 ? failing : callsWithin(tried))} are answered as success, so the sender does not retry`,
    remedy: 'Answer with an error, or keep the payload until it is processed',
    related: [{ at: success, message: 'a success is answered the same way' }],
  });
  return true;
}

function checkCall(call: Call, ctx: SourceContext): void {
  const early = settledEarly(call, ctx);
  if (early !== undefined)
    ctx.report({
      ...QUEUED,
      at: call,
      message: `lost event: the message is acknowledged before it is processed, so a failure of ${namesOfCalls([early.work])} loses it`,
      remedy: 'Acknowledge the message after processing it',
      related: [{ at: early.work, message: 'the processing' }],
      ...(early.path !== undefined && {
        when: {
          question: { kind: 'reaches-outside', function: early.path, from: ctx.path },
          yes: 'keep',
          no: 'drop',
          unknown: 'keep',
        },
      }),
    });
  if (unflushedSend(call, ctx))
    ctx.report({
      ...QUEUED,
      at: call,
      message:
        "lost event: produced messages stay in the client's buffer, which is never flushed before it goes out of scope",
      remedy: 'Call `flush()` after producing',
      related: [{ at: ctx.context.defAround(call)?.body.at(-1) ?? call, message: 'the client goes out of scope here' }],
    });
}

function checkClass(owner: ClassDef, ctx: SourceContext): void {
  const left = leftInBuffer(owner, ctx);
  if (left !== undefined)
    ctx.report({
      ...QUEUED,
      at: left.at,
      message: `lost event: the last partial batch in \`${left.attribute}\` is never flushed: \`${left.flush.name}\` runs only when the batch is full`,
      remedy: `Call \`${left.flush.name}\` after the last item`,
      when: {
        question: { kind: 'called-elsewhere', module: ctx.names.moduleName, names: [ctx.names.fullNameOf(left.flush)] },
        yes: 'drop',
        no: 'keep',
        unknown: 'keep',
      },
      related: [
        ...(left.closes ? [{ at: nameSpan(left.closes), message: 'this ends it without a flush' }] : []),
        ...(left.last ? [{ at: left.last, message: 'the items added last remain' }] : []),
      ],
    });
  const dropping = dropsOldest(owner, ctx);
  if (dropping !== undefined)
    ctx.report({
      ...QUEUED,
      at: dropping.at,
      message: `lost event: \`${dropping.life.name}\` silently drops its oldest entries when it is full`,
      doubt: 'expendable-state',
      remedy: 'Check the length before adding, and count what is dropped',
    });
}
