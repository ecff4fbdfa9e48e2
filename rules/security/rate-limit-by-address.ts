import {
  type Arg,
  type AsyncFunctionDef,
  type Attribute,
  ancestors,
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  NOT_PRODUCTION,
  nameOfPlace,
  parametersOf,
  type SourceContext,
  type StateLife,
  type ValueUse,
  walk,
} from '#kit';

/** The address of whoever is connected, which is the proxy's where there is one. */
const ADDRESSES: ReadonlySet<string> = new Set(['host', 'remote_addr', 'remote', 'remote_ip']);
const CLIENTS = /^(?:client|request|req|websocket|ws|current_request)$/;
const LIMITING = /rate|limit|throttl|attempt|request_counts?|requests?_per|hits|quota|window|flood|too_?many/i;
const READING: ReadonlySet<string> = new Set(['get', 'setdefault', 'pop', 'append', 'add']);

export default defineSourceRule({
  docs: {
    summary: 'rate limit in memory by the address of the connection',
    why: 'Behind a proxy all clients share one limit, with many addresses one client has as many limits, and each worker process counts for itself.',
    remedy:
      'Count in a store that all workers share (Redis with a sliding window), by account or key, and by address only as the proxy in front tells it.',
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
  mentions: [...ADDRESSES, 'get_remote_address'],
  visit: {
    Attribute(attribute, ctx) {
      if (ADDRESSES.has(attribute.attr) && attribute.ctx === 'Load' && isAddress(attribute)) check(attribute, ctx);
    },
    Call(call, ctx) {
      if (nameOfPlace(call.func) === 'get_remote_address') check(call, ctx);
    },
  },
});

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
  if (ctx.context.isTestCode(address)) return;
  const counted = countedBy(address, ctx, 0);
  if (counted === undefined || !isFirst(address, counted, ctx)) return;
  const isBucket = hasClock(counted.key, ctx);
  ctx.report({
    at: address,
    message: `\`${counted.life.name}\` counts requests by the address of the connection${isBucket ? ' and the hour or minute of the clock, so that twice the limit passes where one ends' : ''}, in the memory of one process`,
    related: [{ at: counted.at, message: 'counted here' }],
  });
}

/** The table of this process that the address is a key of, here or in a function of this file that gets it. */
function countedBy(address: Expression, ctx: SourceContext, depth: number): Counted | undefined {
  for (const use of ctx.flow.destinations(address)) {
    const found = tableAt(use, ctx) ?? (depth < 2 ? tableBehind(use, ctx, depth) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function tableAt({ kind, node, carrier }: ValueUse, ctx: SourceContext): Counted | undefined {
  const table =
    kind === 'key' && node.kind === 'Subscript'
      ? node.value
      : kind === 'argument' &&
          node.kind === 'Call' &&
          node.func.kind === 'Attribute' &&
          READING.has(node.func.attr) &&
          node.args[0] === carrier
        ? node.func.value
        : undefined;
  const life = table === undefined ? undefined : ctx.state.lifeOf(table);
  if (table === undefined || life?.container !== 'dict' || life.of('grow').length === 0) return undefined;
  return isLimiting(table, life, ctx) ? { life, at: table, key: carrier } : undefined;
}

/** The table, the function or the class says that it limits, or the module refuses with 429. */
function isLimiting(table: Expression, life: StateLife, ctx: SourceContext): boolean {
  const named = [life.name, ctx.context.defAround(table)?.name, ctx.context.classAround(table)?.name];
  return named.some((name) => name !== undefined && LIMITING.test(name));
}

function tableBehind({ kind, node, carrier }: ValueUse, ctx: SourceContext, depth: number): Counted | undefined {
  if (kind !== 'argument' || node.kind !== 'Call') return undefined;
  const called = calledFunction(node, ctx);
  const parameter = called === undefined ? undefined : parameterFor(carrier, node, called);
  if (called === undefined || parameter === undefined) return undefined;
  for (const load of ctx.names.lookup(parameter.arg, called.body[0] ?? called)?.references ?? []) {
    const found = countedBy(load, ctx, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Def = FunctionDef | AsyncFunctionDef;

function calledFunction(call: Call, { names, types, state }: SourceContext): Def | undefined {
  const named = names.definitionOf(call.func);
  if (named !== undefined) return named.kind === 'ClassDef' ? undefined : named;
  if (call.func.kind !== 'Attribute') return undefined;
  const owner = types.classDefOf(call.func.value);
  return owner === undefined ? undefined : state.methodsOf(owner).get(call.func.attr);
}

function parameterFor(carrier: Expression, call: Call, fn: Def): Arg | undefined {
  const parameters = parametersOf(fn).filter(({ name }) => name !== 'self' && name !== 'cls');
  if (carrier.parent?.kind === 'keyword') {
    const named = carrier.parent.arg;
    return parameters.find(({ name }) => name === named)?.node;
  }
  return parameters[call.args.indexOf(carrier)]?.node;
}

/** One limiter reads the address once or twice; the first place stands for all. */
function isFirst(address: Expression, { life }: Counted, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(address);
  if (fn === undefined) return true;
  let earlier = false;
  walk(fn, (node) => {
    if (node.kind !== 'Attribute' || node.start >= address.start || !ADDRESSES.has(node.attr) || !isAddress(node))
      return;
    earlier ||= countedBy(node, ctx, 0)?.life === life;
  });
  return earlier === false;
}

/** `f"{address}:{int(time.time() // 3600)}"`: a window that begins anew with the clock. */
function hasClock(key: Expression, ctx: SourceContext): boolean {
  const origins = ctx.flow.origins(key);
  const parts = [...origins, ...origins.flatMap((origin) => [...ancestors(origin)].slice(0, 3))];
  return (
    parts.some(
      (part) => part.kind === 'Call' && /^(?:time\.|datetime\.)/.test(ctx.types.calleeName(part.func) ?? ''),
    ) || parts.some((part) => part.kind === 'BinOp' && part.op === 'FloorDiv')
  );
}
