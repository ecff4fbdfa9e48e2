import { attributeChain, type BinOp, type Expression, nodesOf } from '#ast';
import { defineSourceRule, lastNames, NOT_PRODUCTION, providedThat, type SourceContext, whereItServes } from '#kit';
import { CLOCKS } from '#knowledge/clocks';
import type { Condition } from '#project';
import type { StateLife } from '#semantics';
import { figureNameOf } from '../_shared/figure-name.ts';
import { runsSince } from './running-time.ts';

const RATE_NAME =
  /per_?(s|sec|second|min|minute|hour)s?(_|$)|(^|_)(rate|throughput|rps|qps|tps|ops|fps|bps|speed)(_|$)/i;
const COUNTER_NAME =
  /(^|_)(total|count|counts|num|n|processed|requests|tokens|bytes|completed|served|sent|received)(_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'rate computed as a lifetime average',
    why: 'The longer the process runs, the less the number changes. A service that stopped working an hour ago still reports nearly its old rate, so an alert on it does not fire.',
    remedy:
      'Export the counter and let the monitoring system compute the rate over a window, or count only the last minute',
    harm: 'misleads',
    severity: 'P2',
    precision: 'low',
    measured: { read: 4, right: 3, on: 'marimo, ray, TenSafe' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-3' }],
    bad: 'import time\n\nclass Engine:\n    def __init__(self):\n        self._started = time.time()\n        self._requests = 0\n\n    def handle(self, request):\n        self._requests += 1\n\n    def metrics(self):\n        uptime = time.time() - self._started\n        return {"requests_per_second": self._requests / uptime}\n',
    good: 'from prometheus_client import Counter\n\nREQUESTS = Counter("requests_total", "requests served")\n\nclass Engine:\n    def handle(self, request):\n        REQUESTS.inc()\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: lastNames(CLOCKS),
  visit: {
    Module(module, ctx) {
      const reported = new Set<StateLife>();
      for (const division of nodesOf(module, 'BinOp')) {
        const rate = division.op === 'Div' ? rateIn(division, ctx) : undefined;
        if (rate === undefined || reported.has(rate.start)) continue;
        reported.add(rate.start);
        report(division, rate, ctx);
      }
    },
  },
});

interface Rate {
  readonly name: string;
  readonly counter: Expression;
  readonly start: StateLife;
}

function rateIn(division: BinOp, ctx: SourceContext): Rate | undefined {
  const name = figureNameOf(division, ctx);
  if (name === undefined || !RATE_NAME.test(name)) return undefined;
  const counter = counterIn(division.left, ctx);
  if (counter === undefined) return undefined;
  const start = runsSince(division.right, ctx);
  return start && { name, counter, start };
}

function report(division: BinOp, { name, counter, start }: Rate, ctx: SourceContext): void {
  const started = [...start.of('rebind'), ...start.of('create')][0]?.node ?? division;
  ctx.report({
    at: division,
    message: `rate \`${name}\` is a lifetime average: \`${ctx.text.slice(counter)}\` is divided by the time since \`${start.name}\``,
    related: [{ at: started, message: 'it is set only here' }],
    when: whenServing(start, ctx),
  });
}

/** What ends soon may well tell its average. */
function whenServing({ owner }: StateLife, { names }: SourceContext): Condition {
  return providedThat(
    owner === undefined
      ? { kind: 'is-service' }
      : whereItServes({ kind: 'long-lived', class: names.fullNameOf(owner) }),
    { doubt: 'unknown-lifetime' },
  );
}

/** `self._total`, `self.stats["total"]`, `self.stats.total`: a number that is only ever added to. */
function counterIn(number: Expression, ctx: SourceContext): Expression | undefined {
  const leaves = number.kind === 'Name' ? [number, ...ctx.flow.origins(number)] : ctx.flow.origins(number);
  return leaves.find((leaf) => {
    const life = ctx.state.lifeOf(leaf);
    if (life !== undefined) return life.of('rebind').length === 0 && isCounted(life, ctx);
    if (leaf.kind !== 'Attribute' && leaf.kind !== 'Subscript') return false;
    const root = leaf.kind === 'Subscript' ? leaf.value : attributeChain(leaf).root;
    const last = leaf.kind === 'Attribute' ? leaf.attr : (ctx.values.string(leaf.slice) ?? '');
    const isKept = (root.kind === 'Name' && root.id === 'self') || ctx.state.lifeOf(root)?.of('rebind').length === 0;
    return isKept && COUNTER_NAME.test(last);
  });
}

/** Added to here; or made as zero and named for what others count in it. */
function isCounted(life: StateLife, { values }: SourceContext): boolean {
  if (life.of('update').length > 0) return true;
  return (
    COUNTER_NAME.test(life.name) &&
    life.of('create').some(({ value }) => value !== undefined && values.number(value) === 0)
  );
}
