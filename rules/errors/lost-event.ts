import {
  type AsyncFunctionDef,
  type Call,
  callsWithin,
  defineSourceRule,
  type ExceptHandler,
  type FunctionDef,
  headerSpan,
  isNone,
  NOT_PRODUCTION,
  namesOfCalls,
  parametersOf,
  type SourceContext,
  walk,
  wordsOfName,
} from '#kit';

/** A function that promises to bring something to somebody. */
const DELIVERING: ReadonlySet<string> = new Set(
  'send sends publish publishes notify notifies emit emits dispatch deliver delivers broadcast alert enqueue produce'.split(
    ' ',
  ),
);

/** Methods that hand a message to something outside: a broker, a queue, a mail server, an adapter. */
const HANDING_OVER: ReadonlySet<string> = new Set(
  `send asend send_message send_event send_email send_mail send_alert send_notification publish apublish deliver notify post
   produce send_and_wait enqueue put_events xadd lpush rpush basic_publish emit`.split(/\s+/),
);

/** What may get lost: observations, signs of life, and what is for a client that has gone. */
const EXPENDABLE =
  /telemetr|analytic|metric|trac(?:e|ing)|span|usage|heartbeat|ping|progress|typing|log|stat(?:s|us)|socket|sio|(?:^|_)ws(?:_|$)|sse|stream|chunk|debug|presence|invalidat|cache|cancel|stop|close|shutdown|gui|(?:^|_)ui(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'event that is lost when its delivery fails',
    why: 'The sender goes on as if the event had arrived, nothing tries again, and only a line in a log tells that a payment, an alert or an order never reached anybody.',
    remedy:
      'Let the failure reach the sender, or keep the event: try again with a delay, then put it where undelivered events wait.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [755, 778],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-004' }],
    measured: { read: 1, right: 1, on: 'litellm; none in 80 other packages, TenSafe and the standard library' },
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
  if (around === undefined || !wordsOfName(around.name).some((word) => DELIVERING.has(word))) return;
  const { breadth, logs, work, mayRaise } = ctx.handlers.describe(handler);
  if ((breadth !== 'exception' && breadth !== 'base') || mayRaise || work.length > 0) return;
  if (!logs.some(({ keepsException }) => keepsException) || !endsInSilence(handler)) return;
  if (ctx.context.isTestCode(handler) || isExpendable(around, ctx)) return;
  const delivery = findDelivery(handler, around, ctx);
  if (delivery === undefined || ctx.handlers.excuseFor(handler) !== undefined || isToldOtherwise(handler, ctx)) return;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `\`${delivery.event}\` is lost when ${namesOfCalls([delivery.call])} fails: the handler logs it, and \`${around.name}\` ends as if it had arrived`,
    related: [
      { at: delivery.call, message: 'handed over here, once' },
      ...logs.slice(0, 1).map(({ call }) => ({ at: call, message: 'all that is left of it' })),
    ],
  });
}

interface Delivery {
  readonly call: Call;
  /** The parameter that is handed over. */
  readonly event: string;
}

/** A call of the `try` body that hands a parameter of the function, or what is made of it, to something outside. */
function findDelivery(
  { parent }: ExceptHandler,
  around: FunctionDef | AsyncFunctionDef,
  ctx: SourceContext,
): Delivery | undefined {
  if (parent?.kind !== 'Try') return undefined;
  for (const call of callsWithin(parent.body)) {
    if (call.func.kind !== 'Attribute') continue;
    const isNetwork = ctx.effects.of(call) === 'network';
    if (!isNetwork && !HANDING_OVER.has(call.func.attr)) continue;
    if (EXPENDABLE.test(ctx.text.slice(call.func))) continue;
    const event = parameterHandedTo(call, around, ctx);
    if (event !== undefined) return { call, event };
  }
  return undefined;
}

function parameterHandedTo(call: Call, around: FunctionDef | AsyncFunctionDef, ctx: SourceContext): string | undefined {
  const own = new Set(parametersOf(around).map(({ node }) => node));
  for (const argument of [...call.args, ...call.keywords.map(({ value }) => value)]) {
    for (const origin of ctx.flow.origins(argument)) {
      const root = rootOf(origin);
      const parameter = root.kind === 'Name' && root.id !== 'self' ? ctx.names.parameterOf(root) : undefined;
      if (parameter !== undefined && own.has(parameter) && !MEANS.test(parameter.arg)) return parameter.arg;
    }
  }
  return undefined;
}

/** Parameters that say where to or how, and are not what the function is called for. */
const MEANS =
  /(?:^|_)(?:urls?|uri|client|session|api|token|keys?|config|settings|timeout|headers?|topic|channel|queue|broker|producer|adapter|recipients?|to|name|names|type|id|ids|level|host|port|user|method|auth|logger)$/i;

/** `event` of `event.to_dict()`, `event.payload`, `{"event": event}` is not followed further. */
function rootOf(node: Call['func']): Call['func'] {
  let at = node;
  for (;;) {
    if (at.kind === 'Attribute' || at.kind === 'Subscript') at = at.value;
    else if (at.kind === 'Call' && at.func.kind === 'Attribute') at = at.func;
    else if (at.kind === 'Call' && at.args[0] !== undefined) at = at.args[0];
    else return at;
  }
}

/** Nothing is returned that would tell the caller. */
function endsInSilence(handler: ExceptHandler): boolean {
  let tells = false;
  for (const statement of handler.body) {
    walk(statement, (node) => {
      if (node.kind === 'Return' && node.value !== undefined && !isNone(node.value)) tells = true;
    });
  }
  return !tells;
}

/** The function answers with a value when it succeeds, and with None here: the caller can tell; or a loop tries again. */
function isToldOtherwise(handler: ExceptHandler, ctx: SourceContext): boolean {
  const around = ctx.context.defAround(handler);
  if (around === undefined) return true;
  if (ctx.flow.returnValues(around).some((value) => value !== undefined && !isNone(value))) return true;
  const loop = ctx.context.loopAround(handler);
  return loop?.kind === 'While';
}

function isExpendable(around: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  const owner = ctx.context.classOfMethod(around);
  const path = ctx.names.moduleName.split('.').slice(-2).join('.');
  return EXPENDABLE.test(around.name) || (owner !== undefined && EXPENDABLE.test(owner.name)) || EXPENDABLE.test(path);
}
