import { isUtf8 } from 'node:buffer';
import type { Finding } from '../../findings/index.ts';
import { maskSecrets } from '../../knowledge/mask-secrets.ts';
import type { SourceReader } from '../report.ts';
import { LineHashes } from './line-hash.ts';

interface HashedFile {
  readonly hashes: LineHashes;
  /** With what looks like a secret masked; undefined where nothing does. */
  readonly masked: LineHashes | undefined;
}

/** Computes the identities of results; hashes the lines of each file once. */
export class Fingerprints {
  readonly #hashes = new Map<string, HashedFile | undefined>();

  constructor(readonly readSource: SourceReader) {}

  of({ fingerprint, location, hidesCode }: Finding): Record<string, string> {
    // In a notebook the line is counted from its cell, and GitHub would hash another line of the file.
    const isHashed = location.cell === undefined && hidesCode !== true;
    const hash = isHashed ? openHash(this.#hashesOf(location.path), location.line) : undefined;
    return { 'auditlint/v1': fingerprint, ...(hash !== undefined && { primaryLocationLineHash: hash }) };
  }

  #hashesOf(path: string): HashedFile | undefined {
    if (!this.#hashes.has(path)) this.#hashes.set(path, hashFile(this.readSource(path)));
    return this.#hashes.get(path);
  }
}

/**
 * The hash of a line, unless what it covers holds a secret: it can be solved for a short unknown part. It covers the code behind
 * the line too, so that a secret shows in the hashes of the lines above it.
 */
function openHash(file: HashedFile | undefined, line: number): string | undefined {
  const hash = file?.hashes.ofLine(line);
  return file?.masked === undefined || file.masked.ofLine(line) === hash ? hash : undefined;
}

// GitHub decodes as UTF-8 whatever the file is; a hash of other bytes would differ from ours and warn on each result.
function hashFile(bytes: Uint8Array | undefined): HashedFile | undefined {
  if (bytes === undefined || !isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const masked = maskSecrets(text);
  return { hashes: new LineHashes(text), masked: masked === text ? undefined : new LineHashes(masked) };
}
