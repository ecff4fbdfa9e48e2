/** Waits that block a thread until a loop has done what it was given. */
import {
  ancestors,
  type Call,
  type Expression,
  identifiersOf,
  lastName,
  type Node,
  type Stmt,
  shortText,
  type While,
} from '#ast';
import type { SourceContext } from '#kit';
import type { Grade, Question } from '#project';
import { startsThreads } from '../_shared/starts-threads.ts';
import { waitForWork } from './work-waits.ts';

/** Hand work to a loop; the position is that of the loop, undefined where it is the running one. */
export const SUBMITTERS: ReadonlyMap<string, { readonly loop: number | undefined }> = new Map([
  ['asyncio.run_coroutine_threadsafe', { loop: 1 }],
  ['asyncio.create_task', { loop: undefined }],
  ['asyncio.ensure_future', { loop: undefined }],
  ['asyncio.AbstractEventLoop.create_task', { loop: undefined }],
  ['asyncio.AbstractEventLoop.call_soon', { loop: undefined }],
  ['asyncio.AbstractEventLoop.call_soon_threadsafe', { loop: undefined }],
]);

/** What is in the coroutine itself needs no project to say so. */
export const ALWAYS: Question = { kind: 'all', of: [] };

/** A program with one loop waits for that one. */
export function unlessOtherLoops({ names, source }: SourceContext): Grade {
  const makers = ['asyncio.new_event_loop', 'asyncio.Runner', 'anyio.from_thread.start_blocking_portal'];
  const doubt = { doubt: 'unknown-thread' } as const;
  if (makers.some((name) => identifiersOf(source.module).has(name.slice(name.lastIndexOf('.') + 1)))) return doubt;
  return {
    question: {
      kind: 'any',
      of: [
        { kind: 'called-elsewhere', module: names.moduleName, names: makers, orAtImport: true },
        startsThreads.ask(null),
      ],
    },
    yes: doubt,
    no: 'keep',
    unknown: doubt,
  };
}

export const FILLING: ReadonlySet<string> = new Set(['put', 'put_nowait', 'set']);

/** The expression that is the loop; the call itself where it takes the running one. */
export function loopOf(call: Call, position: number | undefined, ctx: SourceContext): Expression | undefined {
  if (position !== undefined) return ctx.values.givenArgument(call, 'loop', position);
  const isMethod = (ctx.types.calleeName(call.func) ?? '').startsWith('asyncio.AbstractEventLoop.');
  return isMethod && call.func.kind === 'Attribute' ? call.func.value : call;
}

/** The wait for the work, behind its submission. */
export function waitFor(call: Call, ctx: SourceContext): Node | undefined {
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
function spinningOn(condition: Call, carrier: Expression): While | undefined {
  if (condition.func.kind !== 'Attribute' || condition.func.attr !== 'done' || condition.func.value !== carrier)
    return undefined;
  for (const node of ancestors(condition)) {
    if (node.kind === 'UnaryOp' && node.op === 'Not') continue;
    if (node.kind !== 'While' || node.test.end < condition.end) return undefined;
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

export function headOf(wait: Node, { text }: SourceContext): string {
  const named = wait.kind === 'Call' ? wait.func : wait;
  const isChain = named.kind === 'Attribute' && /[\n(]/.test(text.slice(named));
  return isChain ? named.attr : shortText(named, text);
}
