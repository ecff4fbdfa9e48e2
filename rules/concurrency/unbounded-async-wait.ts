import {
  type AsyncFor,
  type AsyncFunctionDef,
  type Await,
  type Call,
  defineSourceRule,
  type Expression,
  headerSpan,
  lastName,
  type Name,
  NOT_PRODUCTION,
  type Node,
  type Problem,
  parametersOf,
  type SourceContext,
  shortText,
} from '#kit';

/** Waits that only another party ends, by the method's qualified name. */
const WAITS: ReadonlyMap<string, string> = new Map([
  ['asyncio.Event.wait', 'somebody sets it'],
  ['asyncio.Condition.wait', 'somebody notifies it'],
  ['asyncio.Condition.wait_for', 'somebody notifies it'],
  ['asyncio.Queue.get', 'somebody puts something in'],
  ['asyncio.PriorityQueue.get', 'somebody puts something in'],
  ['asyncio.StreamReader.read', 'the other side sends'],
  ['asyncio.StreamReader.readline', 'the other side sends'],
  ['asyncio.StreamReader.readexactly', 'the other side sends'],
  ['asyncio.StreamReader.readuntil', 'the other side sends'],
  ['asyncio.subprocess.Process.communicate', 'the process ends'],
]);
const FUTURE = 'asyncio.Future';
/** Methods of engines that make one answer piece by piece. A loop over what is subscribed to lives from waiting. */
const STREAMS: ReadonlySet<string> = new Set([
  'generate',
  'agenerate',
  'generate_stream',
  'stream_generate',
  'stream_chat',
]);
/** Clients that give up by themselves, and what is local or in the hands of the caller. */
const BOUNDED_CLASS =
  /^(builtins|httpx|aiohttp|openai|anthropic|google|azure|boto3|aiobotocore|aiofiles|starlette|fastapi|langchain\w*|llama_index|asyncio\.(Queue|Task)|motor|asyncpg|sqlalchemy|anyio|trio|typing|collections)\b/;
/** Waiting is what these are for: their caller says how long, or they live as long as the process. */
const WAITING_FUNCTION =
  /^_*(get|put|read|recv|receive|next|pop|take|send|write|wait|join|run|serve|main|listen|watch|monitor|consume|worker|loop|poll|drain|shutdown|stop|close|cleanup|lifespan|startup|acquire|start|on_|background|process_queue|subscribe|follow|tail|relay|pump|forward|__aenter__|__aexit__|__anext__|__aiter__|__await__)/;
/** Events that tell of the end of the process or of the client. */
const LIFE_WORDS = /(stop|shutdown|exit|clos|cancel|terminat|quit|disconnect|finish|abort|kill|end)/i;

export default defineSourceRule({
  docs: {
    summary: 'wait in a request path that nothing bounds',
    why: 'When the other party dies or forgets to answer, the request never ends, holds its connection and its place, and enough of them stop the service.',
    remedy: 'Put the wait under `async with asyncio.timeout(…)`, or await it through `asyncio.wait_for(…, timeout=…)`.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [400, 833],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-5' }],
    measured: { read: 1, right: 1, on: 'langflow; too few to say much (in the strict profile 7 of 11)' },
    bad: 'import asyncio\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\npending = {}\n\n@app.get("/answers/{key}")\nasync def answer(key: str):\n    future = asyncio.get_running_loop().create_future()\n    pending[key] = future\n    return await future\n',
    good: 'import asyncio\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\npending = {}\n\n@app.get("/answers/{key}")\nasync def answer(key: str):\n    future = asyncio.get_running_loop().create_future()\n    pending[key] = future\n    return await asyncio.wait_for(future, timeout=30)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Await(node, ctx) {
      const until = untilWhat(node, ctx);
      if (until === undefined) return;
      report(node, node, `\`${shortText(node, ctx.text)}\` waits until ${until}, however long that takes`, ctx);
    },
    AsyncFor(loop, ctx) {
      if (!isExternalStream(loop, ctx)) return;
      const message = `the loop over \`${shortText(loop.iter, ctx.text)}\` waits for each next element, however long that takes`;
      report(loop, headerSpan(loop, ctx.text), message, ctx, true);
    },
  },
});

/** What ends the wait; undefined for waits that end by themselves, and for the main loops of consumers. */
function untilWhat({ value, ...at }: Await, ctx: SourceContext): string | undefined {
  if (value.kind === 'Name' || value.kind === 'Attribute') {
    return isPlainFuture(value, ctx) ? 'somebody gives the future its result' : undefined;
  }
  if (value.kind !== 'Call' || value.func.kind !== 'Attribute' || !WAIT_METHODS.has(value.func.attr)) return undefined;
  const until = WAITS.get(ctx.types.calleeName(value.func) ?? '');
  if (until === undefined || LIFE_WORDS.test(lastName(value.func.value) ?? '')) return undefined;
  // Whoever takes one element after another lives from waiting.
  return at.parent !== undefined && isInEndlessLoop(at.parent, ctx) ? undefined : until;
}

const WAIT_METHODS: ReadonlySet<string> = new Set(
  [...WAITS.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)),
);

/** Made by hand (`create_future()`): tasks and executor jobs end when their work does. */
function isPlainFuture(value: Expression, ctx: SourceContext): boolean {
  if (ctx.types.classOf(value) !== FUTURE || LIFE_WORDS.test(lastName(value) ?? '')) return false;
  if (value.kind === 'Name' && isResolvedNearby(value, ctx)) return false;
  return ctx.flow
    .origins(value)
    .some(({ kind, ...origin }) => kind === 'Call' && 'func' in origin && lastName(origin.func) === 'create_future');
}

/** A function inside this one gives the result, so the wait ends with what that does. */
function isResolvedNearby(future: Name, ctx: SourceContext): boolean {
  const around = ctx.context.functionAround(future);
  return (ctx.names.resolve(future)?.references ?? []).some(
    ({ parent }) =>
      parent?.kind === 'Attribute' && parent.attr.startsWith('set_') && ctx.context.functionAround(parent) !== around,
  );
}

function isInEndlessLoop(node: Node, ctx: SourceContext): boolean {
  return ctx.context.loopAround(node) !== undefined;
}

/** What is known of the class comes first; a receiver of unknown class must stream by its method's name. */
function isExternalStream({ iter }: AsyncFor, ctx: SourceContext): boolean {
  if (iter.kind !== 'Call' || iter.func.kind !== 'Attribute' || !STREAMS.has(iter.func.attr) || isTimed(iter))
    return false;
  const { value } = iter.func;
  const type = ctx.types.classOf(value);
  if (type === undefined) return value.kind !== 'Call' && lastName(value) !== 'self';
  return !BOUNDED_CLASS.test(type) && !ctx.names.moduleName.split('.', 2).includes(type.split('.', 1)[0] ?? '');
}

function isTimed(call: Call): boolean {
  return call.keywords.some(({ arg }) => arg === undefined || /timeout|deadline/.test(arg));
}

function report(node: Node, at: Problem['at'], message: string, ctx: SourceContext, isStrict = false): void {
  const fn = ctx.context.defAround(node);
  if (fn?.kind !== 'AsyncFunctionDef' || WAITING_FUNCTION.test(fn.name) || ctx.context.isTestCode(node)) return;
  if (parametersOf(fn).some(({ name }) => /timeout|deadline/.test(name))) return;
  if (ctx.context.deadlineAround(node) !== undefined || isBoundedByCallers(fn, ctx)) return;
  const isPublic = !fn.name.startsWith('_') && ctx.context.functionAround(fn) === undefined;
  ctx.report({
    at,
    message,
    when: {
      question: {
        kind: 'reached-from',
        function: `${ctx.names.moduleName}.${ctx.names.qualnameOf(fn)}`,
        entries: ['route'],
      },
      yes: isStrict ? { profile: 'strict' } : 'keep',
      no: isPublic ? { profile: 'strict' } : 'drop',
      unknown: 'drop',
    },
  });
}

/** Some caller in this file gives it a deadline: the others may do so too. */
function isBoundedByCallers(fn: AsyncFunctionDef, ctx: SourceContext): boolean {
  const owner = ctx.context.classOfMethod(fn);
  const mentions: readonly Node[] =
    owner === undefined ? (ctx.names.lookup(fn.name, fn)?.references ?? []) : ctx.state.mentionsOf(owner, fn.name);
  return mentions.some((mention) => ctx.context.deadlineAround(mention) !== undefined);
}
