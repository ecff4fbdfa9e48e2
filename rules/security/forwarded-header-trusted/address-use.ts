/** Addresses from forwarded headers, and what is decided by them. */
import { type Expression, holds, identifiersOf, lastName, type Node } from '#ast';
import { type DoubtId, providedThat, type SourceContext } from '#kit';
import { headerRead, replacesPeerAddress, usesOfChain } from '#kit/web';
import type { ValueUse } from '#semantics';
import { namesAtUse } from '../_shared/use-names.ts';
import { FORWARDED_ADDRESS, FORWARDED_IDENTITY } from './forwarded-headers.ts';
import { reachedDirectly } from './proxy-overwrites.ts';

/** Identifiers of those who have thought of who sends the header. */
const THOUGHT_OF =
  /trust|prox(?:y|ies)(?!_?pass)|_hops?$|^hops?_|use_x?_?forwarded|forwarded_allow|behind|allow_forwarded|xff_depth|ProxyFix|ProxyHeaders/i;
const ADDRESS = /(?:^|_)(?:ip|ips|addr|address|host|client|remote|peer|caller|forwarded|xff|source)(?:_|$)/i;

export const UNLESS_DIRECT = providedThat(reachedDirectly.ask(null), { doubt: 'behind-trusted-proxy' });

/** What a server puts into the environment itself has no prefix there: `REMOTE_USER`, `SSL_CLIENT_VERIFY`. */
export function identityRead(node: Node, ctx: SourceContext): string | undefined {
  const header = node.kind === 'Call' || node.kind === 'Subscript' ? headerRead(node, ctx) : undefined;
  if (header === undefined || !FORWARDED_IDENTITY.test(header)) return undefined;
  return /^[A-Z]+(?:_[A-Z]+)+$/.test(header) && !header.startsWith('HTTP_') ? undefined : header;
}

/** Tested, compared, given back or kept as who the client is. */
export function isDecided({ kind, node }: ValueUse, ctx: SourceContext): boolean {
  if (kind === 'argument') return node.kind === 'Call' && ctx.effects.of(node) !== 'log';
  return kind === 'condition' || kind === 'compare' || kind === 'return' || kind === 'attribute-store';
}

/** The header of the client's choice that an expression reads. */
export function forwardedRead(node: Node, ctx: SourceContext): string | undefined {
  // Of Werkzeug and Falcon: all that the header says.
  if (node.kind === 'Subscript' && lastName(node.value) === 'access_route' && ctx.values.number(node.slice) === 0)
    return 'X-Forwarded-For';
  const header = node.kind === 'Call' || node.kind === 'Subscript' ? headerRead(node, ctx) : undefined;
  return header !== undefined && FORWARDED_ADDRESS.test(header) ? header : undefined;
}

/** What the value becomes, where that is the address of a client: named so, or returned by a function named so. */
export function addressUse(read: Expression, ctx: SourceContext): string | undefined {
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
  if (fn === undefined || !(ADDRESS.test(fn.name) || replacesPeerAddress(read, uses, ctx))) return undefined;
  return `the address returned by \`${fn.name}\``;
}

/** Tested, logged, or written into a request that goes on to someone else. */
function isInPassing({ kind, node }: ValueUse, ctx: SourceContext): boolean {
  if (kind === 'compare' || kind === 'condition' || kind === 'format' || kind === 'operand' || kind === 'discard')
    return true;
  if (kind === 'argument' && node.kind === 'Call')
    return ctx.effects.of(node) === 'log' || /^(?:bool|len)$/.test(lastName(node.func) ?? '');
  return kind === 'receiver';
}

export const significantUses = (read: Expression, ctx: SourceContext): readonly ValueUse[] =>
  usesOfChain(read, ctx).filter((use) => !isInPassing(use, ctx));

/** A condition lets the header count, or the file speaks of trusted proxies. */
export function doubtFrom(read: Expression, permission: Node | undefined, ctx: SourceContext): DoubtId | undefined {
  const names = [ctx.context.defAround(read)?.name ?? '', ...identifiersOf(ctx.module)];
  return permission !== undefined || names.some((each) => THOUGHT_OF.test(each)) ? 'behind-trusted-proxy' : undefined;
}

/** Of several headers that one function reads, the first stands for all. */
export function isReportedAlready(read: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(read);
  return fn !== undefined && holds(fn, (node) => node.end < read.end && forwardedRead(node, ctx) !== undefined);
}
