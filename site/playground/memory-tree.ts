import type { FileContent, FileTree, NamedPath, SkippedPath, TreeEntry } from '../../src/discover/index.ts';

/** Files that a person pasted or dropped, as one tree. They never leave the page. */
export class MemoryTree implements FileTree {
  readonly root = '/';
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #folders = new Map<string, Map<string, TreeEntry>>([['', new Map()]]);

  /** Paths with `/`, relative, without `.` and `..`. */
  constructor(files: ReadonlyMap<string, Uint8Array>) {
    this.#files = files;
    for (const path of files.keys()) this.#place(path);
  }

  list(folder: string): readonly TreeEntry[] | SkippedPath {
    const entries = this.#folders.get(folder);
    if (entries === undefined) return { kind: 'unreadable', path: folder, message: 'no such folder' };
    return [...entries.values()];
  }

  read(path: string, maxBytes: number): FileContent {
    const bytes = this.#files.get(path);
    if (bytes === undefined) return skipped('unreadable', path, 'no such file');
    if (bytes.length > maxBytes) return skipped('too-large', path, `larger than ${maxBytes} bytes: not scanned`);
    return { kind: 'content', bytes: Buffer.from(bytes) };
  }

  has(path: string): boolean {
    return this.#files.has(path) || this.#folders.has(path);
  }

  judgeLink(): undefined {
    return undefined;
  }

  resolve(given: string): NamedPath {
    const path = given.replace(/^\/+/, '');
    if (this.#folders.has(path)) return { kind: 'folder', path };
    return this.#files.has(path) ? { kind: 'file', path } : { kind: 'missing' };
  }

  contentId(): undefined {
    return undefined;
  }

  expect(): void {}

  #place(path: string): void {
    const names = path.split('/');
    let folder = '';
    names.forEach((name, index) => {
      const isFile = index === names.length - 1;
      this.#folders.get(folder)?.set(name, { name, type: isFile ? 'file' : 'folder' });
      folder = folder === '' ? name : `${folder}/${name}`;
      if (!isFile && !this.#folders.has(folder)) this.#folders.set(folder, new Map());
    });
  }
}

function skipped(kind: 'unreadable' | 'too-large', path: string, message: string): FileContent {
  return { kind: 'skipped', skipped: { kind, path, message } };
}
