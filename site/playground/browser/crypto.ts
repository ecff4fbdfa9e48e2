/** `node:crypto`, as far as fingerprints need it: they are made synchronously, which the browser's own digests are not. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

interface Hash {
  update(data: string | Uint8Array): Hash;
  digest(encoding: 'hex'): string;
}

export function createHash(algorithm: string): Hash {
  if (algorithm !== 'sha256') throw new Error(`no ${algorithm} in the browser`);
  const state = sha256.create();
  const hash: Hash = {
    update(data) {
      state.update(typeof data === 'string' ? utf8ToBytes(data) : data);
      return hash;
    },
    digest: () => bytesToHex(state.digest()),
  };
  return hash;
}

/** In hexadecimal digits. */
export const hash = (algorithm: string, data: string): string => createHash(algorithm).update(data).digest('hex');
