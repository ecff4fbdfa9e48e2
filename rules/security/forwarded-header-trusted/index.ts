import { type Call, type Expression, holds, identifiersOf, lastName, type Node, nodesOf, type Subscript } from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type Problem, providedThat, type SourceContext } from '#kit';
import { believesEverybody, headerRead, standsForPeer, usesOfChain } from '#kit/web';
import type { ValueUse } from '#semantics';
import { namesAtUse } from '../_shared/use-names.ts';
import { FORWARDED_ADDRESS, FORWARDED_ENTRANCE, FORWARDED_IDENTITY } from './forwarded-headers.ts';
import { takesFirstOfChain, takesLastOfChain } from './header-chain.ts';
import { isProof, permissionFor } from './header-permission.ts';
import { isOnlyLogged } from './only-logged.ts';

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
    harm: 'admits',
    severity: 'P2',
    precision: 'low',
    measured: { read: 7, right: 7, on: 'TenSafe, feast, fschat, label_studio' },
    since: '0.1.0',
    cwe: [348, 290],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.5' }],
    bad: 'def client_ip(request):\n    return request.headers.get("X-Forwarded-For", request.client.host).split(",")[0]\n',
    good: 'def client_ip(request):\n    return request.client.host\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['headers', 'META', 'environ', 'access_route', 'xheaders', 'forwarded_allow_ips', 'trusted_hosts'],
  visit: { Call: check, Subscript: check },
});

function check(read: Call | Subscript, ctx: SourceContext): void {
  const header = forwardedRead(read, ctx);
  if (header === undefined) {
    if (read.kind === 'Call') checkServer(read, ctx);
    checkIdentity(read, ctx);
    checkEntrance(read, ctx);
    return;
  }
  const use = addressUse(read, ctx);
  if (use === undefined || isToldAlready(read, ctx)) return;
  if (isOnlyLogged(read, usesThatTell(read, ctx), ctx)) {
    ctx.proven({ at: read, by: 'it is logged or told to the client itself, and nothing goes by it' });
    return;
  }
  tell(read, header, ctx, {
    message: `${use} is what the client writes into \`${header}\`, and nothing asks whether a proxy sent it`,
    doubt: takesLastOfChain(read, ctx) ? 'behind-trusted-proxy' : undefined,
  });
}

function tell(read: Call | Subscript, header: string, ctx: SourceContext, said: Omit<Problem, 'at'>): void {
  const permission = permissionFor(read, ctx);
  if (permission !== undefined && isProof(permission, ctx)) {
    ctx.proven({ at: read, by: 'the header counts only where that holds', where: permission });
    return;
  }
  ctx.report({
    at: read,
    ...said,
    doubt: said.doubt ?? doubtFrom(read, permission, ctx),
    when: {
      question: { kind: 'proxy-overwrites', header },
      yes: 'drop',
      // Proxies that append leave the first entry to the client.
      no: takesFirstOfChain(read, ctx) ? 'keep' : UNLESS_DIRECT,
      unknown: takesFirstOfChain(read, ctx) ? 'keep' : UNLESS_DIRECT,
    },
  });
}

const UNLESS_DIRECT = providedThat({ kind: 'reached-directly' }, { doubt: 'behind-trusted-proxy' });

/** A server that is told to believe everybody. */
function checkServer(call: Call, ctx: SourceContext): void {
  const said = believesEverybody(call, ctx);
  if (said === undefined) return;
  ctx.report({
    at: said,
    message: 'the server takes the address of a client from headers, whoever sends them',
    remedy: 'Name the addresses of the proxies that may say it (`trusted_downstream`, `forwarded_allow_ips`).',
    doubt: 'behind-trusted-proxy',
  });
}

function checkIdentity(read: Call | Subscript, ctx: SourceContext): void {
  const header = identityRead(read, ctx);
  const fn = ctx.context.defAround(read);
  if (header === undefined || fn === undefined) return;
  if (holds(fn, (node) => node.end < read.end && identityRead(node, ctx) !== undefined)) return;
  const reads = [...nodesOf(ctx.module, 'Call'), ...nodesOf(ctx.module, 'Subscript')].filter(
    (node) => node.start >= fn.start && node.end <= fn.end && identityRead(node, ctx) !== undefined,
  );
  const decided = reads.flatMap((each) => ctx.flow.destinations(each)).filter((use) => isDecided(use, ctx));
  if (decided.length === 0) return;
  tell(read, header, ctx, {
    message: `who the client is is what it writes into \`${header}\`, and nothing asks whether a proxy sent it`,
    remedy:
      'Read the header only where the address of the connection is one of the configured proxies, which overwrite it.',
    related: decided.slice(0, 4).map(({ carrier }) => ({ at: carrier, message: 'believed here' })),
  });
}

function checkEntrance(read: Call | Subscript, ctx: SourceContext): void {
  const header = headerRead(read, ctx);
  if (header === undefined || !FORWARDED_ENTRANCE.test(header)) return;
  if (!ctx.flow.destinations(read).some((use) => isDecided(use, ctx))) return;
  tell(read, header, ctx, {
    message: `what is decided here goes by what the client writes into \`${header}\`, and nothing asks whether a proxy sent it`,
  });
}

/** What a server puts into the environment itself has no prefix there: `REMOTE_USER`, `SSL_CLIENT_VERIFY`. */
function identityRead(node: Node, ctx: SourceContext): string | undefined {
  const header = node.kind === 'Call' || node.kind === 'Subscript' ? headerRead(node, ctx) : undefined;
  if (header === undefined || !FORWARDED_IDENTITY.test(header)) return undefined;
  return /^[A-Z]+(?:_[A-Z]+)+$/.test(header) && !header.startsWith('HTTP_') ? undefined : header;
}

/** Tested, compared, given back or kept as who the client is. */
function isDecided({ kind, node }: ValueUse, ctx: SourceContext): boolean {
  if (kind === 'argument') return node.kind === 'Call' && ctx.effects.of(node) !== 'log';
  return kind === 'condition' || kind === 'compare' || kind === 'return' || kind === 'attribute-store';
}

/** The header of the client's choice that an expression reads. */
function forwardedRead(node: Node, ctx: SourceContext): string | undefined {
  // Of Werkzeug and Falcon: all that the header says.
  if (node.kind === 'Subscript' && lastName(node.value) === 'access_route' && ctx.values.number(node.slice) === 0)
    return 'X-Forwarded-For';
  const header = node.kind === 'Call' || node.kind === 'Subscript' ? headerRead(node, ctx) : undefined;
  return header !== undefined && FORWARDED_ADDRESS.test(header) ? header : undefined;
}

/** What the value becomes, where that is the address of a client: named so, or returned by a function named so. */
function addressUse(read: Expression, ctx: SourceContext): string | undefined {
  const uses = usesOfChain(read, ctx);
  if (uses.every((use) => isInPassing(use, ctx))) return undefined;
  const fn = ctx.context.defAround(read);
  const named = uses
    .flatMap((use) => {
      if (use.kind === 'key') return use.carrier.kind === 'Name' ? { name: use.carrier.id } : [];
      return use.kind === 'return' || isInPassing(use, ctx) ? [] : namesAtUse(use, ctx);
    })
    .find(({ name }) => ADDRESS.test(name));
  if (named !== undefined) return `\`${named.name}\``;
  if (fn === undefined || !(ADDRESS.test(fn.name) || standsForPeer(read, uses, ctx))) return undefined;
  return `the address that \`${fn.name}\` gives`;
}

/** Tested, logged, or written into a request that goes on to somebody else. */
function isInPassing({ kind, node }: ValueUse, ctx: SourceContext): boolean {
  if (kind === 'compare' || kind === 'condition' || kind === 'format' || kind === 'operand' || kind === 'discard')
    return true;
  if (kind === 'argument' && node.kind === 'Call')
    return ctx.effects.of(node) === 'log' || /^(?:bool|len)$/.test(lastName(node.func) ?? '');
  return kind === 'receiver';
}

const usesThatTell = (read: Expression, ctx: SourceContext): readonly ValueUse[] =>
  usesOfChain(read, ctx).filter((use) => !isInPassing(use, ctx));

/** A condition lets the header count, or the file speaks of trusted proxies. */
function doubtFrom(read: Expression, permission: Expression | undefined, ctx: SourceContext): DoubtId | undefined {
  const names = [ctx.context.defAround(read)?.name ?? '', ...identifiersOf(ctx.module)];
  return permission !== undefined || names.some((each) => THOUGHT_OF.test(each)) ? 'behind-trusted-proxy' : undefined;
}

/** Of several headers that one function reads, the first stands for all. */
function isToldAlready(read: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(read);
  return fn !== undefined && holds(fn, (node) => node.end < read.end && forwardedRead(node, ctx) !== undefined);
}
