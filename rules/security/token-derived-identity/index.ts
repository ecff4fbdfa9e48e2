import { type Call, type Expression, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { taintedValueIn } from '#kit/web';
import { callsThatMayBeOf } from '#semantics/context/calls-by-name';
import { callsWithin } from '#semantics/effects/calls-within';
import { refuses } from '#semantics/taint/refusals';
import { ANY_SINK } from '#semantics/taint/sinks';
import { mayLetIn } from '../_shared/admission.ts';
import { digestedBy } from '../_shared/digests.ts';
import { isEnvironmentGuarded } from '../_shared/environment-guard.ts';
import { CREDENTIAL_NAMES, presentedCredential } from '../_shared/presented-credential.ts';
import {
  claimsRead,
  identityAmong,
  isCheckedByCaller,
  isCheckedIn,
  isLookedUp,
  isUnverified,
  SUBJECT,
  VERIFY,
  VERIFYING,
} from './claims.ts';
import { isCountingKey } from './counting-key.ts';

export default defineSourceRule({
  docs: {
    summary: 'authentication bypass: identity from an unverified token',
    why: 'Any string that a client sends becomes a valid identity, so everyone is logged in. Tokens cannot be revoked.',
    remedy:
      'Look the hash of the credential up among the issued ones, or verify its signature, and take the identity from there',
    harm: 'grants-access',
    severity: 'P0',
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'TenSafe' },
    since: '0.1.0',
    cwe: [287, 290],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'AUTH-01' },
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.9' },
    ],
    bad: 'import hashlib\n\nfrom fastapi import Header\n\n\ndef tenant_of(token: str = Header()):\n    return "tenant-" + hashlib.sha256(token.encode()).hexdigest()\n',
    good: 'import hashlib\n\nfrom fastapi import Header, HTTPException\n\n\ndef tenant_of(token: str = Header()):\n    key = keys.find(hashlib.sha256(token.encode()).hexdigest())\n    if key is None:\n        raise HTTPException(401)\n    return key.tenant\n',
  },
  skips: NOT_PRODUCTION,
  mentions: [...CREDENTIAL_NAMES, 'headers', 'META', 'jwt'],
  visit: {
    Call(call, ctx) {
      const inputs = digestedBy(call, ctx);
      if (inputs !== undefined) check(call, inputs, 'a digest', ctx);
      if (isUnverified(call, ctx)) checkClaims(call, ctx);
    },
    Subscript(part, ctx) {
      if (part.slice.kind !== 'Slice' || part.slice.upper === undefined || part.ctx !== 'Load') return;
      check(part, [part.value], 'a part', ctx);
    },
  },
});

function check(made: Expression, inputs: readonly Expression[], what: string, ctx: SourceContext): void {
  const fn = ctx.context.defAround(made);
  const credential = inputs.map((input) => presentedCredential(input, ctx)).find((found) => found !== undefined);
  if (fn === undefined || credential === undefined) return;
  const uses = ctx.flow.destinations(made);
  const identity = identityAmong(uses, ctx);
  if (identity === undefined || uses.some((use) => isLookedUp(use, ctx))) return;
  // Whom a limit or a cache is for lets nobody in.
  if (uses.some(({ kind }) => kind === 'return') && isCountingKey(fn, ctx)) return;
  if (isEnvironmentGuarded(made) || isCheckedIn(credential, made, uses, ctx)) return;
  const calls = callsThatMayBeOf(fn, ctx);
  if (calls.some((call) => isCheckedByCaller(call, credential, ctx))) return;
  const around = [fn, ...calls.flatMap((call) => ctx.context.defAround(call) ?? [])];
  if (credential.parameter !== undefined && !around.some((each) => mayLetIn(each, ctx))) return;
  ctx.report({
    at: made,
    message: `authentication bypass: \`${identity}\` is ${what} of \`${credential.name}\`, which is never verified: any value is accepted`,
    remedy: `Look the hash of \`${credential.name}\` up among the issued ones, or verify its signature, and answer 401 otherwise`,
    related:
      credential.parameter === undefined ? [] : [{ at: credential.parameter, message: 'the credential comes in here' }],
  });
}

/** Who someone is is read of claims that nobody has verified; another decoding in the function may do that before or after. */
function checkClaims(call: Call, ctx: SourceContext): void {
  const fn = ctx.context.defAround(call);
  if (fn === undefined) return;
  const others = callsWithin([fn]).filter((each) => each !== call && VERIFYING.test(lastName(each.func) ?? ''));
  if (others.some((each) => !isUnverified(each, ctx))) return;
  const claim = claimsRead(call, ctx).find((each) => SUBJECT.test(each));
  if (claim === undefined) {
    checkGivenOn(call, ctx);
    return;
  }
  ctx.report({
    at: call,
    message: `authentication bypass: \`${claim}\` is taken from a JWT whose signature is never verified: any token is accepted`,
    remedy: VERIFY,
    // Who answers 401 by these claims is anyone who lets in.
    doubt: refuses(fn, ctx) ? undefined : 'verified-elsewhere',
  });
}

/** `return jwt.decode(token, options={"verify_signature": False})`, of an untrusted token: who is given the claims takes them for true. */
function checkGivenOn(call: Call, ctx: SourceContext): void {
  const [token] = call.args;
  const text = token && taintedValueIn(token, ctx, ANY_SINK);
  const isGiven = ctx.flow
    .destinations(call)
    .some(({ kind, node }) => kind === 'return' || (kind === 'argument' && node.parent?.kind === 'Return'));
  if (text === undefined || !isGiven) return;
  ctx.report({
    at: call,
    message:
      'authentication bypass: these claims come from a JWT whose signature is never verified: any token is accepted',
    remedy: VERIFY,
    related: [{ at: text.leaf, message: 'the token comes from here' }],
    ...text.given,
    doubt: 'verified-elsewhere',
  });
}
