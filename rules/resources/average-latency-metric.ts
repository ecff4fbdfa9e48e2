import {
  type Call,
  type Def,
  type Expression,
  identifiersOf,
  lastName,
  type Module,
  nodesOf,
  stringConstant,
} from '#ast';
import { defineSourceRule, lastNames, NOT_PRODUCTION, type SourceContext } from '#kit';
import { figureNameOf } from './_shared/figure-name.ts';

const AVERAGE = /(^|[_.])(avg|average|mean)([_.]|$)/i;
const TIME =
  /latency|latencies|duration|response_?time|elapsed|(^|[_.])(time|ms|millis|seconds|secs|delay|wait|ttft|tpot)([_.]|$)/i;
/** A time for one of the parts of a thing is a size, and a pause between things is no latency. */
const OTHER_TIME = /per_|between|interval|step|epoch|audio|video|session|sleep|to_merge|reading/i;
const MEANS: ReadonlySet<string> = new Set(['statistics.mean', 'statistics.fmean', 'numpy.mean', 'numpy.average']);
const MEAN_NAMES: ReadonlySet<string> = new Set(lastNames(MEANS));
const DISTRIBUTION = /quantile|percentile|histogram|(^|_)(p50|p90|p95|p99|p999|median|summary|buckets?)(_|$)/i;
/** Where monitoring asks: what people look at is told by a mean well enough. */
const MONITORED = /(^|[/_-])metrics\b/i;
const SETTING: ReadonlySet<string> = new Set(['set', 'gauge']);

export default defineSourceRule({
  docs: {
    summary: 'latency metric that reports only the mean',
    why: 'If one request in a hundred takes thirty seconds, the average hardly changes. The metric looks healthy while users wait.',
    remedy:
      'Record the durations in a histogram (`prometheus_client.Histogram`) and monitor the 95th and 99th percentiles',
    harm: 'misleads',
    severity: 'P1',
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'TenSafe; in the strict profile 2 of 5' },
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7.1' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7.2' },
    ],
    bad: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/metrics")\ndef metrics():\n    return {"avg_latency_ms": total_latency_ms / request_count}\n',
    good: 'from prometheus_client import Histogram\n\nLATENCY = Histogram("request_latency_seconds", "time to answer")\n\ndef handle(request):\n    with LATENCY.time():\n        return answer(request)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Module(module, ctx) {
      const averages = averagesOf(module, ctx);
      if (averages.length === 0 || reportsDistribution(module)) return;
      for (const fn of new Set(averages.map((average) => average.fn)))
        report(
          fn,
          averages.filter((average) => average.fn === fn),
          ctx,
        );
    },
  },
});

interface Average {
  readonly name: string;
  readonly at: Expression;
  readonly fn: Def;
}

function averagesOf(module: Module, ctx: SourceContext): readonly Average[] {
  const averages: Average[] = [];
  const consider = (at: Expression, name = figureNameOf(at, ctx)): void => {
    if (name === undefined || !AVERAGE.test(name) || !TIME.test(name) || OTHER_TIME.test(name)) return;
    const fn = ctx.context.defAround(at);
    if (fn !== undefined && averages.every((each) => each.at !== at)) averages.push({ name, at, fn });
  };
  const isQueried = (at: Expression): boolean => {
    const fn = ctx.context.defAround(at);
    return fn !== undefined && MONITORED.test(ctx.context.routeOf(fn)?.path ?? '');
  };
  for (const node of [...nodesOf(module, 'BinOp'), ...nodesOf(module, 'Call')])
    if (isAverage(node, ctx) && isQueried(node)) consider(node);
  for (const { func, args } of nodesOf(module, 'Call')) {
    const [metric] = args;
    if (func.kind !== 'Attribute' || !SETTING.has(func.attr) || metric === undefined) continue;
    for (const given of args) if (isAverage(ctx.flow.whole(given), ctx)) consider(given, ctx.values.string(metric));
  }
  return averages.sort((one, other) => one.at.start - other.at.start);
}

const isAverage = (value: Expression, ctx: SourceContext): boolean =>
  (value.kind === 'BinOp' && value.op === 'Div') || (value.kind === 'Call' && isMean(value, ctx));

function isMean({ func, args }: Call, { names }: SourceContext): boolean {
  return args.length > 0 && MEAN_NAMES.has(lastName(func) ?? '') && MEANS.has(names.qualifiedName(func) ?? '');
}

/** The file tells more of its durations than their mean. */
function reportsDistribution(module: Module): boolean {
  for (const identifier of identifiersOf(module)) if (DISTRIBUTION.test(identifier)) return true;
  return nodesOf(module, 'Constant').some((constant) => {
    const text = stringConstant(constant);
    return text !== undefined && text.length < 60 && DISTRIBUTION.test(text) && constant.parent?.kind !== 'Expr';
  });
}

function report(fn: Def, averages: readonly Average[], ctx: SourceContext): void {
  const [first, ...others] = averages;
  if (first === undefined) return;
  ctx.report({
    at: first.at,
    message: `\`${fn.name}\` reports latency as the mean \`${first.name}\` only: nothing in the file records percentiles`,
    related: others.slice(0, 4).map(({ at, name }) => ({ at, message: `\`${name}\` is a mean too` })),
  });
}
