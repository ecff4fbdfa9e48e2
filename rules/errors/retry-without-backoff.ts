import {
  type Attribute,
  ancestors,
  type Call,
  defineSourceRule,
  type ExceptHandler,
  type Expression,
  headerSpan,
  holds,
  lastName,
  NOT_PRODUCTION,
  type Node,
  namesOfCalls,
  type Retry,
  type SourceContext,
  type WayBack,
  walk,
} from '#kit';

/** What is caught to be mended or to be taken as an answer: trying again at once is right. */
const NO_OUTAGE =
  /(Watch|Conflict|Stale|Integrity|Exists|Duplicate|Unauthorized|Auth|Token|Expired|Validation|Parse|Decode|JSON|Value|Key|Type|Index|Attribute|Lookup|StopIteration|StopAsyncIteration|Interrupted|BlockingIO|WantRead|WantWrite|Again|EOF|Empty|Full|Cancelled|NotFound|Moved|Ask|Rekey|Unicode)\w*$/i;
/** These come after the attempt has waited by itself. */
const TIMEOUT = /(^|\.)\w*Timeout\w*$/i;
/** Failures of which a server may be the cause. */
const OUTAGE: ReadonlySet<string> = new Set([
  'builtins.OSError',
  'builtins.TimeoutError',
  'builtins.Exception',
  'builtins.BaseException',
]);

/** How a job gets onto a queue, and how it is taken from it. */
const PUTTING_BACK: ReadonlySet<string> = new Set(['lpush', 'rpush', 'put', 'put_nowait', 'enqueue']);
/** What is lent from these is given back, whether the work went well or not. */
const LENDING_NAME = /pool|free|idle|avail|slot|token|permit|conn|client|worker|port|session|browser/i;
const TAKING: ReadonlySet<string> = new Set(
  'get get_nowait lpop rpop blpop brpop brpoplpush blmove lmove popleft pop dequeue'.split(' '),
);
const ATTEMPT_WORD = /attempt|retr(y|ies)|tries|failures/i;

export default defineSourceRule({
  docs: {
    summary: 'retry without a pause',
    why: 'A service that fails under load gets every failed request again at once, so the retries keep it down and are used up before it can recover.',
    remedy:
      'Sleep before the next attempt, longer each time and by a random part: `time.sleep(random.uniform(0, 2**attempt))`.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [799],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    measured: { read: 14, right: 14, on: 'modelscope (6), bentoml, agno, camel_ai, homeassistant, litellm, prefect' },
    bad: 'import httpx\n\ndef fetch(url):\n    for attempt in range(5):\n        try:\n            return httpx.get(url)\n        except httpx.TransportError:\n            continue\n',
    good: 'import time\n\nimport httpx\n\ndef fetch(url):\n    for attempt in range(5):\n        try:\n            return httpx.get(url)\n        except httpx.TransportError:\n            time.sleep(2**attempt)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(_module, ctx) {
      for (const retry of ctx.retries.all) {
        const way = retry.waysBack.find((each) => isStorm(each, retry, ctx));
        if (way !== undefined && !ctx.context.isTestCode(retry.loop)) report(way, retry, ctx);
      }
    },
    Call(call, ctx) {
      if (call.func.kind === 'Attribute' && PUTTING_BACK.has(call.func.attr)) reportRequeue(call, call.func, ctx);
    },
  },
});

function report({ handler }: WayBack, retry: Retry, ctx: SourceContext): void {
  const what = retry.remoteCalls.length > 0 ? namesOfCalls(retry.remoteCalls) : 'the request';
  const times =
    retry.limit === 'endless' ? ', without end' : retry.attempts === undefined ? '' : `, ${retry.attempts} times`;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `${what} is tried again at once when it fails${times}`,
    related: [{ at: headerSpan(retry.loop, ctx.text), message: 'the next attempt begins here' }],
  });
}

function isStorm(way: WayBack, retry: Retry, ctx: SourceContext): boolean {
  if (way.delays.length > 0 || retry.delays.length > 0 || way.work.length > 0) return false;
  // One more attempt is how a kept connection that the server closed is replaced.
  if (way.isOnce || (retry.attempts !== undefined && retry.attempts <= 2)) return false;
  const { catches, breadth } = ctx.handlers.describe(way.handler);
  const isRemote = retry.remoteCalls.length > 0;
  if (breadth === 'bare') return isRemote;
  const outages = catches.filter((name) => !NO_OUTAGE.test(name) && !TIMEOUT.test(name));
  return outages.some((name) => retry.remoteExceptions.includes(name) || (isRemote && OUTAGE.has(name)));
}

/** A job that failed goes straight back to where it came from. */
function reportRequeue(call: Call, func: Attribute, ctx: SourceContext): void {
  if (LENDING_NAME.test(lastName(func.value) ?? '')) return;
  const handler = ctx.context.handlerAround(call);
  const cause = handler ?? attemptGuard(call);
  const fn = ctx.context.defAround(call);
  if (cause === undefined || fn === undefined || ctx.context.isTestCode(call)) return;
  if (handler !== undefined && !isOfFailure(handler, ctx)) return;
  const owner = ctx.context.classAround(call) ?? fn;
  const taken = callsOf(owner).find((other) => takesFrom(other, call, func, ctx));
  const element = call.args.at(-1);
  if (
    taken === undefined ||
    element === undefined ||
    knowsDelays(fn) ||
    !isJob(element, taken, handler === undefined, ctx)
  )
    return;
  const pauses = ctx.retries
    .pausesWithin([...fn.body])
    .filter(({ call: pause }) => !TAKING.has(lastName(pause.func) ?? ''));
  if (pauses.length > 0) return;
  ctx.report({
    at: call,
    message: `a job that failed goes back on \`${queueText(call, func, ctx)}\` at once, and is taken again at once`,
    remedy:
      'Put it back with a delay that grows with its attempts: a sorted set by due time, `apply_async(countdown=…)`, `enqueue_in`',
    related: [{ at: taken, message: 'it is taken from the queue here' }],
  });
}

/** A function that speaks of due times puts the job back without one where nobody asked for one. */
function knowsDelays(fn: Node): boolean {
  let knows = false;
  walk(fn, (node) => {
    const name = node.kind === 'Name' || node.kind === 'Attribute' ? (lastName(node) ?? '') : '';
    knows ||= DELAY_WORD.test(name);
  });
  return knows;
}

const DELAY_WORD = /(^|_)(eta|delay|delayed|countdown|schedule|backoff|due|not_before|run_at|visible)(_|$)/;

/** A full or empty queue and the end of the task are no failures of the job. */
function isOfFailure(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { exits, catches } = ctx.handlers.describe(handler);
  return (exits.falls || exits.continues) && !catches.some((name) => /Full|Empty|Cancel|Interrupt|Shut/.test(name));
}

/** `if job.attempts < limit:` around it. */
function attemptGuard(call: Call): Node | undefined {
  for (const at of ancestors(call)) {
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return undefined;
    if (at.kind === 'If' && countsAttempts(at.test)) return at;
  }
  return undefined;
}

function countsAttempts(test: Expression): boolean {
  if (test.kind !== 'Compare') return false;
  return holds(
    test.left,
    (node) =>
      (node.kind === 'Name' && ATTEMPT_WORD.test(node.id)) ||
      (node.kind === 'Attribute' && ATTEMPT_WORD.test(node.attr)) ||
      (node.kind === 'Constant' && node.value.kind === 'str' && ATTEMPT_WORD.test(node.value.value)),
  );
}

function callsOf(owner: Node): readonly Call[] {
  const calls: Call[] = [];
  walk(owner, (node) => {
    if (node.kind === 'Call') calls.push(node);
  });
  return calls;
}

function takesFrom(other: Call, call: Call, func: Attribute, ctx: SourceContext): boolean {
  if (other.func.kind !== 'Attribute' || !TAKING.has(other.func.attr)) return false;
  if (ctx.text.slice(other.func.value) !== ctx.text.slice(func.value)) return false;
  const [key] = call.args;
  if (key === undefined || call.args.length < 2) return !func.attr.includes('push');
  // Redis keeps many queues: the key says which one.
  const text = ctx.text.slice(key);
  return other.args.some(
    (arg) =>
      ctx.text.slice(arg) === text || (arg.kind === 'List' && arg.elts.some((each) => ctx.text.slice(each) === text)),
  );
}

/** What goes back is what was taken; a function that counts attempts may also be given the job. Results and errors are none. */
function isJob(element: Expression, taken: Call, mayBeGiven: boolean, ctx: SourceContext): boolean {
  if (element.kind === 'Dict' || element.kind === 'Tuple') return false;
  let isTaken = false;
  walk(element, (node) => {
    if (node.kind !== 'Name' || isTaken) return;
    isTaken = mayBeGiven && node.id !== 'self' && ctx.names.parameterOf(node) !== undefined;
    for (const origin of ctx.flow.origins(node)) {
      walk(origin, (part) => {
        isTaken ||= part === taken;
      });
    }
  });
  return isTaken;
}

function queueText(call: Call, func: Attribute, ctx: SourceContext): string {
  const [key] = call.args;
  return ctx.text.slice(func.attr.includes('push') && key !== undefined ? key : func.value);
}
