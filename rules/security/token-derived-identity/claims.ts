/** Claims of a token, and what takes them for an identity. */
import { type Call, callKeyword, type Expression, lastName, wordsOfName } from '#ast';
import type { SourceContext } from '#kit';
import type { ValueUse } from '#semantics';
import type { PresentedCredential } from '../_shared/presented-credential.ts';
import { namesAtUse } from '../_shared/use-names.ts';
import { isOnlyLooking, mayCheck } from '../_shared/value-checks.ts';

const IDENTITIES: ReadonlySet<string> = new Set(
  'tenant user account owner customer org organization organisation principal subject workspace namespace uid identity'.split(
    ' ',
  ),
);

export const VERIFY =
  'Verify the signature with the key of the issuer (`jwt.decode(token, key, algorithms=["HS256"])`)';

/** `jwt.decode(token, options={"verify_signature": False})`: it opens the token, and asks nobody whether it is true. */
export function isUnverified(call: Call, { names, values }: SourceContext): boolean {
  const name = names.qualifiedName(call.func) ?? '';
  if (name === 'jose.jwt.get_unverified_claims') return true;
  if (name !== 'jwt.decode' && name !== 'jose.jwt.decode') return false;
  const isNo = (value: Expression | undefined): boolean => {
    const folded = value === undefined ? undefined : values.fold(value);
    return folded?.kind === 'bool' && !folded.value;
  };
  const options = callKeyword(call, 'options')?.value;
  const dict = options?.kind === 'Dict' ? options : undefined;
  const at = dict?.keys.findIndex((key) => key !== undefined && values.string(key) === 'verify_signature') ?? -1;
  return isNo(callKeyword(call, 'verify')?.value) || isNo(dict?.values[at]);
}

/** `claims["sub"]`, `claims.get("sub")`, of the call or of the name that holds what it gives. */
export function claimsRead(call: Call, { names, values }: SourceContext): readonly string[] {
  const [target] = call.parent?.kind === 'Assign' ? call.parent.targets : [];
  const held = target?.kind === 'Name' ? (names.resolve(target)?.references ?? []) : [];
  return [call, ...held].flatMap((claims) => {
    const { parent } = claims;
    const got = parent?.kind === 'Attribute' && parent.attr === 'get' ? parent.parent : undefined;
    const key =
      parent?.kind === 'Subscript' && parent.value === claims
        ? parent.slice
        : got?.kind === 'Call'
          ? got.args[0]
          : undefined;
    return (key && values.string(key)) ?? [];
  });
}

export const SUBJECT =
  /^(?:sub|uid|oid|email|username|preferred_username|roles?|scopes?|permissions|(?:user|account|tenant|org)_?(?:id|name)?)$/i;
export const VERIFYING = /^(?:decode|verify\w*|validate\w*|introspect\w*|get_signing_key\w*)$/;

export function identityAmong(uses: readonly ValueUse[], ctx: SourceContext): string | undefined {
  return uses
    .flatMap((use) => namesAtUse(use, ctx))
    .map(({ name }) => name)
    .find((name) => wordsOfName(name).some((word) => IDENTITIES.has(word)));
}

/** The digest is compared with, or found among, what was issued. */
export function isLookedUp({ kind, node, carrier }: ValueUse, ctx: SourceContext): boolean {
  if (kind === 'key' || kind === 'compare') return true;
  if (kind !== 'argument' || node.kind !== 'Call') return false;
  if (carrier.parent?.kind === 'keyword' && carrier.parent.arg?.startsWith('key') === true) return true;
  return !isOnlyLooking(node, ctx) && !/^_?[A-Z]/.test(lastName(node.func) ?? '');
}

/** The credential itself goes somewhere else than into the digest. */
export function isCheckedIn(
  { leaf, parameter }: PresentedCredential,
  made: Expression,
  uses: readonly ValueUse[],
  ctx: SourceContext,
): boolean {
  const own = parameter === undefined ? undefined : ctx.names.lookup(parameter.arg, leaf);
  return (own?.references ?? [leaf])
    .flatMap((load) => ctx.flow.destinations(load))
    .some((use) => mayCheck(use, made, ctx) && !uses.some(({ node }) => node === use.node));
}

/** What the caller gives is checked by something else as well. */
export function isCheckedByCaller(call: Call, { parameter }: PresentedCredential, ctx: SourceContext): boolean {
  if (parameter === undefined) return false;
  return call.args.some((argument) =>
    ctx.flow.origins(argument).some((leaf) => {
      if (leaf.kind !== 'Name') return false;
      const loads = ctx.names.resolve(leaf)?.references ?? [];
      return loads
        .flatMap((load) => ctx.flow.destinations(load))
        .some((use) => use.node !== call && mayCheck(use, call, ctx));
    }),
  );
}
