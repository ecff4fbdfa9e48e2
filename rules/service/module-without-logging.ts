import {
  argumentValues,
  docstringOf,
  identifiersOf,
  type Module,
  type Node,
  nodesOf,
  type Raise,
  type Stmt,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { blamesClient, clientAnswerAt } from '#kit/web';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { counted } from '#text/wording';

const MIN_METHODS = 8;
const MIN_RAISES = 3;
const MIN_LOOPS = 2;
/** Classes and modules that do the work of a running system. */
const RUNTIME =
  /(Executor|Engine|Worker|Server|Scheduler|Manager|Runner|Service|Processor|Consumer|Producer|Orchestrator|Dispatcher|Trainer|Gateway|Controller|Daemon|Supervisor|Agent|Coordinator|Pipeline)$/;
/** What tells operators anything, by the names of the standard library and of the packages for it. */
const LOGGING =
  /^_?(logging|logger|log|logs|LOG|LOGGER|loguru|structlog|print|warnings|warn|echo|secho|console|stderr|stdout|metrics?|prometheus_client|opentelemetry|tracer|tracing|statsd|sentry_sdk|telemetry|capture_exception|excepthook|absl|eliot|logbook|record_event|emit|notify|on_error|callbacks?|progress|debug)$/i;

export default defineSourceRule({
  docs: {
    summary: 'missing logging: long-running module without logs or metrics',
    why: 'When the module fails, only the last exception is visible, so the cause cannot be found in the logs.',
    remedy: 'Add a logger (`logging.getLogger(__name__)`) and log the steps that can fail',
    harm: 'hides-failures',
    severity: {
      'failures leave no trace': 'P2',
      'exception reaches the caller': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [778],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-6' }],
    measured: {
      read: 11,
      right: 6,
      on: 'TenSafe, xinference, astrbot, ansible-core, mindsdb, vllm, crewai, sqlalchemy, transformers',
    },
    bad: 'class JobRunner:\n    def __init__(self, queue):\n        self.queue = queue\n        self.steps = []\n\n    def add(self, step):\n        if step in self.steps:\n            raise ValueError(step)\n        self.steps.append(step)\n\n    def check(self, job):\n        if not job.get("id"):\n            raise KeyError("id")\n\n    def run(self, job):\n        for step in self.steps:\n            job = step(job)\n        return job\n\n    def take(self):\n        return self.queue.get()\n\n    def give(self, job):\n        self.queue.put(job)\n\n    def drain(self):\n        while not self.queue.empty():\n            self.run(self.take())\n\n    def stop(self):\n        if not self.queue.empty():\n            raise RuntimeError("jobs are left")\n',
    good: 'import logging\n\nlogger = logging.getLogger(__name__)\n\nclass JobRunner:\n    def run(self, job):\n        logger.info("job %s begins", job)\n        if job is None:\n            raise ValueError("no job")\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook', 'entry-point'],
  visit: {
    Module(module, ctx) {
      const first = firstStatement(module);
      if (first === undefined || ctx.path.endsWith('__init__.py')) return;
      // A bare `raise` passes on what was raised elsewhere.
      const raised = nodesOf(module, 'Raise').filter(
        (raise) => raise.exc !== undefined && !isAbstract(raise, ctx) && !refusesClient(raise, ctx),
      );
      const raises = raised.length;
      const loops =
        nodesOf(module, 'For').length + nodesOf(module, 'While').length + nodesOf(module, 'AsyncFor').length;
      if (raises < MIN_RAISES || loops < MIN_LOOPS || logs(module)) return;
      const runtime = runtimeClass(ctx);
      if (runtime === undefined) return;
      const [top, ...inner] = ctx.names.moduleName.split('.');
      ctx.report({
        at: first,
        // The caller gets an answer, and may tell it or not.
        kind:
          raised.filter((raise) => !endsHere(raise, ctx)).length < MIN_RAISES
            ? 'exception reaches the caller'
            : undefined,
        // How a package logs is set up once.
        ...(top !== undefined && inner.length > 0 && { cause: top }),
        message: `missing logging: the module of \`${runtime}\` raises in ${counted(raises, 'place')} but has no logger, metric or output`,
      });
    },
  },
});

/** `raise NotImplementedError` tells anyone who writes a subclass; nothing fails that ran before. */
function isAbstract({ exc }: Raise, { names }: SourceContext): boolean {
  const raised = exc?.kind === 'Call' ? exc.func : exc;
  return raised !== undefined && names.qualifiedName(raised) === 'builtins.NotImplementedError';
}

/** The framework answers with a status that says that the request was wrong, which its access log tells. */
function refusesClient({ exc }: Raise, ctx: SourceContext): boolean {
  const made = exc === undefined ? undefined : ctx.flow.whole(exc);
  if (made?.kind !== 'Call' || clientAnswerAt(made, ctx) === undefined) return false;
  return [made, ...argumentValues(made)].some((each) => blamesClient(ctx.flow.whole(each)));
}

/** A handler of this file takes it, and makes an answer of it: around the raise, or around all calls of the function that it is in. */
function endsHere(raise: Raise, ctx: SourceContext): boolean {
  const raised = raise.exc?.kind === 'Call' ? raise.exc.func : raise.exc;
  const exception = raised === undefined ? undefined : ctx.names.qualifiedName(raised);
  return exception !== undefined && isTaken(raise, exception, ctx, 0);
}

function isTaken(node: Node, exception: string, ctx: SourceContext, depth: number): boolean {
  const taker = ctx.handlers.takerOf(node, exception);
  if (taker !== undefined && !ctx.handlers.describe(taker).mayRaise) return true;
  const fn = depth < MAX_DEPTH ? ctx.context.defAround(node) : undefined;
  // The underscore shows who else may call it.
  if (fn === undefined || !/^_(?!_)/.test(fn.name)) return false;
  const calls = callsOfFunction(ctx, fn);
  return calls.length > 0 && calls.every((call) => isTaken(call, exception, ctx, depth + 1));
}

const MAX_DEPTH = 3;

/** The first statement after the docstring. */
function firstStatement(module: Module): Stmt | undefined {
  return module.body[docstringOf(module) === undefined ? 0 : 1];
}

function logs(module: Module): boolean {
  for (const identifier of identifiersOf(module)) if (LOGGING.test(identifier)) return true;
  return false;
}

/** A class that does the work of a running system, with methods enough to do it. */
function runtimeClass(ctx: SourceContext): string | undefined {
  return nodesOf(ctx.module, 'ClassDef').find((classDef) => {
    const methods = classDef.body.filter(({ kind }) => kind === 'FunctionDef' || kind === 'AsyncFunctionDef');
    return RUNTIME.test(classDef.name) && methods.length >= MIN_METHODS;
  })?.name;
}
