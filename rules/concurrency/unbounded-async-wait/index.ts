import {
  type AsyncFor,
  type Await,
  type Call,
  type Def,
  headerSpan,
  lastName,
  type Node,
  parametersOf,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, providedThat, reachedFrom, type SourceContext } from '#kit';
import { callsOfFunction, mentionsOfFunction } from '#semantics/context/function-mentions';
import { openWaitOf, openWaitsCalled, threadWaitOf } from './open-waits.ts';

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
export default defineSourceRule({
  docs: {
    summary: 'asynchronous wait without a timeout',
    why: 'If the other side dies or never answers, the coroutine waits forever. Each waiting request keeps its connection open, and enough of them can bring the service down.',
    remedy: 'Put the wait under `async with asyncio.timeout(…)`, or await it through `asyncio.wait_for(…, timeout=…)`',
    harm: 'hangs',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [400, 833],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-5' }],
    measured: { read: 14, right: 13, on: 'langflow, gradio, ray, astrbot (in the strict profile 7 of 11)' },
    bad: 'import asyncio\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\npending = {}\n\n@app.get("/answers/{key}")\nasync def answer(key: str):\n    future = asyncio.get_running_loop().create_future()\n    pending[key] = future\n    return await future\n',
    good: 'import asyncio\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\npending = {}\n\n@app.get("/answers/{key}")\nasync def answer(key: str):\n    future = asyncio.get_running_loop().create_future()\n    pending[key] = future\n    return await asyncio.wait_for(future, timeout=30)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Await(node, ctx) {
      const wait = openWaitOf(node, ctx);
      if (wait === undefined) return reportForeign(node, ctx);
      const fn = ctx.context.defAround(node);
      const message = `\`${shortText(node, ctx.text)}\` has no timeout: it waits forever unless ${wait.until}`;
      // What waits for the end where no request is seen is the program itself.
      const isServed = wait.isLife && fn ? reachedFrom(['route'], ctx.names.fullNameOf(fn)) : undefined;
      report(node, node, message, ctx, isServed ? { when: providedThat(isServed, 'drop') } : {});
    },
    Call(call, ctx) {
      const wait = threadWaitOf(call, ctx);
      const fn = wait && ctx.context.defAround(call);
      if (fn?.kind !== 'FunctionDef') return;
      ctx.report({
        at: call,
        message: `\`${shortText(call, ctx.text)}\` has no timeout: it waits forever unless ${wait?.until}`,
        remedy: 'Pass a `timeout`, and answer with an error when it expires',
        doubt: mayBeLimited(fn, ctx) ? 'timeout-elsewhere' : undefined,
        when: providedThat(reachedFrom(['route'], ctx.names.fullNameOf(fn)), 'drop'),
      });
    },
    AsyncFor(loop, ctx) {
      if (!isExternalStream(loop, ctx)) return;
      const message = `the loop over \`${shortText(loop.iter, ctx.text)}\` waits for each element without a timeout`;
      report(loop, headerSpan(loop, ctx.text), message, ctx, { doubt: 'timeout-elsewhere' });
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

/** `await bus.replies.get()` of an object that another module makes: the project knows its class. */
function reportForeign(node: Await, ctx: SourceContext): void {
  const { value: call } = node;
  if (
    call.kind !== 'Call' ||
    call.func.kind !== 'Attribute' ||
    call.func.value.kind === 'Call' ||
    call.args.length + call.keywords.length > 0
  )
    return;
  const of = openWaitsCalled(call.func.attr);
  const path = of.length === 0 ? undefined : ctx.types.pathOf(call.func);
  if (path === undefined || ctx.context.loopAround(node) !== undefined) return;
  const message = `\`${shortText(node, ctx.text)}\` has no timeout: it waits forever unless another party acts`;
  const isOpen = { kind: 'is-foreign-method', path, from: ctx.path, of } as const;
  report(node, node, message, ctx, { doubt: 'timeout-elsewhere', when: providedThat(isOpen, 'drop') });
}

function report(
  node: Node,
  at: Problem['at'],
  message: string,
  ctx: SourceContext,
  problem: Pick<Problem, 'doubt' | 'when'>,
): void {
  const fn = ctx.context.defAround(node);
  if (fn?.kind !== 'AsyncFunctionDef') return;
  const deadline = ctx.context.deadlineAround(node) ?? deadlineOfCallers(fn, ctx);
  if (deadline !== undefined) {
    ctx.proven({ at: node, by: 'a surrounding timeout ends it', where: deadline });
    return;
  }
  ctx.report({ at, message, ...problem, ...(mayBeLimited(fn, ctx) && { doubt: 'timeout-elsewhere' }) });
}

/** It is given a limit, or some caller in this file sets one: the others may do so too. */
const mayBeLimited = (fn: Def, ctx: SourceContext): boolean =>
  parametersOf(fn).some(({ name }) => /timeout|deadline/.test(name)) ||
  mentionsOfFunction(ctx, fn).some((mention) => ctx.context.deadlineAround(mention) !== undefined);

/** Nobody but code of this file calls it, and always under a limit. */
function deadlineOfCallers(fn: Def, ctx: SourceContext): Node | undefined {
  const calls = fn.name.startsWith('_') ? callsOfFunction(ctx, fn) : [];
  const limits = calls.map((call) => ctx.context.deadlineAround(call));
  return calls.length === mentionsOfFunction(ctx, fn).length && limits.every(Boolean) ? limits[0] : undefined;
}
