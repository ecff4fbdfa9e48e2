import {
  ancestors,
  type Call,
  defineSourceRule,
  type Expression,
  holds,
  identifiersOf,
  lastName,
  NOT_PRODUCTION,
  nameOfPlace,
  namesAtUse,
  type SourceContext,
  type Subscript,
  statementsBefore,
  type ValueUse,
} from '#kit';

/** Headers that any client can send; a proxy in front overwrites or appends to them, where there is one. */
const FORWARDED =
  /^(?:HTTP_)?(?:x[-_](?:forwarded[-_]for|real[-_]ip|client[-_]ip|cluster[-_]client[-_]ip|original[-_]forwarded[-_]for)|forwarded[-_]for|true[-_]client[-_]ip|cf[-_]connecting[-_]ip)$/i;
const READING: ReadonlySet<string> = new Set(['get', 'getlist', 'getall', 'get_all', 'get_list', 'pop']);
/** Identifiers of those who have thought of who sends the header. */
const THOUGHT_OF =
  /trust|prox(?:y|ies)(?!_?pass)|_hops?$|^hops?_|use_x?_?forwarded|forwarded_allow|behind|allow_forwarded|xff_depth|ProxyFix|ProxyHeaders/i;
const ADDRESS = /(?:^|_)(?:ip|ips|addr|address|host|client|remote|peer|caller|forwarded|xff|source)(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'forwarded address believed whoever sends it',
    why: 'Each client can write the header itself, so limits, bans, allow-lists and audit logs that go by it see the address that the client chose.',
    remedy:
      'Take the address of the connection, and read the header only where that address is one of the configured proxies (`ProxyHeadersMiddleware` with `trusted_hosts`, `ProxyFix`).',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 6, right: 6, on: 'TenSafe, feast, fschat, label_studio' },
    since: '0.1.0',
    cwe: [348, 290],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.5' }],
    bad: 'def client_ip(request):\n    return request.headers.get("X-Forwarded-For", request.client.host).split(",")[0]\n',
    good: 'def client_ip(request):\n    return request.client.host\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  mentions: ['headers', 'META', 'environ'],
  visit: {
    Call(call, ctx) {
      const { func, args } = call;
      const [key] = args;
      if (func.kind !== 'Attribute' || key === undefined || !READING.has(func.attr)) return;
      check(call, func.value, key, ctx);
    },
    Subscript(part, ctx) {
      if (part.ctx === 'Load') check(part, part.value, part.slice, ctx);
    },
  },
});

function check(read: Call | Subscript, headers: Expression, key: Expression, ctx: SourceContext): void {
  const header = headerNamed(key, ctx);
  if (header === undefined || !isOfRequest(headers, ctx) || ctx.context.isTestCode(read)) return;
  const use = addressUse(read, ctx);
  if (use === undefined || isThoughtOf(read, ctx) || isToldAlready(read, ctx)) return;
  ctx.report({
    at: read,
    message: `${use} is what the client writes into \`${header}\`, and nothing asks whether a proxy sent it`,
  });
}

function headerNamed(key: Expression, ctx: SourceContext): string | undefined {
  const isConstant = key.kind === 'Constant' || /forward|real_?ip|client_?ip/i.test(nameOfPlace(key) ?? '');
  const name = isConstant ? ctx.values.string(key) : undefined;
  return name !== undefined && FORWARDED.test(name) ? name : undefined;
}

const HEADERS = /^_?(?:request_)?(?:headers|META|environ)$/;
const REQUEST = /^_?(?:self|req|request|\w+_request|websocket|ws|scope|conn|connection|handler|info)$/i;

/** Headers of an answer, or of a request that is being made, say nothing of a client. */
function isOfRequest(headers: Expression, ctx: SourceContext): boolean {
  if (!HEADERS.test(nameOfPlace(headers) ?? '')) return false;
  if (headers.kind !== 'Name') return isOwnHeaders(headers, ctx);
  if (ctx.names.parameterOf(headers) !== undefined) return true;
  return ctx.flow.reachingDefinitions(headers).some(({ value }) => value !== undefined && isOwnHeaders(value, ctx));
}

/** An attribute of a request. */
function isOwnHeaders(headers: Expression, ctx: SourceContext): boolean {
  if (headers.kind !== 'Attribute') return false;
  const owner = headers.value;
  return REQUEST.test(nameOfPlace(owner) ?? '') || ctx.names.qualifiedName(owner)?.endsWith('.request') === true;
}

/** What the value becomes, where that is the address of a client: named so, or returned by a function named so. */
function addressUse(read: Expression, ctx: SourceContext): string | undefined {
  const uses = ctx.flow.destinations(read);
  if (uses.every((use) => isInPassing(use, ctx))) return undefined;
  const fn = ctx.context.defAround(read);
  const named = uses
    .flatMap((use) => (use.kind === 'return' || isInPassing(use, ctx) ? [] : namesAtUse(use, ctx)))
    .find(({ name }) => ADDRESS.test(name));
  if (named !== undefined) return `\`${named.name}\``;
  return fn !== undefined && ADDRESS.test(fn.name) ? `the address that \`${fn.name}\` gives` : undefined;
}

/** Tested, logged, or written into a request that goes on to somebody else. */
function isInPassing({ kind, node }: ValueUse, ctx: SourceContext): boolean {
  if (kind === 'compare' || kind === 'condition' || kind === 'format' || kind === 'operand' || kind === 'discard')
    return true;
  if (kind === 'argument' && node.kind === 'Call')
    return ctx.effects.of(node) === 'log' || /^(?:bool|len)$/.test(lastName(node.func) ?? '');
  return kind === 'receiver';
}

/** The file knows of trusted proxies, or a condition lets the header count. */
function isThoughtOf(read: Expression, ctx: SourceContext): boolean {
  for (const identifier of identifiersOf(ctx.module)) if (THOUGHT_OF.test(identifier)) return true;
  const fn = ctx.context.defAround(read);
  if (fn !== undefined && THOUGHT_OF.test(fn.name)) return true;
  for (const outer of ancestors(read)) {
    if ((outer.kind === 'If' || outer.kind === 'IfExp') && asksPermission(outer.test)) return true;
    if (statementsBefore(outer).some((each) => each.kind === 'If' && asksPermission(each.test))) return true;
    if (outer === fn) return false;
  }
  return false;
}

/** `settings.use_x_forwarded_for`, `self.config["trust_proxy"]`, `peer in self.networks`. */
function asksPermission(test: Expression): boolean {
  return holds(test, (node) =>
    node.kind === 'Constant' && node.value.kind === 'str'
      ? /trust|proxy/i.test(node.value.value)
      : node.kind === 'Attribute'
        ? /forward|trust|proxy|enabled|allow/i.test(node.attr) && node.parent?.kind !== 'Call'
        : node.kind === 'Compare' &&
          node.ops.includes('In') &&
          /networks?|hosts|peers/i.test(nameOfPlace(node.comparators[0] ?? node.left) ?? ''),
  );
}

/** Of several headers that one function reads, the first stands for all. */
function isToldAlready(read: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(read);
  if (fn === undefined) return false;
  return holds(
    fn,
    (node) =>
      node.kind === 'Constant' &&
      node.value.kind === 'str' &&
      node.end < read.start &&
      FORWARDED.test(node.value.value) &&
      (node.parent?.kind === 'Call' || node.parent?.kind === 'Subscript'),
  );
}
