import {
  attributeChain,
  type Call,
  type ClassDef,
  decoratorsOf,
  type Expression,
  headerSpan,
  holds,
  isWithin,
  type Name,
  type Node,
  namesIn,
  namesOfCalls,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { Retry } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { importsModule } from '#semantics/names/imports-module';

const BREAKER_MODULE = /^(pybreaker|purgatory|aiobreaker|circuitbreaker|circuit_breaker|lagom|hyx|failsafe)(\.|$)/;

export default defineSourceRule({
  docs: {
    summary: 'client that retries without a circuit breaker',
    why: 'While the service is down, every call goes through all attempts and pauses before it fails. Together, the callers keep a recovering service under load.',
    remedy:
      'Add a circuit breaker: count consecutive failures, reject calls for a while when there are too many, then let one through to probe',
    harm: 'hangs',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'TenSafe System Audit', finding: 'P1-7' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '2.7' },
    ],
    measured: {
      read: 8,
      right: 4,
      on: 'the strict profile over prefect, ray, astrbot, litellm, arize_phoenix, mem0, TenSafe',
    },
    bad: 'import time\n\nimport httpx\n\nclass CatalogueClient:\n    def __init__(self):\n        self.http = httpx.Client()\n\n    def fetch(self, url):\n        for attempt in range(5):\n            try:\n                return self.http.get(url)\n            except httpx.TransportError:\n                time.sleep(2**attempt)\n',
    good: 'import time\n\nimport httpx\nimport pybreaker\n\nbreaker = pybreaker.CircuitBreaker()\n\nclass CatalogueClient:\n    def __init__(self):\n        self.http = httpx.Client()\n\n    @breaker\n    def fetch(self, url):\n        for attempt in range(5):\n            try:\n                return self.http.get(url)\n            except httpx.TransportError:\n                time.sleep(2**attempt)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Module(_module, ctx) {
      const byClass = new Map<ClassDef, Retry[]>();
      for (const retry of ctx.retries.all) {
        const owner = ctx.context.classAround(retry.loop);
        if (owner !== undefined && isOfClient(retry, ctx)) byClass.set(owner, [...(byClass.get(owner) ?? []), retry]);
      }
      for (const [owner, retries] of byClass) reportClass(owner, retries, ctx);
    },
  },
});

/** What waits for something to come up is meant to go on asking. */
const WAITING_FUNCTION = /^_*(wait|poll|start|run|connect|reconnect|tail|listen|watch|close|stop|ensure)/;

/** Anyone who iterates over a stream waits for what comes next. */
const ITERATION: ReadonlySet<string> = new Set(['__next__', '__anext__']);

/** A counted loop in a method that tries a call of the network again; one without end has nobody who waits for its answer. */
function isOfClient(retry: Retry, ctx: SourceContext): boolean {
  const { loop, limit, retryPaths, attempted, remoteCalls, remoteExceptions } = retry;
  if (limit !== 'counted' || retryPaths.length === 0 || waitsAsAnswered(retry) || triesAnother(retry, ctx))
    return false;
  if (remoteCalls.length === 0 && remoteExceptions.length === 0) return false;
  const calls = remoteCalls.length > 0 ? remoteCalls : callsWithin(attempted);
  if (!calls.some((call) => isOfKeptClient(call, ctx))) return false;
  const name = ctx.context.defAround(loop)?.name ?? '';
  return !WAITING_FUNCTION.test(name) && !ITERATION.has(name);
}

/** It waits for as long as an answer says (`Retry-After`): the service is up, and has no room yet. */
const waitsAsAnswered = ({ retryPaths }: Retry): boolean =>
  retryPaths.every(({ handler }) => holds(handler, isRetryAfter));

const isRetryAfter = (node: Node): boolean =>
  node.kind === 'Constant' && node.value.kind === 'str' && node.value.value.toLowerCase() === 'retry-after';

/** The failure makes the next attempt ask another one: `zone = zones[index]`, where the handler moves `index` on. */
function triesAnother({ loop, retryPaths, attempted }: Retry, { flow }: SourceContext): boolean {
  const counted = loop.kind === 'While' ? namesIn(loop.test) : new Set<string>();
  const isMoved = (name: Name): boolean =>
    !counted.has(name.id) &&
    flow
      .reachingDefinitions(name)
      .some(({ node }) => node.kind === 'Name' && retryPaths.some(({ handler }) => isWithin(node, handler)));
  return attempted.some((statement) =>
    holds(statement, (node) => node.kind === 'Name' && node.ctx === 'Load' && isMoved(node)),
  );
}

/** `self.http.get(…)`: the object keeps a client, so its calls go to one service. What is fetched from anywhere has no state to keep. */
function isOfKeptClient(call: Call, ctx: SourceContext): boolean {
  const { root, names } = attributeChain(call.func);
  if (!isSelf(root) || names.length < 2) return false;
  const effect = ctx.effects.of(call);
  return effect === 'network' || effect === 'database' || effect === 'unknown' || effect === 'project';
}

/** One finding per class: one breaker serves all its loops. */
function reportClass(owner: ClassDef, retries: readonly Retry[], ctx: SourceContext): void {
  const [first, ...others] = retries.filter((retry) => !testsStateBefore(retry, owner, ctx));
  if (first === undefined) return;
  const proof = proofFrom(first, ctx);
  if (proof !== undefined) {
    ctx.proven({ at: headerSpan(first.loop, ctx.text), by: 'a circuit breaker guards the call', where: proof });
    return;
  }
  const what = first.remoteCalls.length > 0 ? namesOfCalls(first.remoteCalls) : 'the request';
  const method = ctx.context.defAround(first.loop)?.name;
  ctx.report({
    at: headerSpan(first.loop, ctx.text),
    message: `no circuit breaker: \`${owner.name}${method === undefined ? '' : `.${method}`}\` retries ${what} on every call, even while the service is down`,
    doubt: importsModule(BREAKER_MODULE, ctx.names) ? 'limit-elsewhere' : undefined,
    related: others.slice(0, 5).map(({ loop }) => ({ at: headerSpan(loop, ctx.text), message: 'this loop does too' })),
  });
}

/** `if self._failures > 5: raise …` before the loop: state that the object changes while it works stops the call. */
function testsStateBefore({ loop }: Retry, owner: ClassDef, ctx: SourceContext): boolean {
  const lives = ctx.state.ofClass(owner);
  const changes = (attribute: string): boolean =>
    ['update', 'rebind', 'grow'].some((kind) => lives.get(attribute)?.uses.some((use) => use.kind === kind));
  return (ctx.context.defAround(loop)?.body ?? []).some(
    (statement) =>
      statement.kind === 'If' &&
      statement.end <= loop.start &&
      ctx.flow.alwaysRaises(statement.body) &&
      holds(statement.test, (node) => node.kind === 'Attribute' && isSelf(node.value) && changes(node.attr)),
  );
}

const isSelf = (node: Expression): boolean => node.kind === 'Name' && node.id === 'self';

/** `@breaker`, made by a library of breakers; `if not self._breaker.allows(): raise`, of what the loop shows how it went. */
function proofFrom({ loop }: Retry, ctx: SourceContext): Node | undefined {
  const fn = ctx.context.defAround(loop);
  const isOfLibrary = (node: Expression): boolean =>
    BREAKER_MODULE.test((ctx.types.classOf(node) ?? ctx.types.calleeName(node) ?? '').toLowerCase());
  const decorator = fn && decoratorsOf(fn).find(({ node, callee }) => isOfLibrary(node) || isOfLibrary(callee));
  if (decorator !== undefined) return decorator.node;
  const owners = callsWithin([loop]).flatMap(({ func }) => ownerOfCall(func) ?? []);
  const isTested = (node: Node): boolean => {
    const owner = node.kind === 'Call' ? ownerOfCall(node.func) : undefined;
    return owner !== undefined && owners.includes(owner);
  };
  return fn?.body.find(
    (statement) =>
      statement.kind === 'If' &&
      statement.end <= loop.start &&
      ctx.flow.alwaysRaises(statement.body) &&
      holds(statement.test, isTested),
  );
}

/** `_breaker` of `self._breaker.allows()`. */
const ownerOfCall = (func: Expression): string | undefined =>
  func.kind === 'Attribute' && func.value.kind === 'Attribute' && isSelf(func.value.value)
    ? func.value.attr
    : undefined;
