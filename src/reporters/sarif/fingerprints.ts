import { isUtf8 } from 'node:buffer';
import type { Finding, Location } from '../../findings/index.ts';
import type { SourceReader } from '../report.ts';
import type { SourceLines } from '../source-lines.ts';
import { LineHashes } from './line-hash.ts';

interface HashedFile {
  readonly hashes: LineHashes;
  /** With its secrets covered; undefined where there are none. */
  readonly masked: LineHashes | undefined;
}

/** Computes the identities of results; hashes the lines of each file once. */
export class Fingerprints {
  readonly #hashes = new Map<string, HashedFile | undefined>();

  constructor(
    readonly readSource: SourceReader,
    readonly sources: SourceLines,
  ) {}

  of({ fingerprint, location }: Finding): Record<string, string> {
    // In a notebook the line is counted from its cell, and GitHub would hash another line of the file.
    const hash = location.cell === undefined ? openHash(this.#hashesOf(location), location.line) : undefined;
    return { 'auditlint/v1': fingerprint, ...(hash !== undefined && { primaryLocationLineHash: hash }) };
  }

  #hashesOf(place: Location): HashedFile | undefined {
    const { path } = place;
    if (!this.#hashes.has(path))
      this.#hashes.set(path, hashFile(this.readSource(path), this.sources.find(place)?.content));
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
function hashFile(bytes: Uint8Array | undefined, covered: string | undefined): HashedFile | undefined {
  if (bytes === undefined || covered === undefined || !isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  // Its mark is no part of what is covered.
  const masked = text.slice(0, text.length - covered.length) + covered;
  return { hashes: new LineHashes(text), masked: masked === text ? undefined : new LineHashes(masked) };
}
