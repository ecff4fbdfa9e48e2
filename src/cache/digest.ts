import { createHash } from 'node:crypto';

/** 32 bytes that stand for a value of plain JSON. The first part says what the value is, so that no two kinds meet. */
export function digest(kind: string, value: unknown): Buffer {
  return createHash('sha256')
    .update(`${kind}\0${JSON.stringify(value)}`)
    .digest();
}

/** A name for bytes. */
export function contentDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
