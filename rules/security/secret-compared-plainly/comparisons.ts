/** Comparisons of what a client presents with a secret. */
import { type Def, type Expression, holds, lastName, nameOfPlace, withoutAwait } from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import { isSecurityCheck } from '#kit/checks';
import { headerRead } from '#kit/web';
import { secretKindOf } from '#knowledge/secrets';
import { flowsInto, UNTRUSTED } from '#semantics/taint/flows';
import { ANY_SINK } from '#semantics/taint/sinks';
import { keyRead } from '#semantics/values/keyed-read';
import { mayLetIn } from '../_shared/admission.ts';
import { digestedBy, keyedDigestIn, makesDigest } from '../_shared/digests.ts';
import { presentedCredential } from '../_shared/presented-credential.ts';

/** What is kept in place of a secret, or given out once: `key_hash`, `hashed_password`, `otp_code`. */
const DIGEST_OF_SECRET =
  /(?:key|token|password|passwd|secret|pin|otp|code)_?(?:hash|digest)$|^hashed_(?:key|token|password|secret|pin)$|(?:^|_)(?:otp|passcode)(?:_code)?$|^(?:verification|reset|mfa|login)_code$/i;
const KEYED = /(?:^|_)hmac(?:_|$)/i;
const SIGNATURE = /signature|hmac|digest|mac$|checksum/i;

export interface Pair {
  readonly presented: string;
  /** Nothing more is known than that a keyed digest is asked for. */
  readonly isDigestOnly?: true;
  /** A plain digest of what is presented is compared with one that was kept. */
  readonly isKept?: true;
  readonly doubt?: DoubtId;
}

/** What a request presents, and the secret that it has to be. */
export function pairOf(presented: Expression, secret: Expression, ctx: SourceContext): Pair | undefined {
  if (ctx.values.fold(presented) !== undefined) return undefined;
  const digest = keyedDigestIn(secret, ctx);
  const isCalledKeyed = secret.kind === 'Call' && KEYED.test(lastName(secret.func) ?? '');
  if (
    (digest === undefined && !isCalledKeyed && !isSecret(secret, ctx) && !isOfSameName(presented, secret, ctx)) ||
    keyedDigestIn(presented, ctx) !== undefined
  )
    return undefined;
  // Two parts of one request are compared where a form asks for a thing twice.
  const isDerived =
    digest === undefined &&
    !isLookedUp(secret, ctx) &&
    flowsInto(secret, ctx, ANY_SINK).some(({ kind }) => UNTRUSTED.has(kind));
  if (isDerived) return undefined;
  const flows = flowsInto(presented, ctx, ANY_SINK);
  // What speaks against a harmful text does not speak against a guess.
  const isSent = flows.some(({ kind }) => UNTRUSTED.has(kind));
  const named = nameOf(presented, ctx);
  const name = named ?? namesOf(presented, ctx)[0] ?? 'what';
  if (isSent && (named !== undefined || digest !== undefined || !isKindOnly(secret))) return { presented: name };
  // Anyone who computes a keyed digest of what there is asks whether what came with it is the same.
  if (digest !== undefined) return { presented: name, isDigestOnly: true };
  if (isCalledKeyed) return { presented: name, isDigestOnly: true, doubt: 'role-from-name' };
  const fn = ctx.context.defAround(presented);
  if (fn === undefined) return undefined;
  const isCredential = presentedCredential(presented, ctx) !== undefined;
  if (!isCredential && !(named !== undefined && isHandedToGate(presented, fn, ctx))) return undefined;
  return { presented: name };
}

/** `task.key_hash`, of a row that the request only names. */
function isLookedUp(secret: Expression, { flow }: SourceContext): boolean {
  if (secret.kind !== 'Attribute') return false;
  return flow.origins(secret.value).some((origin) => {
    const call = withoutAwait(origin);
    return call.kind === 'Call' && !flow.sources(call.func).some(({ kind }) => kind === 'request');
  });
}

/** A parameter, or what is under a key, in a function that lets in or keeps out. */
function isHandedToGate(presented: Expression, fn: Def, ctx: SourceContext): boolean {
  if (!mayLetIn(fn, ctx) && !isSecurityCheck(fn, ctx.context.classOfMethod(fn))) return false;
  return [presented, ...ctx.flow.origins(presented)].some((leaf) => {
    // `credentials.password`
    const root = leaf.kind === 'Attribute' ? leaf.value : leaf;
    return (root.kind === 'Name' && ctx.names.parameterOf(root) !== undefined) || keyRead(leaf, ctx) !== undefined;
  });
}

/** A check of a secret that is given what to expect: `def check_secret(expected, received)`, which compares the two. */
export function pairOfParameters(left: Expression, right: Expression, ctx: SourceContext): Pair | undefined {
  const fn = ctx.context.defAround(left);
  const isGiven = (side: Expression): boolean => side.kind === 'Name' && ctx.names.parameterOf(side) !== undefined;
  if (fn === undefined || !isGiven(left) || !isGiven(right)) return undefined;
  if (!isSecurityCheck(fn, ctx.context.classOfMethod(fn)) || secretKindOf(fn.name) === undefined) return undefined;
  return { presented: nameOfPlace(left) ?? 'what' };
}

/** `sha256((salt + password).encode()).hexdigest() == user.password_hash`: what was kept of a secret, against the same of what is presented. */
export function pairOfDigests(made: Expression, kept: Expression, ctx: SourceContext): Pair | undefined {
  const leaves = [made, ...ctx.flow.origins(made)];
  const call = leaves.find(
    (leaf) => digestedBy(leaf, ctx) !== undefined || isCalledDigest(leaf) || makesDigest(leaf, ctx),
  );
  const fn = ctx.context.defAround(made);
  if (call === undefined || fn === undefined || ctx.values.fold(kept) !== undefined) return undefined;
  const isOfSecret =
    DIGEST_OF_SECRET.test(nameOfPlace(kept) ?? '') ||
    secretKindOf(fn.name) !== undefined ||
    holds(call, (node) => node.kind === 'Name' && secretKindOf(node.id) !== undefined);
  if (!isOfSecret || holds(kept, (node) => node.kind === 'Call')) return undefined;
  return { presented: namesOf(kept, ctx)[0] ?? 'what', isKept: true };
}

const isCalledDigest = (leaf: Expression): boolean =>
  leaf.kind === 'Call' &&
  /^_?(?:get_|make_|compute_|create_)?hash(?:ed)?_|_hash$|^_?hash$/.test(lastName(leaf.func) ?? '');

/** `GrantType.PASSWORD`: one word of a class is as likely a kind of thing, where nothing else indicates a secret. */
const isKindOnly = (side: Expression): boolean =>
  side.kind === 'Attribute' && /^[A-Z]+$/.test(side.attr) && /^[A-Z][a-z]/.test(lastName(side.value) ?? '');

/** The name under which it is presented, where that is the name of a secret. */
function nameOf(presented: Expression, ctx: SourceContext): string | undefined {
  const credential = presentedCredential(presented, ctx);
  if (credential !== undefined) return credential.name;
  return namesOf(presented, ctx).find(
    (name) =>
      secretKindOf(name.replaceAll('-', '_')) !== undefined ||
      SIGNATURE.test(name) ||
      /[-_](?:key|token|secret)$/i.test(name) ||
      DIGEST_OF_SECRET.test(name),
  );
}

const namesOf = (presented: Expression, ctx: SourceContext): readonly string[] =>
  [presented, ...ctx.flow.origins(presented)].flatMap(
    (leaf) => headerRead(leaf, ctx) ?? keyRead(leaf, ctx) ?? nameOfPlace(leaf) ?? [],
  );

/** Configured or kept; a word that is in the code is reported by other rules. */
function isSecret(side: Expression, ctx: SourceContext): boolean {
  if (ctx.values.fold(side)?.kind === 'none' || ctx.values.string(side) === '') return false;
  return [side, ...ctx.flow.origins(side)].some((leaf) => {
    const key = ctx.values.environmentRead(leaf)?.key;
    const name = key ?? nameOfPlace(leaf) ?? '';
    if (key !== undefined && /_KEY$/i.test(key)) return true;
    return (
      secretKindOf(name) !== undefined ||
      secretKindOf(name.replace(/s$/i, '')) !== undefined ||
      DIGEST_OF_SECRET.test(name) ||
      isSchemed(leaf, ctx)
    );
  });
}

/** `f"Bearer {self.key}"`: what is behind the name of a scheme lets in. */
function isSchemed(leaf: Expression, { values }: SourceContext): boolean {
  const [first, second] = values.textPieces(leaf) ?? [];
  return (
    first?.kind === 'constant' && /^(?:Bearer|Basic|Token|ApiKey) $/i.test(first.text) && second?.kind === 'expression'
  );
}

/** Presented and configured under one name: the header `X-Cron-Key` and `settings.CRON_KEY`. */
function isOfSameName(presented: Expression, secret: Expression, ctx: SourceContext): boolean {
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .replaceAll('-', '_')
      .replace(/^(?:http_)?(?:x_)?/, '');
  const own = nameOfPlace(secret) ?? ctx.values.environmentRead(secret)?.key ?? '';
  if (!/_(?:key|token|secret|code|pin)$/i.test(own)) return false;
  return [presented, ...ctx.flow.origins(presented)].some((leaf) => plain(headerRead(leaf, ctx) ?? '') === plain(own));
}

export const SIGNS: ReadonlyMap<string, string> = new Map([
  ['NotEq', '!='],
  ['In', 'in'],
  ['NotIn', 'not in'],
]);
