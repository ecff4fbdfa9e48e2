import {
  type AsyncFunctionDef,
  type Call,
  callsWithin,
  decoratorsOf,
  defineSourceRule,
  type ExceptHandler,
  type Expression,
  type FunctionDef,
  headerSpan,
  NOT_PRODUCTION,
  type Node,
  nameOfPlace,
  type SourceContext,
  type Stmt,
  type Try,
  walk,
  walkOwnCode,
} from '#kit';

/** What catches an exhausted GPU: `OutOfMemoryError` is a `RuntimeError`. */
const OUT_OF_MEMORY: ReadonlySet<string> = new Set([
  'torch.cuda.OutOfMemoryError',
  'torch.OutOfMemoryError',
  'builtins.RuntimeError',
]);
/** Calls that only inference and training make. */
const INFERENCE: ReadonlySet<string> = new Set([
  'torch.no_grad',
  'torch.inference_mode',
  'torch.autocast',
  'torch.amp.autocast',
  'torch.cuda.amp.autocast',
]);
/** Where a function is given to be run in a thread. */
const RUNNING: ReadonlySet<string> = new Set([
  'asyncio.to_thread',
  'starlette.concurrency.run_in_threadpool',
  'fastapi.concurrency.run_in_threadpool',
  'anyio.to_thread.run_sync',
]);
/** Training, and loading before there are requests. */
const OTHER_WORK =
  /(?:^|_)(?:train|training|fit|finetune|epoch|evaluate|benchmark|load|reload|init|from|warmup)(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'exhausted GPU treated as any other failure of a request',
    why: 'A request that is too big for the card fails like a defect: the client is told to try again, the cached memory is not given back, and the requests behind it fail too.',
    remedy:
      'Catch `torch.cuda.OutOfMemoryError` before the rest: drop the tensors, call `torch.cuda.empty_cache()`, count it, and answer that the input is too big.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [755, 770],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '4.4' }],
    bad: 'import torch\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.post("/upscale")\ndef upscale(request: dict):\n    try:\n        with torch.no_grad():\n            return {"image": model(request["image"].cuda())}\n    except Exception:\n        raise HTTPException(500)\n',
    good: 'import torch\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.post("/upscale")\ndef upscale(request: dict):\n    try:\n        with torch.no_grad():\n            return {"image": model(request["image"].cuda())}\n    except torch.cuda.OutOfMemoryError:\n        torch.cuda.empty_cache()\n        raise HTTPException(413)\n    except Exception:\n        raise HTTPException(500)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['torch'],
  visit: {
    ExceptHandler(handler, ctx) {
      if (handler.parent?.kind !== 'Try' || !importsTorch(ctx)) return;
      const { breadth, exits, handsExceptionOn } = ctx.handlers.describe(handler);
      if (breadth !== 'exception' && breadth !== 'base' && breadth !== 'bare') return;
      // Kept for somebody who can still ask what it was.
      if (handsExceptionOn && exits.falls) return;
      const around = ctx.context.defAround(handler);
      if (around === undefined || OTHER_WORK.test(around.name) || ctx.context.isTestCode(handler)) return;
      if (handlesExhaustion(handler.parent, ctx) || reraises(handler) || isInsideHandled(handler.parent, ctx)) return;
      const inference = findInference(handler.parent.body, ctx);
      if (inference !== undefined) report(handler, inference, around, ctx);
    },
  },
});

/**
 * Boundary to its neighbours: `bare-except`, `swallowed-exception` and `blind-except` speak of what a handler loses, one of
 * them at most; this rule speaks of a clause that is missing before it and may stand beside the one.
 */
function report(
  handler: ExceptHandler,
  inference: Node,
  around: FunctionDef | AsyncFunctionDef,
  ctx: SourceContext,
): void {
  const isRoute = ctx.context.routeOf(around) !== undefined;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `\`${around.name}\` treats an exhausted GPU as any other failure: no clause takes \`torch.cuda.OutOfMemoryError\`, and nothing is freed`,
    related: [{ at: inference, message: 'runs on the GPU' }],
    ...(!isRoute && {
      when: {
        question: {
          kind: 'reached-from' as const,
          function: `${ctx.names.moduleName}.${ctx.names.qualnameOf(around)}`,
          entries: ['route' as const],
        },
        yes: 'keep' as const,
        no: 'drop' as const,
        unknown: { profile: 'strict' as const, severity: 'P3' as const },
      },
    }),
  });
}

const importsTorch = ({ names }: SourceContext): boolean =>
  names.imports.some(({ module }) => module === 'torch' || module.startsWith('torch.'));

/** A clause for it, or a handler that frees the cache or asks what it has caught. */
function handlesExhaustion(tried: Try, ctx: SourceContext): boolean {
  return tried.handlers.some((handler) => {
    if (ctx.handlers.describe(handler).catches.some((name) => OUT_OF_MEMORY.has(name))) return true;
    return speaksOfMemory(handler.body) || tried.finalbody.some((statement) => speaksOfMemory([statement]));
  });
}

function speaksOfMemory(body: readonly Stmt[]): boolean {
  let speaks = false;
  walkOwnCode(body, (node) => {
    const text =
      node.kind === 'Attribute'
        ? node.attr
        : node.kind === 'Name'
          ? node.id
          : node.kind === 'Constant' && node.value.kind === 'str'
            ? node.value.value
            : '';
    if (MEMORY.test(text)) speaks = true;
    return undefined;
  });
  return speaks;
}

const MEMORY =
  /empty_cache|out[ _-]?of[ _-]?memory|(?:^|[^a-z])oom(?:[^a-z]|$)|free_memory|clear_cache|release_memory|gc_collect/i;

/** `raise` alone: whoever calls decides. */
function reraises(handler: ExceptHandler): boolean {
  return handler.body.some((statement) => statement.kind === 'Raise' && statement.exc === undefined);
}

/** A `try` within, around the inference, takes it already. */
function isInsideHandled(tried: Try, ctx: SourceContext): boolean {
  let handled = false;
  walkOwnCode(tried.body, (node) => {
    if (node.kind === 'Try' && handlesExhaustion(node, ctx)) handled = true;
    return undefined;
  });
  return handled;
}

/** Inference in a body, in a function of this file that it calls, or in one that it gives to a thread. */
function findInference(body: readonly Stmt[], ctx: SourceContext, depth = 0): Node | undefined {
  let found: Node | undefined;
  let trains = false;
  const calls = callsWithin(body);
  for (const call of calls) {
    if (call.func.kind === 'Attribute' && call.func.attr === 'backward') trains = true;
    else if (isForProcessor(call, ctx)) return undefined;
    else if (found === undefined && isInference(call, ctx)) found = call;
  }
  if (trains) return undefined;
  if (found !== undefined || depth > 0) return found;
  for (const call of calls) {
    const fn = functionCalled(call, ctx);
    if (fn === undefined || OTHER_WORK.test(fn.name) || catchesItself(fn, ctx)) continue;
    if (isInferenceByDecorator(fn, ctx) || findInference(fn.body, ctx, depth + 1) !== undefined) return call;
  }
  return undefined;
}

function isInference(call: Call, ctx: SourceContext): boolean {
  const { func } = call;
  const name = ctx.names.qualifiedName(func);
  if (name !== undefined && INFERENCE.has(name)) return true;
  if (NETWORK.test(nameOfPlace(func) ?? '')) return ctx.names.definitionOf(func) === undefined;
  if (func.kind !== 'Attribute' || name !== undefined) return false;
  if (func.attr === 'cuda') return call.args.length === 0;
  if (func.attr === 'generate') return NETWORK.test(nameOfPlace(func.value) ?? '');
  return func.attr === 'to' && isToCard(call.args[0], ctx);
}

/** A network that is called, or asked to generate: `self.model(batch)`, `pipe(prompt)`. */
const NETWORK = /^_?(?:model|net|network|pipe|pipeline|unet|vae|transformer|backbone|diffusion|llm)$/;

/** `"cuda:0"`, `self.device`. */
function isToCard(device: Expression | undefined, ctx: SourceContext): boolean {
  if (device === undefined) return false;
  const text = ctx.values.string(device);
  return text === undefined ? /(?:^|_)device$/.test(nameOfPlace(device) ?? '') : text.startsWith('cuda');
}

/** `torch.autocast("cpu")`. */
function isForProcessor(call: Call, ctx: SourceContext): boolean {
  if (!INFERENCE.has(ctx.names.qualifiedName(call.func) ?? '')) return false;
  const device = ctx.values.givenArgument(call, 'device_type', 0);
  return device !== undefined && ctx.values.string(device) === 'cpu';
}

/** `@torch.inference_mode()`. */
function isInferenceByDecorator(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  return decoratorsOf(fn).some(({ callee }) => INFERENCE.has(ctx.names.qualifiedName(callee) ?? ''));
}

function functionCalled(call: Call, ctx: SourceContext): FunctionDef | AsyncFunctionDef | undefined {
  const name = ctx.names.qualifiedName(call.func);
  const method = call.func.kind === 'Attribute' ? call.func.attr : undefined;
  if (name !== undefined && RUNNING.has(name)) return functionNamed(call.args[0], ctx);
  return method === 'run_in_executor' ? functionNamed(call.args[1], ctx) : functionNamed(call.func, ctx);
}

function functionNamed(func: Expression | undefined, ctx: SourceContext): FunctionDef | AsyncFunctionDef | undefined {
  if (func === undefined) return undefined;
  if (func.kind === 'Attribute') {
    const isSelf = func.value.kind === 'Name' && func.value.id === 'self';
    const owner = isSelf ? ctx.context.classAround(func) : ctx.types.classDefOf(func.value);
    const method = owner === undefined ? undefined : ctx.state.methodsOf(owner).get(func.attr);
    if (method !== undefined) return method;
  }
  const definition = ctx.names.definitionOf(func);
  return definition?.kind === 'ClassDef' ? undefined : definition;
}

function catchesItself(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  let catches = false;
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === 'Try' && handlesExhaustion(node, ctx)) catches = true;
    });
  }
  return catches;
}
