import {
  type AsyncFor,
  argumentValues,
  type Call,
  type ClassDef,
  type Expression,
  type For,
  identifiersOf,
  lastName,
  mentions,
  type Node,
  namesIn,
  nodesOf,
  type Try,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';

const PROVIDERS =
  /(^|_)(providers?|fallbacks?|backends?|candidates?|deployments?|endpoints?|upstreams?|replicas?|vendors?)$/i;
/** Names that count, time or trace. */
const METERING =
  /metric|counter|stats|statistic|histogram|latency|latencies|elapsed|duration|telemetry|tracer|span|opentelemetry|prometheus|statsd|perf_counter|monotonic|success_rate|failures|record_|observe|health|circuit|breaker|usage|callback/i;
const CALL_VERBS =
  /^(a?(generate|complete|completion|chat|invoke|call|send|request|embed|query|fetch|execute|run|ask|predict|translate|search|post|__call__))(_|$)/;

export default defineSourceRule({
  docs: {
    summary: 'missing metric: provider failures are not counted',
    why: 'When the first provider fails for all requests, the fallback hides it. Cost, latency or quality change unnoticed.',
    remedy: 'Record successes, failures and latency per provider, and how often the fallback is used',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [778],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'OBS-002' }],
    bad: 'class Router:\n    def __init__(self, providers):\n        self.providers = providers\n\n    def complete(self, prompt):\n        for provider in self.providers:\n            try:\n                return provider.complete(prompt)\n            except ConnectionError:\n                continue\n        raise RuntimeError("no provider answers")\n',
    good: 'class Router:\n    def __init__(self, providers, metrics):\n        self.providers = providers\n        self.metrics = metrics\n\n    def complete(self, prompt):\n        for provider in self.providers:\n            try:\n                return provider.complete(prompt)\n            except ConnectionError:\n                self.metrics.increment("provider_failures", provider.name)\n        raise RuntimeError("no provider answers")\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: { For: check, AsyncFor: check },
});

function check(loop: For | AsyncFor, ctx: SourceContext): void {
  const source = providersIn(loop.iter);
  const attempt = loop.body.find((statement): statement is Try => statement.kind === 'Try');
  if (source === undefined || attempt === undefined || !goesOn(attempt, ctx)) return;
  const call = providerCallIn(attempt, loop);
  if (call === undefined || isMetered(loop, ctx)) return;
  const isFileMetered =
    ctx.context.classAround(loop) === undefined && [...identifiersOf(ctx.module)].some((name) => METERING.test(name));
  ctx.report({
    at: call,
    message: `missing metric: \`${lastName(call.func)}\` falls back through \`${source}\` without counting failures`,
    ...(isFileMetered && { doubt: 'failure-handled-elsewhere' }),
  });
}

/** The last name of what is looped over, where it says that these are providers. */
function providersIn(iter: Expression): string | undefined {
  let at = iter;
  if (at.kind === 'Call') at = at.args[0] ?? at.func;
  if (at.kind === 'Call') at = at.func;
  const name = lastName(at);
  return name !== undefined && PROVIDERS.test(name) ? name : undefined;
}

/** The answer leaves the loop, and a failure goes on to the next. */
function goesOn({ body, orelse, handlers }: Try, ctx: SourceContext): boolean {
  const done = ctx.flow.exits([...body, ...orelse]);
  return (
    (done.returns || done.breaks) &&
    handlers.length > 0 &&
    handlers.every((handler) => {
      const { falls, continues } = ctx.flow.exits(handler.body);
      return falls || continues;
    })
  );
}

/** A call that asks the provider of the turn. */
function providerCallIn({ body }: Try, { target }: For | AsyncFor): Call | undefined {
  const names = namesIn(target);
  const isProvider = (node: Expression): boolean => node.kind === 'Name' && names.has(node.id);
  return callsWithin(body).find((call) => {
    const { func } = call;
    const isGivenOrOf = argumentValues(call).some(isProvider) || (func.kind === 'Attribute' && isProvider(func.value));
    return isGivenOrOf && CALL_VERBS.test((lastName(func) ?? '').replace(/^_+/, ''));
  });
}

/** The class, or else the function, has something that counts. */
function isMetered(loop: Node, ctx: SourceContext): boolean {
  const owner = ctx.context.classAround(loop);
  return owner === undefined ? mentions(ctx.context.defAround(loop) ?? loop, METERING) : isMeteredClass(owner, ctx);
}

function isMeteredClass(owner: ClassDef, ctx: SourceContext): boolean {
  const counted = nodesOf(ctx.module, 'AugAssign').some(
    ({ start, end, target }) => start > owner.start && end < owner.end && target.kind !== 'Name',
  );
  return counted || mentions(owner, METERING);
}
