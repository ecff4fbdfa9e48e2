import { tmpdir } from 'node:os';
import type { FileTree, TreeEntry } from '../../discover/index.ts';

type FileContent = ReturnType<FileTree['read']>;
type NamedPath = ReturnType<FileTree['resolve']>;

/** The files of a fixture as a tree, without a disk: thousands of small repositories are scanned in one run. */
export class MemoryTree implements FileTree {
  /** Discovery wants one that is there; nothing in it is read. */
  readonly root = tmpdir();
  readonly #contents = new Map<string, Buffer>();
  readonly #folders = new Map<string, Map<string, TreeEntry>>([['', new Map()]]);

  constructor(files: ReadonlyMap<string, string | Uint8Array>) {
    for (const [path, content] of files) {
      this.#contents.set(path, Buffer.from(content as string));
      this.#enter(path);
    }
  }

  #enter(path: string): void {
    const parts = path.split('/');
    for (const [index, name] of parts.entries()) {
      const folder = parts.slice(0, index).join('/');
      const entries = this.#folders.get(folder) ?? new Map<string, TreeEntry>();
      this.#folders.set(folder, entries);
      entries.set(name, { name, type: index === parts.length - 1 ? 'file' : 'folder' });
    }
  }

  list(folder: string): readonly TreeEntry[] {
    return [...(this.#folders.get(folder)?.values() ?? [])];
  }

  read(path: string): FileContent {
    const bytes = this.#contents.get(path);
    if (bytes !== undefined) return { kind: 'content', bytes };
    return { kind: 'skipped', skipped: { kind: 'unreadable', path, message: 'is not there' } };
  }

  has(path: string): boolean {
    return this.#contents.has(path) || this.#folders.has(path);
  }

  judgeLink(): undefined {
    return undefined;
  }

  resolve(given: string): NamedPath {
    const below = given.startsWith(`${this.root}/`) ? given.slice(this.root.length + 1) : given;
    const path = below === '.' ? '' : below;
    if (this.#contents.has(path)) return { kind: 'file', path };
    return this.#folders.has(path) ? { kind: 'folder', path } : { kind: 'missing' };
  }

  contentId(): undefined {
    return undefined;
  }

  expect(): void {}
}
