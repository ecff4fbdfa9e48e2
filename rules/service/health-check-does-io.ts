import {
  type AsyncFunctionDef,
  type Call,
  callsWithin,
  defineSourceRule,
  type Effect,
  type FunctionDef,
  lastName,
  mayBePassedBy,
  NOT_PRODUCTION,
  nameSpan,
  nodesOf,
  type SourceContext,
} from '#kit';

type Def = FunctionDef | AsyncFunctionDef;

const LIVENESS = /(^|\/)(livez?|liveness|alive|ping|heartbeat)\/?$/i;
/** Used for liveness and for readiness alike. */
const HEALTH = /(^|\/)(healthz?|health[-_]?check)\/?$/i;
const READINESS = /ready|readiness|startup|deep|detail|full/i;
const REACHED: ReadonlyMap<Effect, string> = new Map([
  ['database', 'the database'],
  ['network', 'the network'],
  ['process', 'another process'],
  ['file', 'the disk'],
]);
const CACHING = /cache|ttl|memo|throttle|last_(check|result|status|health)/i;
const DEPTH = 2;

export default defineSourceRule({
  docs: {
    summary: 'health route that does I/O for every probe',
    why: 'Each probe of each replica costs a query or a request, and when what it asks is slow or down, the orchestrator restarts processes that are well.',
    remedy:
      'Answer liveness from memory, ask dependencies in the readiness route, and keep their answer for some seconds.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-8' }],
    measured: { read: 1, right: 1, on: 'TenSafe; silent on seventeen services' },
    bad: 'import sqlite3\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/live")\ndef live():\n    sqlite3.connect("shop.db").execute("SELECT 1")\n    return {"status": "ok"}\n',
    good: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/live")\ndef live():\n    return {"status": "ok"}\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn);
  if (route?.path === undefined || /[{<:]/.test(route.path) || READINESS.test(fn.name) || !isRead(route.methods))
    return;
  const isLiveness = LIVENESS.test(route.path);
  if ((!isLiveness && !HEALTH.test(route.path)) || isCached(fn, ctx)) return;
  const probe: Probe = {
    fn,
    path: route.path,
    // What serves the health route beside a readiness route is asked for liveness.
    isForLiveness: isLiveness || hasReadinessRoute(ctx),
  };
  const found = findReach(fn, ctx, DEPTH);
  if (found === undefined) reportProjectCalls(probe, ctx);
  else reportReach(probe, found, ctx);
}

interface Probe {
  readonly fn: Def;
  readonly path: string;
  readonly isForLiveness: boolean;
}

function reportReach({ fn, path, isForLiveness }: Probe, { call, effect, via }: Reach, ctx: SourceContext): void {
  const way = via === undefined ? '' : ` through \`${via}\``;
  ctx.report({
    at: nameSpan(fn),
    message: `\`${path}\` reaches ${REACHED.get(effect)} on every probe${way}`,
    related: [{ at: call, message: 'this runs on every probe' }],
    ...((!isForLiveness || effect === 'file') && { profile: 'strict' as const }),
  });
}

/** What functions of other modules do is the project's to say. */
function reportProjectCalls({ fn, path, isForLiveness }: Probe, ctx: SourceContext): void {
  const calls = alwaysCalled(fn, ctx).flatMap((call) =>
    ctx.context.functionRun(call.func) ? [] : projectCall(call, ctx),
  );
  const [first, ...more] = calls;
  if (first === undefined) return;
  const through = more.length === 0 ? ` through \`${first.name}\`` : '';
  ctx.report({
    at: nameSpan(fn),
    message: `\`${path}\` does I/O on every probe${through}`,
    related: [{ at: first.call, message: 'this runs on every probe' }],
    ...(!isForLiveness && { profile: 'strict' as const }),
    when: {
      question: {
        kind: 'any',
        of: calls.map((call) => ({ kind: 'blocks', function: call.path, depth: 1, always: true })),
      },
      yes: 'keep',
      no: 'drop',
      unknown: 'drop',
    },
  });
}

const isRead = (methods: readonly string[]): boolean =>
  methods.length === 0 || methods.some((method) => method === 'GET' || method === 'HEAD');

/** Something keeps an answer for a while, by a decorator or by name. */
function isCached(fn: Def, ctx: SourceContext): boolean {
  return CACHING.test(fn.name) || fn.decorator_list.some((decorator) => CACHING.test(ctx.text.slice(decorator)));
}

interface Reach {
  readonly call: Call;
  readonly effect: Effect;
  /** The function of this file that makes the call, where it is not the handler. */
  readonly via: string | undefined;
}

/** A call that leaves the process whenever the function runs, in it or in functions of this file. */
function findReach(fn: Def, ctx: SourceContext, depth: number): Reach | undefined {
  const calls = alwaysCalled(fn, ctx);
  for (const call of calls) {
    const effect = ctx.effects.of(call);
    if (REACHED.has(effect)) return { call, effect, via: undefined };
  }
  for (const call of depth === 0 ? [] : calls) {
    const callee = ctx.context.functionRun(call.func);
    if (callee === undefined || callee.kind === 'Lambda' || callee === fn || isCached(callee, ctx)) continue;
    const found = findReach(callee, ctx, depth - 1);
    if (found !== undefined) return { call, effect: found.effect, via: callee.name };
  }
  return undefined;
}

/** The calls that nothing in the function passes by; none where it looks at a clock or at what it kept. */
function alwaysCalled(fn: Def, ctx: SourceContext): readonly Call[] {
  const calls = callsWithin([fn]);
  if (calls.some((call) => CLOCKS.has(ctx.names.qualifiedName(call.func) ?? '') && isCompared(call, ctx))) return [];
  return calls.filter((call) => !isConditional(call, fn));
}

const CLOCKS: ReadonlySet<string> = new Set([
  'time.time',
  'time.monotonic',
  'datetime.datetime.now',
  'datetime.datetime.utcnow',
]);

const isCompared = (call: Call, ctx: SourceContext): boolean =>
  ctx.flow.destinations(call).some(({ kind }) => kind === 'compare' || kind === 'condition');

/** In a branch, or behind an `if` that returns before it. */
function isConditional(call: Call, fn: Def): boolean {
  return (
    mayBePassedBy(call) ||
    fn.body.some(
      (statement) => statement.kind === 'If' && statement.end < call.start && statement.body.at(-1)?.kind === 'Return',
    )
  );
}

function projectCall(call: Call, ctx: SourceContext): { call: Call; path: string; name: string }[] {
  const path = ctx.effects.projectPath(call) === undefined ? undefined : ctx.types.calleeName(call.func);
  const name = lastName(call.func);
  return path === undefined || name === undefined || CACHING.test(path) ? [] : [{ call, path, name }];
}

function hasReadinessRoute(ctx: SourceContext): boolean {
  const isReadiness = (fn: Def): boolean => /\/(ready|readyz|readiness)\/?$/i.test(ctx.context.routeOf(fn)?.path ?? '');
  return (
    nodesOf(ctx.module, 'FunctionDef').some(isReadiness) || nodesOf(ctx.module, 'AsyncFunctionDef').some(isReadiness)
  );
}
