import {
  attributeChain,
  type BinOp,
  type Condition,
  defineSourceRule,
  type Expression,
  figureNameOf,
  NOT_PRODUCTION,
  type Node,
  nodesOf,
  type SourceContext,
  type StateLife,
} from '#kit';

const RATE_NAME =
  /per_?(s|sec|second|min|minute|hour)s?(_|$)|(^|_)(rate|throughput|rps|qps|tps|ops|fps|bps|speed)(_|$)/i;
const COUNTER_NAME =
  /(^|_)(total|count|counts|num|n|processed|requests|tokens|bytes|completed|served|sent|received)(_|$)/i;
const CLOCKS: ReadonlySet<string> = new Set([
  'time.time',
  'time.monotonic',
  'time.perf_counter',
  'time.time_ns',
  'time.monotonic_ns',
  'time.perf_counter_ns',
  'datetime.datetime.now',
  'datetime.datetime.utcnow',
]);
const STARTING = /^_*(start|run|launch|init|setup|open|connect|enter|__aenter__|__enter__)/;
const MAX_DEPTH = 3;

export default defineSourceRule({
  docs: {
    summary: 'rate that is an average since the start',
    why: 'The longer the process runs the less the number moves, so a service that stopped working an hour ago still reports last week’s throughput and no alert on it ever fires.',
    remedy:
      'Export the counter and let the monitoring take its rate over a window, or count within a window of the last minute.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-3' }],
    bad: 'import time\n\nclass Engine:\n    def __init__(self):\n        self._started = time.time()\n        self._requests = 0\n\n    def handle(self, request):\n        self._requests += 1\n\n    def metrics(self):\n        uptime = time.time() - self._started\n        return {"requests_per_second": self._requests / uptime}\n',
    good: 'from prometheus_client import Counter\n\nREQUESTS = Counter("requests_total", "requests served")\n\nclass Engine:\n    def handle(self, request):\n        REQUESTS.inc()\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: ['time', 'monotonic', 'perf_counter', 'now', 'utcnow', 'time_ns', 'monotonic_ns', 'perf_counter_ns'],
  visit: {
    Module(module, ctx) {
      const told = new Set<StateLife>();
      for (const division of nodesOf(module, 'BinOp')) {
        const rate = division.op === 'Div' ? rateIn(division, ctx) : undefined;
        if (rate === undefined || told.has(rate.start) || ctx.context.isTestCode(division)) continue;
        told.add(rate.start);
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
  const parts = partsOf(division.right, ctx, 0);
  const [start] = parts.flatMap((part) => (part === 'clock' ? [] : part));
  return start === undefined || !parts.includes('clock') ? undefined : { name, counter, start };
}

function report(division: BinOp, { name, counter, start }: Rate, ctx: SourceContext): void {
  const started = [...start.of('rebind'), ...start.of('create')][0]?.node ?? division;
  ctx.report({
    at: division,
    message: `\`${name}\` divides all of \`${ctx.text.slice(counter)}\` by the time since \`${start.name}\`, so it is the average since the start`,
    related: [{ at: started, message: 'set once' }],
    when: whenServing(start, ctx),
  });
}

/** What ends soon may well tell its average. */
function whenServing({ owner }: StateLife, { names }: SourceContext): Condition {
  const serves = { kind: 'is-service' } as const;
  const lives = owner && ({ kind: 'long-lived', class: `${names.moduleName}.${names.qualnameOf(owner)}` } as const);
  return {
    question: { kind: 'all', of: lives === undefined ? [serves] : [serves, lives] },
    yes: 'keep',
    no: { profile: 'strict' },
    unknown: { profile: 'strict' },
  };
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

type Part = 'clock' | StateLife;

/** The clock and the moment that it is compared with, through locals, floors and the class's own `uptime`. */
function partsOf(number: Expression, ctx: SourceContext, depth: number): readonly Part[] {
  if (depth > MAX_DEPTH) return [];
  return ctx.flow.origins(number).flatMap((leaf): readonly Part[] => {
    const life = ctx.state.lifeOf(leaf);
    if (life !== undefined && isStart(life, ctx)) return [life];
    const own = leaf.kind === 'Attribute' ? leaf : leaf.kind === 'Call' ? leaf.func : undefined;
    const method = own === undefined ? undefined : ownMethod(own, ctx);
    if (method !== undefined)
      return ctx.flow.returnValues(method).flatMap((value) => (value ? partsOf(value, ctx, depth + 1) : []));
    if (leaf.kind !== 'Call') return [];
    if (isClock(leaf, ctx)) return ['clock'];
    const { func } = leaf;
    const wrapped = func.kind === 'Attribute' && func.attr === 'total_seconds' ? [func.value] : [];
    const isFloor = func.kind === 'Name' && (func.id === 'max' || func.id === 'round');
    return [...wrapped, ...(isFloor ? leaf.args : [])].flatMap((inner) => partsOf(inner, ctx, depth + 1));
  });
}

function ownMethod(func: Expression, ctx: SourceContext) {
  if (func.kind !== 'Attribute' || func.value.kind !== 'Name' || func.value.id !== 'self') return undefined;
  const owner = ctx.context.classAround(func);
  return owner === undefined ? undefined : ctx.state.methodsOf(owner).get(func.attr);
}

/** Set when its object is made, or once when it starts; whatever sets it again begins a new window. */
function isStart(life: StateLife, ctx: SourceContext): boolean {
  const values = [...life.of('create'), ...life.of('rebind')].flatMap(({ value }) => value ?? []);
  const isSetOnce = life
    .of('rebind')
    .every(({ within }) => within !== undefined && within.kind !== 'Lambda' && STARTING.test(within.name));
  return isSetOnce && life.of('rebind').length < 2 && values.some((value) => isClockValue(value, ctx));
}

function isClockValue(value: Expression, ctx: SourceContext): boolean {
  if (isClock(value, ctx)) return true;
  const factory = value.kind === 'Call' ? value.keywords.find(({ arg }) => arg === 'default_factory') : undefined;
  return factory !== undefined && CLOCKS.has(ctx.names.qualifiedName(factory.value) ?? '');
}

function isClock(value: Node, ctx: SourceContext): boolean {
  return value.kind === 'Call' && CLOCKS.has(ctx.names.qualifiedName(value.func) ?? '');
}
