import { resolve } from 'node:path';
import type { SkippedPath } from './discovery.ts';
import { type FileTree, headOf, type TreeEntry } from './file-tree.ts';
import { pathUnder } from './links.ts';
import type { NamedPath } from './named-path.ts';
import { type FileContent, tooLarge } from './read-file.ts';
import type { WorkTree } from './tracked.ts';

/** A tree in which some files have another content, or are there already, to see what a change would do before it is written. */
export class OverlayTree implements FileTree {
  readonly #byFolder: ReadonlyMap<string, readonly string[]>;

  constructor(
    readonly base: FileTree,
    readonly contents: ReadonlyMap<string, Uint8Array>,
  ) {
    this.#byFolder = namesByFolder(contents.keys());
  }

  get root(): string {
    return this.base.root;
  }

  list(folder: string): readonly TreeEntry[] | SkippedPath {
    const listed = this.base.list(folder);
    const own = this.#byFolder.get(folder);
    // A folder that is not there yet is made when the file is.
    if (own === undefined || 'message' in listed) return listed;
    const names = new Set(listed.map(({ name }) => name));
    const added = own.filter((name) => !names.has(name));
    return [...listed, ...added.map((name) => ({ name, type: 'file' as const }))];
  }

  read(path: string, maxBytes: number): FileContent {
    const bytes = this.contents.get(path);
    if (bytes === undefined) return this.base.read(path, maxBytes);
    if (bytes.length > maxBytes) return tooLarge(path, bytes.length, maxBytes);
    return { kind: 'content', bytes: Buffer.from(bytes) };
  }

  head(path: string, bytes: number): Buffer | undefined {
    const own = this.contents.get(path);
    return own === undefined ? headOf(this.base, path, bytes) : Buffer.from(own.subarray(0, bytes));
  }

  has(path: string): boolean {
    return this.contents.has(path) || this.base.has(path);
  }

  judgeLink(path: string): SkippedPath | undefined {
    return this.base.judgeLink(path);
  }

  resolve(given: string): NamedPath {
    const found = this.base.resolve(given);
    const path = found.kind === 'missing' ? pathUnder(this.root, resolve(this.root, given)) : undefined;
    return path !== undefined && this.contents.has(path) ? { kind: 'file', path } : found;
  }

  contentId(path: string): string | undefined {
    return this.contents.has(path) ? undefined : this.base.contentId(path);
  }

  workTreeAt(folder: string): WorkTree | undefined {
    return this.base.workTreeAt?.(folder);
  }

  expect(paths: readonly string[]): void {
    this.base.expect(paths);
  }
}

function namesByFolder(paths: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    const [folder, name] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
    const names = byFolder.get(folder);
    if (names === undefined) byFolder.set(folder, [name]);
    else names.push(name);
  }
  return byFolder;
}
