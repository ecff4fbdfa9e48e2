import type { FileContent, FileTree, NamedPath, TreeEntry } from '../discover/index.ts';

/** A tree that holds one file: an earlier version, looked at by itself. */
export class SingleFileTree implements FileTree {
  readonly #bytes: Buffer;

  constructor(
    readonly root: string,
    readonly path: string,
    content: string,
  ) {
    this.#bytes = Buffer.from(content, 'utf8');
  }

  list(folder: string): readonly TreeEntry[] {
    const start = folder === '' ? '' : `${folder}/`;
    if (!this.path.startsWith(start)) return [];
    const [name = '', ...below] = this.path.slice(start.length).split('/');
    return [{ name, type: below.length === 0 ? 'file' : 'folder' }];
  }

  read(path: string, maxBytes: number): FileContent {
    if (path === this.path && this.#bytes.length <= maxBytes) return { kind: 'content', bytes: this.#bytes };
    return { kind: 'skipped', skipped: { kind: 'unreadable', path, message: 'is not there' } };
  }

  has(path: string): boolean {
    return path === this.path || this.path.startsWith(`${path}/`);
  }

  judgeLink(): undefined {
    return undefined;
  }

  resolve(given: string): NamedPath {
    return given === this.path ? { kind: 'file', path: given } : { kind: 'missing' };
  }

  contentId(): undefined {
    return undefined;
  }

  expect(): void {}
}
