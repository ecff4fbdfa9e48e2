import { isUtf8 } from 'node:buffer';
import type { Finding } from '../../findings/index.ts';
import { maskSecrets } from '../../knowledge/mask-secrets.ts';
import type { SourceReader } from '../report.ts';
import { LineHashes } from './line-hash.ts';

interface HashedFile {
  readonly hashes: LineHashes;
  readonly secretLines: ReadonlySet<number>;
}

/** Computes the identities of results; hashes the lines of each file once. */
export class Fingerprints {
  readonly #hashes = new Map<string, HashedFile | undefined>();

  constructor(readonly readSource: SourceReader) {}

  of({ fingerprint, location, hidesCode }: Finding): Record<string, string> {
    // In a notebook the line is counted from its cell, and GitHub would hash another line of the file. The hash of a
    // line can be solved for a short unknown part, so that a line with a secret has none.
    const isHashed = location.cell === undefined && hidesCode !== true;
    const file = isHashed ? this.#hashesOf(location.path) : undefined;
    const hash = file?.secretLines.has(location.line) === false ? file.hashes.ofLine(location.line) : undefined;
    return { 'auditlint/v1': fingerprint, ...(hash !== undefined && { primaryLocationLineHash: hash }) };
  }

  #hashesOf(path: string): HashedFile | undefined {
    if (!this.#hashes.has(path)) this.#hashes.set(path, hashFile(this.readSource(path)));
    return this.#hashes.get(path);
  }
}

// GitHub decodes as UTF-8 whatever the file is; a hash of other bytes would differ from ours and warn on each result.
function hashFile(bytes: Uint8Array | undefined): HashedFile | undefined {
  if (bytes === undefined || !isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return { hashes: new LineHashes(text), secretLines: coveredLines(text) };
}

/** Lines (from 1) that look as if they held a secret. */
function coveredLines(text: string): ReadonlySet<number> {
  const masked = maskSecrets(text);
  if (masked === text) return NO_LINES;
  const before = text.split(LINE_END);
  return new Set(masked.split(LINE_END).flatMap((line, index) => (line === before[index] ? [] : index + 1)));
}

const LINE_END = /\r\n|\r|\n/;
const NO_LINES: ReadonlySet<number> = new Set();
