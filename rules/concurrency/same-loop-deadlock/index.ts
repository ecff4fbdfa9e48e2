import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  type Expression,
  identifiersOf,
  lastName,
  type Node,
  nodesOf,
  type Stmt,
  shortText,
  type While,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import type { Grade, Question } from '#project';
import { waitsForGivenLoop } from '#semantics/effects/loop-bridge';
import { callsOnLoop } from '../_shared/calls-on-loop.ts';
import { projectFunction } from '../_shared/loop-holds.ts';
import { ownLoopBehind } from './own-loop.ts';
import { waitForWork } from './work-waits.ts';

/** Hand work to a loop; the position is that of the loop, undefined where it is the running one. */
const SUBMITTERS: ReadonlyMap<string, { readonly loop: number | undefined }> = new Map([
  ['asyncio.run_coroutine_threadsafe', { loop: 1 }],
  ['asyncio.create_task', { loop: undefined }],
  ['asyncio.ensure_future', { loop: undefined }],
  ['asyncio.AbstractEventLoop.create_task', { loop: undefined }],
  ['asyncio.AbstractEventLoop.call_soon', { loop: undefined }],
  ['asyncio.AbstractEventLoop.call_soon_threadsafe', { loop: undefined }],
]);

export default defineSourceRule({
  docs: {
    summary: 'thread that waits for work of the event loop it runs',
    why: 'The work can only run on the thread that waits for it, so the wait never succeeds. Every other task of the event loop stands still in the meantime.',
    remedy: 'Make the function a coroutine and await the work, or hand the work to a loop that runs in another thread.',
    harm: 'hangs',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [833],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-007' }],
    measured: { read: 3, right: 3, on: 'camel-ai and pipecat-ai; 110 other packages have none' },
    bad: 'import asyncio\n\ndef verify(store, token):\n    loop = asyncio.get_running_loop()\n    return asyncio.run_coroutine_threadsafe(store.verify(token), loop).result()\n',
    good: 'async def verify(store, token):\n    return await store.verify(token)\n',
  },
  needs: ['effects'],
  visit: {
    Call(call, ctx) {
      const submitter = SUBMITTERS.get(ctx.types.calleeName(call.func) ?? '');
      if (submitter === undefined || ctx.context.role === 'test') return;
      const fn = ctx.context.functionAround(call);
      if (fn === undefined || fn.kind === 'Lambda') return;
      // In a coroutine a task is awaited, and an event that is waited for is another rule's.
      if (fn.kind === 'AsyncFunctionDef' && submitter.loop === undefined) return;
      const loop = loopOf(call, submitter.loop, ctx);
      const taken = loop === call ? { at: call, isRunning: true } : loop && ownLoopBehind(loop, ctx);
      const wait = taken === undefined ? undefined : waitFor(call, ctx);
      if (taken === undefined || wait === undefined) return;
      ctx.report({
        at: wait,
        message: `\`${headOf(wait, ctx)}\` waits in \`${fn.name}\` for work of the event loop that this thread runs`,
        related: [
          { at: call, message: 'the work is handed to the loop here' },
          ...(taken.at === call ? [] : [{ at: taken.at, message: 'the loop is the one of this thread' }]),
        ],
        ...(!taken.isRunning && { doubt: 'unknown-thread' }),
      });
    },
    AsyncFunctionDef(fn, ctx) {
      if (ctx.context.role === 'test') return;
      const asked = new Set<string>();
      for (const call of callsOnLoop(fn, ctx)) {
        if (reportUnfilled(fn, call, ctx)) continue;
        const name = waitsForGivenLoop(call, ctx) ? '' : projectFunction(call, ctx);
        if (name === undefined || asked.has(name)) continue;
        asked.add(name);
        const question: Question =
          name === '' ? ALWAYS : { kind: 'blocks', function: name, from: ctx.path, by: 'own-loop' };
        ctx.report({
          at: call,
          message: `\`${headOf(call, ctx)}\` waits on the event loop in \`async def ${fn.name}\` for work that a loop has to run`,
          when: { question, yes: unlessOtherLoops(ctx), no: 'drop', unknown: 'drop' },
        });
      }
    },
  },
});

/** What stands in the coroutine itself needs no project to say so. */
const ALWAYS: Question = { kind: 'all', of: [] };

/** A program with one loop waits for that one. */
function unlessOtherLoops({ names, source }: SourceContext): Grade {
  const makers = ['asyncio.new_event_loop', 'asyncio.Runner', 'anyio.from_thread.start_blocking_portal'];
  const doubt = { doubt: 'unknown-thread' } as const;
  if (makers.some((name) => identifiersOf(source.module).has(name.slice(name.lastIndexOf('.') + 1)))) return doubt;
  return {
    question: {
      kind: 'any',
      of: [
        { kind: 'called-elsewhere', module: names.moduleName, names: makers, orAtImport: true },
        { kind: 'starts-threads' },
      ],
    },
    yes: doubt,
    no: 'keep',
    unknown: doubt,
  };
}

/** `self.answers.get()` of a queue of threads (or an event) that nothing but other coroutines of the file fills. */
function reportUnfilled(fn: AsyncFunctionDef, call: Call, ctx: SourceContext): boolean {
  const { func } = call;
  if (!WAITS.has(ctx.effects.blocking(call) ?? '') || func.kind !== 'Attribute') return false;
  const { value } = func;
  if (value.kind !== 'Attribute' || ctx.types.classDefOf(value.value) === undefined) return false;
  const uses = nodesOf(ctx.module, 'Attribute').filter((each) => each.attr === value.attr && each.ctx === 'Load');
  const fills = uses.filter(({ parent }) => parent?.kind === 'Attribute' && FILLING.has(parent.attr));
  const isHandedOn = uses.some(({ parent }) => parent?.kind !== 'Attribute');
  const [first] = fills;
  if (first === undefined || isHandedOn) return false;
  if (!fills.every((each) => ctx.context.functionAround(each)?.kind === 'AsyncFunctionDef')) return false;
  ctx.report({
    at: call,
    message: `\`${headOf(call, ctx)}\` waits on the event loop in \`async def ${fn.name}\` for what another coroutine does`,
    related: [{ at: first, message: 'only coroutines fill it' }],
    doubt: value.attr.startsWith('_') ? undefined : 'external-definition',
  });
  return true;
}

const WAITS: ReadonlySet<string> = new Set(['threading.Event.wait', 'queue.Queue.get', 'queue.SimpleQueue.get']);
const FILLING: ReadonlySet<string> = new Set(['put', 'put_nowait', 'set']);

/** The expression that is the loop; the call itself where it takes the running one. */
function loopOf(call: Call, position: number | undefined, ctx: SourceContext): Expression | undefined {
  if (position !== undefined) return ctx.values.givenArgument(call, 'loop', position);
  const isMethod = (ctx.types.calleeName(call.func) ?? '').startsWith('asyncio.AbstractEventLoop.');
  return isMethod && call.func.kind === 'Attribute' ? call.func.value : call;
}

/** The wait for the work, behind its submission. */
function waitFor(call: Call, ctx: SourceContext): Node | undefined {
  const uses = ctx.flow.destinations(call);
  for (const { kind, node, carrier } of uses) {
    if (node.kind !== 'Call' || ctx.context.functionAround(node) !== ctx.context.functionAround(call)) continue;
    if (kind === 'receiver' && ctx.effects.blocking(node)?.startsWith('concurrent.futures.')) return node;
    if (kind === 'argument' && ctx.types.calleeName(node.func) === 'concurrent.futures.wait') return node;
    const loop = kind === 'receiver' ? spinningOn(node, carrier) : undefined;
    if (loop !== undefined) return loop.test;
  }
  return waitForWork(call, workOf(call, ctx), ctx);
}

/** `while not task.done(): time.sleep(0.1)`: nothing in it lets the loop go on. */
function spinningOn(asked: Call, carrier: Expression): While | undefined {
  if (asked.func.kind !== 'Attribute' || asked.func.attr !== 'done' || asked.func.value !== carrier) return undefined;
  for (const node of ancestors(asked)) {
    if (node.kind === 'UnaryOp' && node.op === 'Not') continue;
    if (node.kind !== 'While' || node.test.end < asked.end) return undefined;
    const isIdle = node.body.every((statement) => statement.kind === 'Pass' || isSleep(statement));
    return isIdle ? node : undefined;
  }
  return undefined;
}

function isSleep(statement: Stmt): boolean {
  return statement.kind === 'Expr' && statement.value.kind === 'Call' && lastName(statement.value.func) === 'sleep';
}

/** What is submitted: the arguments, and the functions of this file that they name. */
function workOf(call: Call, ctx: SourceContext): readonly Node[] {
  const [first] = call.args;
  const named = first?.kind === 'Call' ? first.func : first;
  const definition = named === undefined ? undefined : ctx.names.definitionOf(named);
  return [...call.args, ...(definition === undefined ? [] : [definition])];
}

function headOf(wait: Node, { text }: SourceContext): string {
  const named = wait.kind === 'Call' ? wait.func : wait;
  const isChain = named.kind === 'Attribute' && /[\n(]/.test(text.slice(named));
  return isChain ? named.attr : shortText(named, text);
}
