import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type Problem, reachedFrom, type SourceContext } from '#kit';
import { mentionsOfFunction } from '#kit/calls';
import {
  type AsyncFor,
  type AsyncFunctionDef,
  type Call,
  headerSpan,
  lastName,
  type Node,
  parametersOf,
  shortText,
} from '#kit/code';
import { openWaitOf } from '#kit/concurrency';

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

export default defineSourceRule({
  docs: {
    summary: 'wait in a request path without a time limit',
    why: 'When the other side dies or never answers, the request does not end and keeps its connection. Enough such requests stop the service.',
    remedy: 'Put the wait under `async with asyncio.timeout(…)`, or await it through `asyncio.wait_for(…, timeout=…)`.',
    harm: 'hangs',
    ceiling: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [400, 833],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-5' }],
    measured: { read: 14, right: 13, on: 'langflow, gradio, ray, astrbot (in the strict profile 7 of 11)' },
    bad: 'import asyncio\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\npending = {}\n\n@app.get("/answers/{key}")\nasync def answer(key: str):\n    future = asyncio.get_running_loop().create_future()\n    pending[key] = future\n    return await future\n',
    good: 'import asyncio\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\npending = {}\n\n@app.get("/answers/{key}")\nasync def answer(key: str):\n    future = asyncio.get_running_loop().create_future()\n    pending[key] = future\n    return await asyncio.wait_for(future, timeout=30)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Await(node, ctx) {
      const wait = openWaitOf(node, ctx);
      if (wait === undefined) return;
      report(
        node,
        node,
        `\`${shortText(node, ctx.text)}\` waits until ${wait.until}, however long that takes`,
        ctx,
        wait.guess,
      );
    },
    AsyncFor(loop, ctx) {
      if (!isExternalStream(loop, ctx)) return;
      const message = `the loop over \`${shortText(loop.iter, ctx.text)}\` waits for each next element, however long that takes`;
      report(loop, headerSpan(loop, ctx.text), message, ctx, MAY_END);
    },
  },
});

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

const MAY_END = 'whoever makes the stream may end it in time';

function report(node: Node, at: Problem['at'], message: string, ctx: SourceContext, guess?: string): void {
  const fn = ctx.context.defAround(node);
  if (fn?.kind !== 'AsyncFunctionDef') return;
  const deadline = ctx.context.deadlineAround(node);
  if (deadline !== undefined) {
    ctx.proven({ at: node, by: 'a timeout around it ends it', where: deadline });
    return;
  }
  const isPublic = !fn.name.startsWith('_') && ctx.context.functionAround(fn) === undefined;
  ctx.report({
    at,
    message,
    ...heldBackBy(hintOfLimit(fn, ctx) ?? guess),
    when: {
      question: reachedFrom(['route'], ctx.names.fullNameOf(fn)),
      yes: guess === undefined ? 'keep' : { heldBack: guess },
      no: isPublic ? { heldBack: 'no route is seen to reach it' } : 'drop',
      unknown: 'drop',
    },
  });
}

/** What hints at a limit, without one that holds here. */
function hintOfLimit(fn: AsyncFunctionDef, ctx: SourceContext): string | undefined {
  if (WAITING_FUNCTION.test(fn.name)) return 'by its name the function is there to wait';
  if (parametersOf(fn).some(({ name }) => /timeout|deadline/.test(name))) return 'the function is given a limit';
  return isBoundedByCallers(fn, ctx) ? 'some caller gives it a deadline' : undefined;
}

/** Some caller in this file gives it a deadline: the others may do so too. */
function isBoundedByCallers(fn: AsyncFunctionDef, ctx: SourceContext): boolean {
  return mentionsOfFunction(ctx, fn).some((mention) => ctx.context.deadlineAround(mention) !== undefined);
}
