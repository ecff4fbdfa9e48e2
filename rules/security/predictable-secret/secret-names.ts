/** Names of secrets, and uses of a random value that are not secret. */
import { type Call, type Expression, holds, identifiersOf, lastName, wordsOfName } from '#ast';
import type { SourceContext } from '#kit';
import { secretKindOf } from '#knowledge/secrets';
import { namesAround } from '../_shared/names-around.ts';

/** Secrets that are numbers as often as text. */
const ONE_TIME =
  /(?:^|_)(?:otp|totp|(?:verification|reset|login|auth|access|pairing|confirmation|invite|recovery|sms)_code)$/i;
export const SALTS: ReadonlySet<string> = new Set(['salt', 'nonce', 'iv']);
/** Names of code whose masks and seeds hide something from others; masks elsewhere are those of arrays. */
const HIDING = /secure|secret|privacy|private|pairwise|masking|anonymi|crypt/i;

/** What people type to be let in, or have in a link. */
export const isCode = (name: string, isText: boolean): boolean =>
  isText && /^(?:code|pin|passcode|key|token|sid|slug)$/.test(withoutVerb(name));

/** `new_key` gives a key. */
export const withoutVerb = (name: string): string =>
  name.replace(/^_*(?:new|make|create|generate|gen|issue|mint|build|next)_/, '').toLowerCase();

/** Numbers of at least four digits, as codes have. */
export function drawsDigits({ func, args: [least] }: Call, { values }: SourceContext): boolean {
  const number = least === undefined ? undefined : values.number(least);
  return /^(?:randint|randrange|integers)$/.test(lastName(func) ?? '') && number !== undefined && number >= 1000;
}

/** A figure (`seconds / tokens`), a record or a list. */
export function isNoText(value: Expression): boolean {
  if (value.kind === 'IfExp') return isNoText(value.body) || isNoText(value.orelse);
  if (value.kind === 'BinOp') return value.op === 'Div' || value.op === 'FloorDiv' || value.op === 'Sub';
  return value.kind === 'Dict' || value.kind === 'List' || value.kind === 'Set';
}

/** A digest of a secret is no secret that someone makes up. */
export const DIGESTED: ReadonlySet<string> = new Set([
  'hash',
  'hashed',
  'digest',
  'fingerprint',
  'checksum',
  'etag',
  'password',
]);

/** `"sk-" + …`, as keys that are handed out begin. */
export const hasPrefix = (value: Expression, { values }: SourceContext): boolean =>
  holds(value, (node) => node.kind === 'Constant' && /^[a-z]{2,6}[-_]$/i.test(values.string(node) ?? ''));

/** Links and codes by which something is confirmed, shared or given back. */
export const LETTING_IN =
  /^(?:confirm\w*|verif\w*|activation|reset|invit\w*|share|magic|unsubscribe|download|pairing|login|access)_(?:code|token|slug|hash|link|key|id)$|^sid$/;

export function isSecretName(name: string, isText: boolean): boolean {
  if (ONE_TIME.test(name)) return true;
  const words = wordsOfName(name);
  if (SALTS.has(words.at(-1) ?? '')) return isText && !words.includes('pepper');
  if (!isText) return false;
  if (words.at(-1) === 'id') return words.at(-2) === 'session';
  return secretKindOf(name) !== undefined;
}

/** The value goes into a cookie, or the file asks clients for theirs. */
export const letsIn = (call: Expression, { module, flow }: SourceContext): boolean =>
  identifiersOf(module).has('set_cookie') ||
  identifiersOf(module).has('compare_digest') ||
  flow.destinations(call).some(({ kind }) => kind === 'compare');

export const isMask = (name: string, at: Call, ctx: SourceContext): boolean =>
  /^masks?$/.test(wordsOfName(name).at(-1) ?? '') && isHiding(at, ctx);

export const isHiding = (at: Call, ctx: SourceContext): boolean =>
  namesAround(at, ctx).some((name) => HIDING.test(name));

export const around = (call: Call, ctx: SourceContext): string => namesAround(call, ctx)[0] ?? 'the module';
