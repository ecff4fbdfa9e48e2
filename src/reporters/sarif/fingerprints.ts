import { isUtf8 } from 'node:buffer';
import type { Finding } from '../../findings/index.ts';
import type { SourceReader } from '../report.ts';
import { LineHashes } from './line-hash.ts';

/** Computes the identities of results; hashes the lines of each file once. */
export class Fingerprints {
  readonly #hashes = new Map<string, LineHashes | undefined>();

  constructor(readonly readSource: SourceReader) {}

  of({ fingerprint, location, hidesCode }: Finding): Record<string, string> {
    // In a notebook the line is counted from its cell, and GitHub would hash another line of the file. The hash of a
    // line can be solved for a short unknown part, so that a line with a secret has none.
    const isHashed = location.cell === undefined && hidesCode !== true;
    const hash = isHashed ? this.#hashesOf(location.path)?.ofLine(location.line) : undefined;
    return { 'auditlint/v1': fingerprint, ...(hash !== undefined && { primaryLocationLineHash: hash }) };
  }

  #hashesOf(path: string): LineHashes | undefined {
    if (!this.#hashes.has(path)) this.#hashes.set(path, hashFile(this.readSource(path)));
    return this.#hashes.get(path);
  }
}

// GitHub decodes as UTF-8 whatever the file is; a hash of other bytes would differ from ours and warn on each result.
function hashFile(bytes: Uint8Array | undefined): LineHashes | undefined {
  if (bytes === undefined || !isUtf8(bytes)) return undefined;
  return new LineHashes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}
