import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type Def, type ExceptHandler, headerSpan, isNone, namesOfCalls } from '#kit/code';
import { raisesWithoutSuccess } from '#kit/errors';
import { deliveryIn, EXPENDABLE, promisesDelivery, type TakenOut, takenOut } from '#kit/queues';

export default defineSourceRule({
  docs: {
    summary: 'event that is lost when its delivery fails',
    why: 'The sender goes on as if the event had arrived, nothing tries again, and only a line in a log tells that a payment, an alert or an order never reached anybody.',
    remedy:
      'Let the failure reach the sender, or keep the event: try again with a delay, then put it where undelivered events wait.',
    harm: 'loses',
    ceiling: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [755, 778],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-004' }],
    measured: { read: 2, right: 2, on: 'litellm; none in 80 other packages, TenSafe and the standard library' },
    bad: 'import logging\n\nlogger = logging.getLogger(__name__)\n\nasync def publish(broker, event):\n    try:\n        await broker.publish(event)\n    except Exception as error:\n        logger.error("not published: %s", error)\n',
    good: 'import logging\n\nlogger = logging.getLogger(__name__)\n\nasync def publish(broker, event, undelivered):\n    try:\n        await broker.publish(event)\n    except Exception as error:\n        logger.error("not published: %s", error)\n        undelivered.append(event)\n',
  },
  skips: NOT_PRODUCTION,
  visit: { ExceptHandler: check },
});

/**
 * Boundary to its neighbours: a log without the exception is `blind-except`, silence is `swallowed-exception`, and
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

/** What was emptied before somebody wrote it is nowhere any more when that fails. */
function reportTaken(
  { what, from, at, call, isQueue }: TakenOut,
  handler: ExceptHandler,
  fn: Def,
  ctx: SourceContext,
): void {
  const excuse = ctx.handlers.excuseFor(handler);
  if (excuse?.isProof) {
    ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
    return;
  }
  ctx.report({
    at,
    message: `\`${what}\` is ${what === from ? 'emptied' : `taken out of \`${from}\``} and lost when ${namesOfCalls([call])} fails: the handler only logs it`,
    ...heldBackBy(
      excuse?.says ??
        (isQueue ? 'whoever works off a queue may have to go on without it' : undefined) ??
        expendable(fn, ctx),
    ),
    related: [
      { at: call, message: 'handed over here, once' },
      { at: headerSpan(handler, ctx.text), message: 'the failure ends here' },
    ],
  });
}

function checkDelivery(handler: ExceptHandler, around: Def, ctx: SourceContext): void {
  const { logs, tried } = ctx.handlers.describe(handler);
  const delivery = deliveryIn(tried, around, ctx);
  if (delivery === undefined) return;
  const excuse = ctx.handlers.excuseFor(handler);
  if (excuse?.isProof) {
    ctx.proven({ at: handler, by: excuse.says, where: excuse.at });
    return;
  }
  if (answersOnSuccess(around, ctx) || ctx.context.loopAround(handler)?.kind === 'While') return;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `\`${delivery.event}\` is lost when ${namesOfCalls([delivery.call])} fails: the handler logs it, and \`${around.name}\` ends as if it had arrived`,
    ...heldBackBy(excuse?.says ?? delivery.guess ?? expendable(around, ctx)),
    related: [
      { at: delivery.call, message: 'handed over here, once' },
      ...logs.slice(0, 1).map(({ call }) => ({ at: call, message: 'all that is left of it' })),
    ],
  });
}

/** The function answers with a value when it succeeds, and with None when it does not: the caller can tell. */
function answersOnSuccess(fn: Def, ctx: SourceContext): boolean {
  return ctx.flow.returnValues(fn).some((value) => value !== undefined && !isNone(value));
}

/** What only observes may be lost, and says so by a word. */
function expendable(fn: Def, ctx: SourceContext): string | undefined {
  const owner = ctx.context.classOfMethod(fn)?.name ?? '';
  const path = ctx.names.moduleName.split('.').slice(-2).join('.');
  const name = [fn.name, owner, path].find((each) => EXPENDABLE.test(each));
  return name === undefined ? undefined : `the name \`${name}\` says that what is sent may be lost`;
}
