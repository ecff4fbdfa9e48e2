import { createHmac } from 'node:crypto';

export type EntryKind = 'answer' | 'contents' | 'plan' | 'reports';

/** The file for a key. Nobody without the secret can name one that this user will look at. */
export function entryFile(kind: EntryKind, key: Buffer, secret: Buffer): string {
  return `${kind}-${createHmac('sha256', secret).update(`${kind} `).update(key).digest('hex').slice(0, 32)}`;
}
