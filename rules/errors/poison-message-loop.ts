import {
  type Attribute,
  ancestors,
  type Call,
  callsWithin,
  defineSourceRule,
  type ExceptHandler,
  type Expression,
  headerSpan,
  isInFinally,
  NOT_PRODUCTION,
  type Node,
  namesOfCalls,
  type SourceContext,
  type Try,
  type While,
  walk,
} from '#kit';

/** Methods that take the next message from something outside, which may be away. */
const FETCHING: ReadonlySet<string> = new Set(
  `poll receive receive_message receive_messages receive_text receive_json receive_bytes recv blpop brpop brpoplpush blmove
   bzpopmin xread xreadgroup get_message pull fetch_messages getmany getone consume listen accept`.split(/\s+/),
);
/** Queues of the process itself: what they give is gone from them, and asking them does not fail. */
const IN_PROCESS = /^(?:queue|asyncio|multiprocessing|collections|janus)\./;
/** Ways to hand a message back to its broker, by what they do when nothing more is said. */
const HANDING_BACK: ReadonlyMap<string, 'requeues' | 'discards'> = new Map([
  ['basic_nack', 'requeues'],
  ['basic_reject', 'requeues'],
  ['requeue', 'requeues'],
  ['nack', 'discards'],
  ['reject', 'discards'],
] as const);
const ATTEMPT_WORD = /attempt|retr(?:y|ies)|tries|redeliver|delivery_count|deaths?|failures/i;

export default defineSourceRule({
  docs: {
    summary: 'consumer loop that meets the same failure again at once',
    why: 'One message that cannot be handled, or a broker that is away, keeps the loop spinning: the processor is busy, the log fills up, and the messages behind wait.',
    remedy:
      'Pause in the handler, longer each time; count the attempts of a message, and put it aside after a few of them.',
    severity: 'P2',
    precision: 'medium',
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
      if (loop.test.kind === 'Compare' || ctx.context.isTestCode(loop)) return;
      for (const tried of loop.body) if (tried.kind === 'Try') reportSpinning(loop, tried, ctx);
    },
    Call(call, ctx) {
      if (call.func.kind === 'Attribute' && HANDING_BACK.has(call.func.attr)) reportRequeue(call, call.func, ctx);
    },
  },
});

/**
 * A failure that is there again in the next turn: of the source itself, or of work that is done before the pause that the
 * failure skips. `retry-without-backoff` takes loops that end with success, this rule those that serve for ever.
 */
function reportSpinning(loop: While, tried: Try, ctx: SourceContext): void {
  const handler = tried.handlers.find((each) => isBroad(each, ctx));
  if (handler === undefined || !onlyTells(handler, ctx)) return;
  const failing = whatFailsAgain(tried, ctx);
  // With a clause of its own, the failure of the source is dealt with there.
  if (failing === undefined || (failing.pause === undefined && tried.handlers.length > 1)) return;
  if (isPacedElsewhere(loop, tried, ctx)) return;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: failing.pause
      ? `when ${namesOfCalls([failing.call])} fails the loop goes round at once: its only pause stands behind it in the \`try\``
      : `when ${namesOfCalls([failing.call])} fails the loop asks again at once, as fast as it can log`,
    related: [
      { at: headerSpan(loop, ctx.text), message: 'the loop' },
      { at: failing.pause ?? failing.call, message: failing.pause ? 'the failure skips this pause' : 'fails here' },
    ],
  });
}

function isBroad(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { breadth } = ctx.handlers.describe(handler);
  return breadth === 'exception' || breadth === 'base' || breadth === 'bare';
}

/** Whatever else it does, counting, reconnecting, putting aside, may be what ends the failure. */
function onlyTells(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { exits, mayRaise, work } = ctx.handlers.describe(handler);
  return !mayRaise && !exits.returns && !exits.breaks && work.length === 0;
}

interface FailingAgain {
  readonly call: Call;
  /** The pause that the failure skips. */
  readonly pause: Call | undefined;
}

function whatFailsAgain(tried: Try, ctx: SourceContext): FailingAgain | undefined {
  const calls = callsWithin(tried.body);
  const news = ctx.effects.newsworthy(tried.body);
  const source = calls.find((call) => isFetch(call, ctx));
  const pauses = ctx.retries.pausesWithin(tried.body).map(({ call }) => call);
  const [firstPause] = pauses;
  if (source !== undefined)
    return pauses.some((pause) => pause.start < source.start) ? undefined : { call: source, pause: firstPause };
  const [first] = news;
  const waits = calls.some((call) => call !== firstPause && isWaiting(call, ctx));
  if (first === undefined || firstPause === undefined || waits || firstPause.start < first.start) return undefined;
  return { call: first, pause: firstPause };
}

function isFetch(call: Call, ctx: SourceContext): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute' || !FETCHING.has(func.attr)) return false;
  const type = ctx.types.classOf(func.value);
  if (type !== undefined && IN_PROCESS.test(type)) return false;
  return ctx.effects.of(call) === 'network' || ctx.effects.of(call) === 'database' || BLOCKING_FETCH.test(func.attr);
}

/** Names that only brokers use. */
const BLOCKING_FETCH =
  /^(?:blpop|brpop|brpoplpush|blmove|bzpopmin|xread|xreadgroup|receive_messages?|receive_(?:text|json|bytes)|fetch_messages|getmany)$/;

/** Waits for something of this process by itself: the next message, a child, a lock. */
function isWaiting(call: Call, ctx: SourceContext): boolean {
  if (call.func.kind !== 'Attribute' || !WAITING.test(call.func.attr)) return false;
  const effect = ctx.effects.of(call);
  return effect !== 'pure' && effect !== 'network' && effect !== 'database';
}

const WAITING = /^(?:get|wait|acquire|join|select|recv|read|readline|accept|poll|receive|next|anext|take|pop)$/;

/** A pause or a wait in the test of the loop, beside the `try`, or in its `finally`. */
function isPacedElsewhere(loop: While, tried: Try, ctx: SourceContext): boolean {
  const beside = [
    loop.test,
    ...loop.body.filter((statement) => statement !== tried),
    ...tried.finalbody,
    ...tried.orelse,
  ];
  if (ctx.retries.pausesWithin(beside).length > 0) return true;
  let waits = false;
  for (const statement of [loop.test, ...loop.body.filter((other) => other !== tried), ...tried.finalbody]) {
    walk(statement, (node) => {
      if (node.kind === 'Await' || node.kind === 'Yield') waits = true;
      else if (node.kind === 'Call' && isWaiting(node, ctx)) waits = true;
    });
  }
  return waits;
}

/** A message whose handling failed is handed back, and the broker delivers it again at once. */
function reportRequeue(call: Call, { attr: method, value: channel }: Attribute, ctx: SourceContext): void {
  // `super().basic_reject(…)` is how a transport is written.
  if (channel.kind === 'Call') return;
  const handler = ctx.context.handlerAround(call);
  if (handler === undefined || !isBroad(handler, ctx) || ctx.context.isTestCode(call) || isInFinally(call)) return;
  if (!requeues(call, method, ctx) || isCounted(call, handler)) return;
  if (ctx.retries.pausesWithin(handler.body).length > 0) return;
  ctx.report({
    at: call,
    message: `a message that cannot be handled goes back to its queue by \`${method}\` and is delivered again at once, without end`,
    remedy: 'Reject it with `requeue=False` and give the queue a dead-letter exchange, or count its deliveries',
    related: [{ at: headerSpan(handler, ctx.text), message: 'whatever failed' }],
  });
}

function requeues(call: Call, method: string, ctx: SourceContext): boolean {
  if (method === 'requeue') return call.args.length === 0;
  const flag: Expression | undefined = ctx.values.givenArgument(call, 'requeue', undefined);
  if (flag === undefined) return HANDING_BACK.get(method) === 'requeues' && call.args.length < 3;
  const folded = ctx.values.fold(flag);
  return folded?.kind === 'bool' && folded.value;
}

/** A branch between the handler and the call, or anything in the handler, asks how often the message came. */
function isCounted(call: Call, handler: ExceptHandler): boolean {
  for (const outer of ancestors(call)) {
    if (outer === handler) break;
    if (outer.kind === 'If' || outer.kind === 'IfExp') return true;
  }
  return handler.parent !== undefined && mentionsAttempts(handler.parent);
}

function mentionsAttempts(root: Node): boolean {
  let found = false;
  walk(root, (node) => {
    const name = node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : '';
    if (ATTEMPT_WORD.test(name)) found = true;
  });
  return found;
}
