import { realpathSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import {
  ALL_TRACKED,
  type FileContent,
  type FileTree,
  fileKindOf,
  LEFT_ROOT,
  type NamedPath,
  pathUnder,
  type SkippedPath,
  type TreeEntry,
  type WorkTree,
} from '../discover/index.ts';
import type { BlobReader } from './blob-reader.ts';

/** A file of a commit or of the index. */
export interface GitTreeEntry {
  /** Relative to the root of the tree. */
  readonly path: string;
  /** As git has it: `100644`, `100755`, `120000` a link, `160000` a submodule. */
  readonly mode: string;
  readonly id: string;
}

/** Files that git keeps, read from its objects. */
export class GitTree implements FileTree {
  readonly #entries: ReadonlyMap<string, GitTreeEntry>;
  readonly #folders = new Map<string, Map<string, TreeEntry['type']>>([['', new Map()]]);

  constructor(
    readonly root: string,
    entries: readonly GitTreeEntry[],
    readonly blobs: BlobReader,
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
    for (const entry of entries) this.#place(entry.path, typeOf(entry));
  }

  list(folder: string): readonly TreeEntry[] | SkippedPath {
    const names = this.#folders.get(folder);
    if (names === undefined) return skip('unreadable', folder, 'is no folder').skipped;
    return [...names].map(([name, type]) => ({ name, type }));
  }

  read(path: string, maxBytes: number): FileContent {
    const entry = this.#entries.get(path);
    if (entry === undefined) return skip('unreadable', path, 'is not there');
    if (typeOf(entry) !== 'file') return skip('not-regular', path, 'not a regular file');
    // As on the disk, where Node finds nothing under such a name.
    if (path.includes('\uFFFD')) return skip('unreadable', path, 'its name is not UTF-8: not scanned');
    const size = this.blobs.sizeOf(entry.id);
    if (size > maxBytes) return skip('too-large', path, `larger than ${maxBytes} bytes (${size}): not scanned`);
    return { kind: 'content', bytes: this.blobs.read(entry.id, maxBytes) };
  }

  has(path: string): boolean {
    return this.#entries.has(path) || this.#folders.has(path);
  }

  workTreeAt(folder: string): WorkTree | undefined {
    return folder === '' ? ALL_TRACKED : undefined;
  }

  judgeLink(path: string): SkippedPath | undefined {
    const entry = this.#entries.get(path);
    if (entry === undefined || fileKindOf(path) === undefined) return undefined;
    const target = this.blobs.read(entry.id, MAX_LINK_BYTES).toString('utf8');
    const inside = posix.normalize(posix.join(posix.dirname(path), target));
    const leaves = posix.isAbsolute(target) || inside === '..' || inside.startsWith('../');
    return leaves ? skip('link-left-root', path, LEFT_ROOT).skipped : undefined;
  }

  resolve(given: string): NamedPath {
    const absolute = resolve(this.root, given);
    const path = pathUnder(this.root, absolute) ?? pathUnder(realpathSync(this.root), absolute);
    if (path === undefined) return { kind: 'outside' };
    const entry = this.#entries.get(path);
    if (entry === undefined) return this.#folders.has(path) ? { kind: 'folder', path } : { kind: 'missing' };
    return typeOf(entry) === 'file' ? { kind: 'file', path } : skip('not-regular', path, 'not a regular file');
  }

  contentId(path: string): string | undefined {
    return this.#entries.get(path)?.id;
  }

  expect(paths: readonly string[]): void {
    this.blobs.expect(paths.flatMap((path) => this.contentId(path) ?? []));
  }

  /** Folders that other repositories fill. */
  get submodules(): string[] {
    return [...this.#entries.values()].filter((entry) => typeOf(entry) === 'submodule').map(({ path }) => path);
  }

  #place(path: string, type: TreeEntry['type']): void {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, slash));
    if (!this.#folders.has(folder)) {
      this.#folders.set(folder, new Map());
      this.#place(folder, 'folder');
    }
    this.#folders.get(folder)?.set(path.slice(slash + 1), type);
  }
}

/** No system takes a longer path. */
const MAX_LINK_BYTES = 64 * 1024;

function typeOf({ mode }: GitTreeEntry): TreeEntry['type'] {
  if (mode === '120000') return 'link';
  return mode === '160000' ? 'submodule' : 'file';
}

function skip(kind: SkippedPath['kind'], path: string, message: string) {
  return { kind: 'skipped', skipped: { kind, path, message } } as const;
}
