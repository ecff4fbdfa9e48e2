import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type Problem, type SourceContext } from '#kit';
import {
  ancestors,
  type Call,
  type Expression,
  holds,
  identifiersOf,
  lastName,
  type Node,
  nameOfPlace,
  nodesOf,
  parametersOf,
  type Subscript,
  statementsBefore,
} from '#kit/code';
import { namesAtUse, saidAround } from '#kit/texts';
import type { ValueUse } from '#kit/values';
import {
  FORWARDED_ADDRESS,
  FORWARDED_ENTRANCE,
  FORWARDED_IDENTITY,
  headerRead,
  isOnlyKept,
  takesLastOfChain,
} from '#kit/web';

/** Identifiers of those who have thought of who sends the header. */
const THOUGHT_OF =
  /trust|prox(?:y|ies)(?!_?pass)|_hops?$|^hops?_|use_x?_?forwarded|forwarded_allow|behind|allow_forwarded|xff_depth|ProxyFix|ProxyHeaders/i;
/** Comments of those who have weighed that a client may write it, or have a tunnel as the only way in. */
const WEIGHED = /spoof|\bforg(?:e|ed|ing|ery|eable|eability)\b|client[- ](?:supplied|controlled)|tunnel/i;
const ADDRESS = /(?:^|_)(?:ip|ips|addr|address|host|client|remote|peer|caller|forwarded|xff|source)(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'forwarded address believed whoever sends it',
    why: 'Each client can write the header itself, so limits, bans, allow-lists and audit logs that go by it see the address that the client chose.',
    remedy:
      'Take the address of the connection, and read the header only where that address is one of the configured proxies (`ProxyHeadersMiddleware` with `trusted_hosts`, `ProxyFix`).',
    harm: 'admits',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    measured: { read: 7, right: 7, on: 'TenSafe, feast, fschat, label_studio' },
    since: '0.1.0',
    cwe: [348, 290],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.5' }],
    bad: 'def client_ip(request):\n    return request.headers.get("X-Forwarded-For", request.client.host).split(",")[0]\n',
    good: 'def client_ip(request):\n    return request.client.host\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  mentions: ['headers', 'META', 'environ'],
  visit: { Call: check, Subscript: check },
});

function check(read: Call | Subscript, ctx: SourceContext): void {
  const header = forwardedRead(read, ctx);
  if (header === undefined) {
    checkIdentity(read, ctx);
    checkEntrance(read, ctx);
    return;
  }
  const use = addressUse(read, ctx);
  if (use === undefined || isToldAlready(read, ctx)) return;
  tell(read, header, ctx, {
    message: `${use} is what the client writes into \`${header}\`, and nothing asks whether a proxy sent it`,
    ...heldBackBy(
      isOnlyKept(read, usesThatTell(read, ctx), ctx)
        ? 'it is kept or logged, and nothing here is seen to go by it'
        : undefined,
    ),
    ...(takesLastOfChain(read, ctx) && {
      heldBack: 'it takes the last entry, which a proxy may have written',
      ceiling: 'P3' as const,
    }),
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
    ...heldBackBy(guessFrom(read, permission, ctx)),
    ...said,
    when: {
      question: { kind: 'proxy-overwrites', header },
      yes: { heldBack: 'every proxy that is configured here writes the header anew', ceiling: 'P3' },
      no: 'keep',
      unknown: 'keep',
    },
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
    ceiling: 'P3',
    heldBack: 'a false entrance mostly harms only the client that names it',
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
  const header = node.kind === 'Call' || node.kind === 'Subscript' ? headerRead(node, ctx) : undefined;
  return header !== undefined && FORWARDED_ADDRESS.test(header) ? header : undefined;
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

const usesThatTell = (read: Expression, ctx: SourceContext): readonly ValueUse[] =>
  ctx.flow.destinations(read).filter((use) => !isInPassing(use, ctx));

/** A condition lets the header count, or the file speaks of trusted proxies. */
function guessFrom(read: Expression, permission: Expression | undefined, ctx: SourceContext): string | undefined {
  if (permission !== undefined)
    return `by its name \`${ctx.text.slice(permission)}\` asks whether the header may count`;
  const names = [ctx.context.defAround(read)?.name ?? '', ...identifiersOf(ctx.module)];
  const name = names.find((each) => THOUGHT_OF.test(each));
  if (name !== undefined) return `the name \`${name}\` speaks of proxies that are trusted`;
  const fn = ctx.context.defAround(read);
  return fn !== undefined && saidAround(fn, ctx).some((text) => WEIGHED.test(text))
    ? 'its author says that a client may write it, or what stands in front'
    : undefined;
}

/** What must be true for the header to count. */
function permissionFor(read: Expression, ctx: SourceContext): Expression | undefined {
  const fn = ctx.context.defAround(read);
  for (const outer of ancestors(read)) {
    if ((outer.kind === 'If' || outer.kind === 'IfExp') && asksPermission(outer.test)) return outer.test;
    const before = statementsBefore(outer).find((each) => each.kind === 'If' && asksPermission(each.test));
    if (before?.kind === 'If') return before.test;
    if (outer === fn) return undefined;
  }
  return undefined;
}

/** `settings.use_x_forwarded_for`, `self.config["trust_proxy"]`, `peer in self.networks`. */
function asksPermission(test: Expression): boolean {
  return holds(test, (node) => {
    switch (node.kind) {
      case 'Call':
        return PROXIES.test(lastName(node.func) ?? '');
      case 'Constant':
        return node.value.kind === 'str' && PROXIES.test(node.value.value);
      case 'Name':
        return PROXIES.test(node.id) && node.parent?.kind !== 'Call';
      case 'Attribute':
        return /forward|trust|prox(?:y|ies)|enabled|allow/i.test(node.attr) && node.parent?.kind !== 'Call';
      case 'Compare':
        return (
          node.ops.includes('In') && /networks?|hosts|peers/i.test(nameOfPlace(node.comparators[0] ?? node.left) ?? '')
        );
      default:
        return false;
    }
  });
}

const PROXIES = /trust|prox(?:y|ies)/i;

/** It asks about the address that the connection has, or a parameter that is off unless a caller turns it on. */
function isProof(test: Expression, { flow, names, values }: SourceContext): boolean {
  if (test.kind === 'Name') {
    const parameter = names.parameterOf(test);
    const fn = parameter?.parent?.parent;
    if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return false;
    const otherwise = parametersOf(fn).find(({ node }) => node === parameter)?.default;
    const off = otherwise === undefined ? undefined : values.fold(otherwise);
    return off?.kind === 'bool' && !off.value;
  }
  const isPeer = (node: Node) =>
    (node.kind === 'Name' || node.kind === 'Attribute') &&
    flow.origins(node).some((origin) => origin.kind === 'Attribute' && PEER.test(origin.attr));
  return holds(test, (node) => (node.kind === 'Call' || node.kind === 'Compare') && holds(node, isPeer));
}

/** Attributes of requests: FastAPI, Flask, aiohttp. */
const PEER = /^(?:host|remote_addr|remote)$/;

/** Of several headers that one function reads, the first stands for all. */
function isToldAlready(read: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(read);
  return fn !== undefined && holds(fn, (node) => node.end < read.end && forwardedRead(node, ctx) !== undefined);
}
