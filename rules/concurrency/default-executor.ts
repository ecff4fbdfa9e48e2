import { type Call, type Expression, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext, whereItServes } from '#kit';
import { isHeavyComputation } from '#knowledge/heavy-computation';
import type { Question } from '#project';
import { callsWithin } from '#semantics/effects/calls-within';

/** Names that promise a model's work where nothing else tells. */
const MODEL_WORK =
  /^_*(run_|do_|sync_)?(infer|inference|predict|forward|transcribe|denoise|upscale|diarize|super_resolve)(_sync|_blocking|_batch)?$/;

export default defineSourceRule({
  docs: {
    summary: 'CPU-heavy work in the default executor',
    why: 'The whole process shares the default executor, even for DNS lookups, and its size depends on the machine. Heavy jobs can occupy all of its threads, or together exhaust the memory of the GPU or the host.',
    remedy: 'Give this work its own executor with as many workers as the device can run at once',
    harm: 'hangs',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.5' }],
    measured: { read: 1, right: 1, on: 'agno; 20 other packages have none in the default profile (1 of 2 in strict)' },
    bad: 'import asyncio\nimport torch\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = torch.jit.load("model.pt")\n\ndef infer(image):\n    return torch.sigmoid(model(image))\n\n@app.post("/infer")\nasync def handle(image):\n    loop = asyncio.get_running_loop()\n    return await loop.run_in_executor(None, infer, image)\n',
    good: 'import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\nimport torch\nfrom fastapi import FastAPI\n\napp = FastAPI()\ngpu = ThreadPoolExecutor(max_workers=1)\nmodel = torch.jit.load("model.pt")\n\ndef infer(image):\n    return torch.sigmoid(model(image))\n\n@app.post("/infer")\nasync def handle(image):\n    loop = asyncio.get_running_loop()\n    return await loop.run_in_executor(gpu, infer, image)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['run_in_executor', 'to_thread'],
  visit: {
    Call(call, ctx) {
      if (!usesDefault(call, ctx)) return;
      const start = ctx.context.startOf(call);
      const work = start?.how === 'executor' ? workOf(start.run, ctx) : undefined;
      if (start === undefined || work === undefined) return;
      const isGuessed = work.name === undefined;
      const held = ctx.context.locksHeldAt(call);
      if (held.some(({ lock }) => LOCK.test(ctx.types.classOf(lock) ?? ''))) {
        ctx.proven({ at: call, by: 'a lock limits it to one at a time' });
        return;
      }
      ctx.report({
        at: call,
        cause: ctx.path,
        message: `${nameOf(start.run, ctx)} ${isGuessed ? 'looks like heavy work and runs' : `computes with \`${work.name}\``} in the default executor, which the whole process shares`,
        ...(work.at !== undefined && { related: [{ at: work.at, message: 'the computation' }] }),
        ...(isGuessed && { doubt: 'role-from-name' }),
        when: providedThat(whereItServes({ kind: 'not', of: setsOwnDefault(ctx) }), 'drop'),
      });
    },
  },
});

/** Not a semaphore, which may let several through. */
const LOCK = /^(?:asyncio|threading|anyio)\.(?:locks\.)?R?Lock$/;

function setsOwnDefault(ctx: SourceContext): Question {
  return { kind: 'attribute-read', attribute: 'set_default_executor', around: ctx.names.moduleName };
}

/** `loop.run_in_executor(None, …)` and `asyncio.to_thread(…)`. */
function usesDefault(call: Call, ctx: SourceContext): boolean {
  const name = lastName(call.func);
  if (name === 'run_in_executor') return call.args[0] !== undefined && ctx.values.fold(call.args[0])?.kind === 'none';
  return name === 'to_thread' && ctx.names.qualifiedName(call.func) === 'asyncio.to_thread';
}

interface Work {
  /** The library function; undefined where only the name of what runs tells. */
  readonly name: string | undefined;
  readonly at: Call | undefined;
}

function workOf(run: Expression, ctx: SourceContext): Work | undefined {
  const callee = ctx.types.calleeName(run);
  if (callee !== undefined && isHeavyComputation(callee)) return { name: callee, at: undefined };
  const fn = ctx.context.functionRun(run);
  for (const at of fn === undefined ? [] : callsWithin([fn])) {
    const name = ctx.types.calleeName(at.func);
    // Making an object of such a library is loading.
    if (name !== undefined && isHeavyComputation(name) && !/\.[A-Z]\w*$/.test(name)) return { name, at };
  }
  return MODEL_WORK.test(lastName(run) ?? '') ? { name: undefined, at: undefined } : undefined;
}

function nameOf(run: Expression, ctx: SourceContext): string {
  const fn = ctx.context.functionRun(run);
  const name = lastName(run) ?? (fn?.kind === 'Lambda' ? undefined : fn?.name);
  return name === undefined ? 'the work' : `\`${name}\``;
}
