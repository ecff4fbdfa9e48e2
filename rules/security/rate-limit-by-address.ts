import {
  type Attribute,
  ancestors,
  type Call,
  type Constant,
  dottedName,
  type Expression,
  holds,
  type Node,
  nameOfPlace,
  nodesOf,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { headerRead } from '#kit/web';
import type { StateLife, ValueUse } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { usesInFile } from '#semantics/context/uses-in-file';
import { isClockRead } from '#semantics/effects/clock-reads';
import { definitionCalled } from '#semantics/effects/definition-called';
import { calleeCode } from './_shared/callee.ts';
import { containerKeyedBy } from './_shared/keyed-container.ts';
import { namesAround } from './_shared/names-around.ts';

/** The address of whoever is connected, which is the proxy's where there is one. */
const ADDRESSES: ReadonlySet<string> = new Set(['host', 'remote_addr', 'remote', 'remote_ip']);
const CLIENTS = /^(?:client|request|req|websocket|ws|current_request)$/;
const LIMITING = /rate|limit|throttl|attempt|request_counts?|requests?_per|hits|quota|window|flood|too_?many/i;

export default defineSourceRule({
  docs: {
    summary: 'rate-limit bypass: in-memory limit keyed by connection address',
    why: 'Behind a proxy, all clients may share one address and therefore one limit. A client with many addresses gets a separate limit for each, and each worker process counts on its own.',
    remedy:
      'Count per account or API key in a store shared by all workers, such as Redis, and use only addresses reported by a trusted proxy',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'openhands, agno' },
    since: '0.1.0',
    cwe: [770, 799],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.5' }],
    bad: 'request_counts = {}\n\n\ndef check_rate_limit(request):\n    address = request.client.host\n    request_counts[address] = request_counts.get(address, 0) + 1\n    return request_counts[address] < 100\n',
    good: 'def check_rate_limit(request, limiter):\n    return limiter.hit(request.user.id)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...ADDRESSES, 'get_remote_address', 'META', 'Limiter'],
  visit: {
    Attribute(attribute, ctx) {
      if (ADDRESSES.has(attribute.attr) && attribute.ctx === 'Load' && isAddress(attribute)) check(attribute, ctx);
    },
    Subscript(read, ctx) {
      if (headerRead(read, ctx) === 'REMOTE_ADDR') check(read, ctx);
    },
    Call(call, ctx) {
      if (nameOfPlace(call.func) === 'get_remote_address' || headerRead(call, ctx) === 'REMOTE_ADDR') check(call, ctx);
      if (LIMITERS.has(ctx.types.calleeName(call.func) ?? '')) checkLimiter(call, ctx);
    },
  },
});

/** Limiters of libraries, which count in the memory of the process unless they are told of a store. */
const LIMITERS: ReadonlySet<string> = new Set([
  'slowapi.Limiter',
  'slowapi.extension.Limiter',
  'flask_limiter.Limiter',
  'flask_limiter.extension.Limiter',
  'quart_rate_limiter.RateLimiter',
]);

/** `Limiter(key_func=get_remote_address)`. */
function checkLimiter(call: Call, ctx: SourceContext): void {
  if (call.keywords.some(({ arg }) => arg === undefined)) return;
  const key = call.keywords.find(({ arg }) => arg === 'key_func' || arg === 'key_function')?.value ?? call.args[0];
  const storage = call.keywords.find(({ arg }) => STORE.test(arg ?? ''))?.value;
  const stored = storage === undefined ? undefined : ctx.values.possible(storage);
  const isInMemory = stored?.every((each) => each.kind === 'str' && each.value.startsWith('memory:'));
  if (key === undefined || !returnsAddress(key, ctx) || (storage !== undefined && isInMemory !== true)) return;
  ctx.report({
    at: key,
    message: `rate-limit bypass: \`${nameOfPlace(call.func)}\` limits by the address of the connection and counts in the memory of each process`,
    cause: ctx.path,
    ...(storage === undefined && { doubt: 'limit-elsewhere' }),
  });
}

const STORE = /^(?:storage_uri|storage|strategy_storage|store)$/;

/** `get_remote_address`, or a function of this file that gives what that gives. */
function returnsAddress(key: Expression, ctx: SourceContext): boolean {
  const name = ctx.names.qualifiedName(key) ?? '';
  if (name.endsWith('.get_remote_address') || name.endsWith('.get_ipaddr')) return true;
  const made = key.kind === 'Lambda' ? key : ctx.names.definitionOf(key);
  if (made === undefined || made.kind === 'ClassDef') return false;
  return holds(made, (node) => {
    if (node.kind === 'Call') return nameOfPlace(node.func) === 'get_remote_address';
    return node.kind === 'Attribute' && ADDRESSES.has(node.attr) && isAddress(node);
  });
}

function isAddress({ attr, value }: Attribute): boolean {
  const owner = nameOfPlace(value) ?? '';
  return attr === 'host' ? owner === 'client' : CLIENTS.test(owner);
}

interface Counted {
  readonly life: StateLife;
  readonly at: Expression;
  readonly key: Expression;
}

function check(address: Expression, ctx: SourceContext): void {
  const counted = countedBy(address, ctx);
  if (counted === undefined) checkHandedOn(address, ctx);
  if (counted === undefined || !isFirst(address, counted, ctx)) return;
  const isBucket = hasClock(counted.key, ctx);
  ctx.report({
    at: address,
    ...(!isNamedLimit(counted.at, counted.life, ctx) && { doubt: 'role-from-name' }),
    message: `rate-limit bypass: \`${counted.life.name}\` limits by the address of the connection${isBucket ? ' and the clock interval' : ''} and counts in the memory of each process`,
    cause: ctx.path,
    related: [{ at: counted.at, message: 'counted here' }],
  });
}

/** `limiter.allow(request.client.host)`, of a limiter that another module makes. */
function checkHandedOn(address: Expression, ctx: SourceContext): void {
  const use = usesHere(address, ctx).find(({ kind, node }) => kind === 'argument' && isForeignLimiter(node, ctx));
  if (use?.node.kind !== 'Call') return;
  ctx.report({
    at: address,
    message: `rate-limit bypass: ${calleeCode(use.node.func)} counts requests per connection address`,
    cause: ctx.path,
    doubt: 'limit-elsewhere',
    related: [{ at: use.node, message: 'counted here' }],
  });
}

/** By its name it limits, and by that of its method or its use it decides. */
function isForeignLimiter(node: Node, ctx: SourceContext): boolean {
  if (node.kind !== 'Call' || ctx.effects.of(node) === 'log' || ctx.effects.of(node) === 'database') return false;
  const name = dottedName(node.func) ?? '';
  return LIMITER.test(name) && definitionCalled(ctx, node) === undefined;
}

const LIMITER = /rate_?limit|limiter|throttl|too_?many|flood|bucket/i;

/** Also what callers of a function of this file do with the address that it gives. */
function usesHere(address: Expression, ctx: SourceContext): readonly ValueUse[] {
  const uses = usesInFile(address, ctx);
  const fn = uses.some(({ kind }) => kind === 'return') ? ctx.context.defAround(address) : undefined;
  return fn === undefined ? uses : [...uses, ...callsOfFunction(ctx, fn).flatMap((call) => usesInFile(call, ctx))];
}

/** The table of this process that the address is a key of, here or in a function of this file that gets it. */
function countedBy(address: Expression, ctx: SourceContext): Counted | undefined {
  for (const use of usesHere(address, ctx)) {
    const table = containerKeyedBy(use);
    const life = table === undefined ? undefined : ctx.state.lifeOf(table);
    if (
      table === undefined ||
      (life?.container !== 'dict' && life?.container !== 'bounded') ||
      life.of('grow').length === 0
    )
      continue;
    if (isLimiting(table, life, ctx)) return { life, at: table, key: use.carrier };
  }
  return undefined;
}

/** The table, the function or the class says that it limits, or the module refuses with 429. */
const isLimiting = (table: Expression, life: StateLife, ctx: SourceContext): boolean =>
  isNamedLimit(table, life, ctx) || nodesOf(ctx.module, 'Constant').some(isTooMany);

function isNamedLimit(table: Expression, life: StateLife, ctx: SourceContext): boolean {
  return [life.name, ...namesAround(table, ctx)].some((name) => LIMITING.test(name));
}

const isTooMany = ({ value }: Constant): boolean => value.kind === 'int' && value.value === 429n;

/** One limiter reads the address once or twice; the first place stands for all. */
function isFirst(address: Expression, { life }: Counted, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(address);
  if (fn === undefined) return true;
  return !holds(fn, (node) => {
    if (node.kind !== 'Attribute' || node.start >= address.start || !ADDRESSES.has(node.attr)) return false;
    return isAddress(node) && countedBy(node, ctx)?.life === life;
  });
}

/** `f"{address}:{int(time.time() // 3600)}"`: a window that begins anew with the clock. */
function hasClock(key: Expression, ctx: SourceContext): boolean {
  const origins = ctx.flow.origins(key);
  const parts = [...origins, ...origins.flatMap((origin) => [...ancestors(origin)].slice(0, 3))];
  return (
    origins.some((origin) => holds(origin, (node) => isClockRead(node, ctx))) ||
    parts.some((part) => part.kind === 'BinOp' && part.op === 'FloorDiv')
  );
}
