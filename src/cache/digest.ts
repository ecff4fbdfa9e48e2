import { hash } from 'node:crypto';

/** 32 bytes that stand for a value of plain JSON. The first part says what the value is, so that no two kinds meet. */
export function digest(kind: string, value: unknown): Buffer {
  return hash('sha256', `${kind}\0${JSON.stringify(value)}`, 'buffer');
}

/** A name for bytes. */
export function contentDigest(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64url');
}
