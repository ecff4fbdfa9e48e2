import { memoize } from '../collections/index.ts';
import { DiskTree, type FileStamp, type FileTree } from '../discover/index.ts';
import { contentDigest } from './digest.ts';

/** Plain JSON. */
export interface StoredContents {
  readonly files: readonly (readonly [path: string, stamp: FileStamp, id: string, readAt: number])[];
  /** What the objects of git hold, by their names. */
  readonly blobs: readonly (readonly [blob: string, id: string])[];
}

interface KnownFile {
  readonly stamp: FileStamp;
  readonly id: string;
  /** When the scan that read it began, in milliseconds. */
  readonly readAt: number;
}

/**
 * Names of what the files of one root hold. A file whose stamp is as it was is taken for unchanged, unless it was written so
 * shortly before it was read, or after, that another write might not show: then its bytes are read again.
 */
export class ContentTable {
  readonly #files: Map<string, KnownFile>;
  readonly #blobs: Map<string, string>;
  /** What this run goes by, whatever becomes of the files meanwhile. */
  readonly #seenIn = memoize((_tree: FileTree) => new Map<string, string>());
  readonly #usedPaths = new Set<string>();
  readonly #usedBlobs = new Set<string>();
  readonly #startedAt = Date.now();
  hasNew = false;

  constructor(
    stored: StoredContents | undefined,
    readonly maxBytesOf: (path: string) => number,
  ) {
    this.#files = new Map(stored?.files.map(([path, stamp, id, readAt]) => [path, { stamp, id, readAt }]));
    this.#blobs = new Map(stored?.blobs);
  }

  get isEmpty(): boolean {
    return this.#files.size === 0 && this.#blobs.size === 0;
  }

  /** The name of what a file holds, where that is known without reading it. */
  nameOf(tree: FileTree, path: string): string | undefined {
    const seen = this.#seenIn(tree);
    const name = seen.get(path) ?? this.#unreadName(tree, path);
    if (name !== undefined) seen.set(path, name);
    return name;
  }

  /** The name of bytes that were just read. */
  learn(bytes: Uint8Array, tree: FileTree, path: string): string {
    return this.#name(contentDigest(bytes), tree, path);
  }

  /** The name of what a file holds, for which it is read where that is not known; undefined where it cannot be read. */
  checkedName(tree: FileTree, path: string): string | undefined {
    const name = this.nameOf(tree, path);
    if (name !== undefined) return name;
    const content = tree.read(path, this.maxBytesOf(path));
    if (content.kind === 'content') return this.learn(content.bytes, tree, path);
    // Its size is all that is ever said of it.
    return content.skipped.kind === 'too-large' ? this.#name(content.skipped.message, tree, path) : undefined;
  }

  /** What should be stored: what this run asked for, and some of the rest. */
  toStore(): StoredContents {
    return {
      files: usedFirst(this.#files, this.#usedPaths).map(([path, { stamp, id, readAt }]) => [path, stamp, id, readAt]),
      blobs: usedFirst(this.#blobs, this.#usedBlobs),
    };
  }

  #name(id: string, tree: FileTree, path: string): string {
    this.#seenIn(tree).set(path, id);
    this.hasNew = true;
    const stamp = tree instanceof DiskTree ? tree.stampOf(path) : undefined;
    if (stamp !== undefined) this.#usedPaths.add(path);
    if (stamp !== undefined) this.#files.set(path, { stamp, id, readAt: this.#startedAt });
    const blob = tree.contentId(path);
    if (blob !== undefined) {
      this.#usedBlobs.add(blob);
      this.#blobs.set(blob, id);
    }
    return id;
  }

  #unreadName(tree: FileTree, path: string): string | undefined {
    if (tree instanceof DiskTree) {
      const known = this.#files.get(path);
      if (known !== undefined) this.#usedPaths.add(path);
      const stamp = known && tree.stampOf(path);
      return known !== undefined && stamp !== undefined && isUnchanged(stamp, known) ? known.id : undefined;
    }
    const blob = tree.contentId(path);
    if (blob === undefined) return undefined;
    this.#usedBlobs.add(blob);
    return this.#blobs.get(blob);
  }
}

/** As many others as were used, or this many. */
const LEAST_OTHERS = 10_000;

function usedFirst<T>(entries: ReadonlyMap<string, T>, used: ReadonlySet<string>): [string, T][] {
  const others = [...entries].filter(([name]) => !used.has(name));
  return [...entries].filter(([name]) => used.has(name)).concat(others.slice(0, Math.max(used.size, LEAST_OTHERS)));
}

/** The coarsest clock of a file system that is in use (FAT) counts by two seconds. */
const COARSE_CLOCK = 2_000;

function isUnchanged(stamp: FileStamp, known: KnownFile): boolean {
  const writtenAt = Math.max(stamp.mtimeMs, stamp.ctimeMs);
  return areEqual(stamp, known.stamp) && writtenAt < known.readAt - COARSE_CLOCK;
}

function areEqual(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}
