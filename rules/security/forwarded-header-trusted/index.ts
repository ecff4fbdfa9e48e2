import { type Call, holds, nodesOf, type Subscript } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, type SourceContext } from '#kit';
import { believesEverybody, headerRead } from '#kit/web';
import {
  addressUse,
  doubtFrom,
  forwardedRead,
  identityRead,
  isDecided,
  isReportedAlready,
  significantUses,
  UNLESS_DIRECT,
} from './address-use.ts';
import { FORWARDED_ENTRANCE } from './forwarded-headers.ts';
import { takesFirstOfChain, takesLastOfChain } from './header-chain.ts';
import { isProof, permissionFor } from './header-permission.ts';
import { isOnlyLogged } from './only-logged.ts';
import { proxyOverwrites, reachedDirectly } from './proxy-overwrites.ts';

export default defineSourceRule({
  docs: {
    summary: 'IP spoofing: forwarded header trusted from any client',
    why: 'Any client can set the header itself. Rate limits, bans, allow-lists and audit logs then see an address that the client chose.',
    remedy:
      'Use the address of the connection, and read the header only if that address is a configured proxy (`ProxyHeadersMiddleware` with `trusted_hosts`, `ProxyFix`)',
    harm: 'grants-access',
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
  questions: [proxyOverwrites, reachedDirectly],
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
  if (use === undefined || isReportedAlready(read, ctx)) return;
  if (isOnlyLogged(read, significantUses(read, ctx), ctx)) {
    ctx.proven({ at: read, by: 'the value is only logged or returned to the client' });
    return;
  }
  reportRead(read, header, ctx, {
    message: `IP spoofing: ${use} comes from the client-controlled \`${header}\` header, with no check for a trusted proxy`,
    doubt: takesLastOfChain(read, ctx) ? 'behind-trusted-proxy' : undefined,
  });
}

function reportRead(read: Call | Subscript, header: string, ctx: SourceContext, said: Omit<Problem, 'at'>): void {
  const permission = permissionFor(read, ctx);
  if (permission !== undefined && isProof(permission, ctx)) {
    ctx.proven({ at: read, by: 'the header is read only under this condition', where: permission });
    return;
  }
  ctx.report({
    at: read,
    ...said,
    doubt: said.doubt ?? doubtFrom(read, permission, ctx),
    when: {
      question: proxyOverwrites.ask({ header }),
      yes: 'drop',
      // Proxies that append leave the first entry to the client.
      no: takesFirstOfChain(read, ctx) ? 'keep' : UNLESS_DIRECT,
      unknown: takesFirstOfChain(read, ctx) ? 'keep' : UNLESS_DIRECT,
    },
  });
}

/** A server that is told to believe everybody. */
function checkServer(call: Call, ctx: SourceContext): void {
  const said = believesEverybody(call, ctx);
  if (said === undefined) return;
  ctx.report({
    at: said,
    message: 'IP spoofing: the server trusts forwarded headers from any client',
    remedy: 'List the addresses of the trusted proxies (`trusted_downstream`, `forwarded_allow_ips`)',
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
  reportRead(read, header, ctx, {
    message: `identity spoofing: the user is taken from the client-controlled \`${header}\` header, with no check for a trusted proxy`,
    remedy: 'Read the header only if the connection comes from a configured proxy that overwrites it',
    related: decided.slice(0, 4).map(({ carrier }) => ({ at: carrier, message: 'trusted here' })),
  });
}

function checkEntrance(read: Call | Subscript, ctx: SourceContext): void {
  const header = headerRead(read, ctx);
  if (header === undefined || !FORWARDED_ENTRANCE.test(header)) return;
  if (!ctx.flow.destinations(read).some((use) => isDecided(use, ctx))) return;
  reportRead(read, header, ctx, {
    message: `header spoofing: this decision relies on the client-controlled \`${header}\` header, with no check for a trusted proxy`,
  });
}
