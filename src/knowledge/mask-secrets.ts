/** The gate that all that is printed or stored passes: what looks like a secret in a text is covered. */
import { ANY_PREFIX, isStandIn, SECRET_SHAPES, secretKindOf } from './secrets.ts';

/** Covers secrets with asterisks, character by character, so that every column stays in its place. */
export function maskSecrets(text: string): string {
  if (!ANY_PREFIX.test(text) && !NAMES_ONE.test(text)) return text;
  let masked = text;
  for (const shape of SECRET_SHAPES) masked = cover(masked, shape, () => true);
  masked = cover(masked, ASSIGNED, (name, value) => secretKindOf(name) !== undefined && !isStandIn(value));
  masked = cover(masked, IN_ADDRESS, (_, value) => !isStandIn(value));
  return cover(masked, IN_HEADER, (_, value) => !isStandIn(value));
}

/** Without a name, a header or an address there is nothing else to cover. */
const NAMES_ONE = /key|token|secret|pass|pwd|pepper|credential|bearer|basic|:\/\/[^\s/]{0,301}@/i;

/** Of these the first group is the name that says what the second is; of the forms of providers the first is the secret. */
/** `password="…"`, `"api_key": "…"`, `TOKEN=…`. */
const ASSIGNED = /([A-Za-z_][\w-]{0,80})(?:["'`]|\\["'])?\s{0,8}[:=]\s{0,8}[rbuf]{0,2}["'`]([^\s"'`]{6,500})["'`]/dg;
/** `postgres://shop:…@db/shop`. */
const IN_ADDRESS = /([A-Za-z][A-Za-z0-9+.-]{1,30}):\/\/[^\s:/@"'`]{0,100}:([^\s@/"'`{}$<>]{3,200})@/dg;
/** `Authorization: Bearer …`. */
const IN_HEADER = /\b(Bearer|Basic)\s([A-Za-z0-9._~+/-]{16,2000}={0,2})/dg;

function cover(text: string, shape: RegExp, isSecret: (name: string, value: string) => boolean): string {
  let covered = '';
  let end = 0;
  for (const match of text.matchAll(shape)) {
    const place = match.indices?.[match.length - 1];
    if (place === undefined || !isSecret(match[1] ?? '', text.slice(...place))) continue;
    covered += text.slice(end, place[0]) + text.slice(...place).replace(/[^\r\n]/gu, (each) => '*'.repeat(each.length));
    end = place[1];
  }
  return end === 0 ? text : covered + text.slice(end);
}
