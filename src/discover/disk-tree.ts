import { constants, type Dirent, existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { SkippedPath } from './discovery.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { judgeLink } from './links.ts';
import { type NamedPath, resolveNamedPath } from './named-path.ts';
import { describeSystemError, type FileContent, readHead, readRegularFile } from './read-file.ts';
import { type WorkTree, workTreeOf } from './tracked.ts';
import { workTreeAround } from './work-tree.ts';

/** What the system says of a file, without what is in it. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

/** The files on the disk. */
export class DiskTree implements FileTree {
  readonly #realRoot: string;

  /** `root` is absolute. `submodules`: folders that are distinguished from others, where that matters. */
  constructor(
    readonly root: string,
    readonly submodules: ReadonlySet<string> = new Set(),
  ) {
    this.#realRoot = realpathSync(root);
  }

  list(folder: string): readonly TreeEntry[] | SkippedPath {
    try {
      const entries = readdirSync(join(this.#realRoot, folder), { withFileTypes: true });
      return entries.map((entry) => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        return { name: entry.name, type: this.submodules.has(path) ? 'submodule' : this.#typeOf(entry, path) };
      });
    } catch (error) {
      return { kind: 'unreadable', path: folder === '' ? '.' : folder, message: describeSystemError(error) };
    }
  }

  read(path: string, maxBytes: number): FileContent {
    return readRegularFile(this.#realRoot, path, maxBytes);
  }

  head(path: string, bytes: number): Buffer | undefined {
    return readHead(this.#realRoot, path, bytes);
  }

  has(path: string): boolean {
    return existsSync(join(this.#realRoot, path));
  }

  judgeLink(path: string): SkippedPath | undefined {
    return judgeLink(this.#realRoot, path);
  }

  resolve(given: string): NamedPath {
    return resolveNamedPath(this.root, this.#realRoot, given);
  }

  contentId(): undefined {
    return undefined;
  }

  expect(): void {}

  workTreeAt(folder: string): WorkTree | undefined {
    if (folder !== '') return workTreeOf(join(this.root, folder), { folder });
    const place = workTreeAround(this.root);
    return place && workTreeOf(place.top, { prefix: place.prefix });
  }

  /** What changes whenever a regular file is written to or replaced; undefined where there is none. */
  stampOf(path: string): FileStamp | undefined {
    try {
      const status = lstatSync(join(this.#realRoot, path), { throwIfNoEntry: false });
      if (status === undefined || (status.mode & constants.S_IFMT) !== constants.S_IFREG) return undefined;
      const { size, mtimeMs, ctimeMs, ino } = status;
      return { size, mtimeMs, ctimeMs, ino };
    } catch {
      return undefined;
    }
  }

  #typeOf(entry: Dirent, path: string): TreeEntry['type'] {
    if (entry.isFile()) return 'file';
    if (entry.isDirectory()) return 'folder';
    if (entry.isSymbolicLink()) return 'link';
    if (entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()) return 'other';
    // Some file systems do not tell the type with the name.
    try {
      const status = lstatSync(join(this.#realRoot, path));
      return status.isFile() ? 'file' : status.isDirectory() ? 'folder' : status.isSymbolicLink() ? 'link' : 'other';
    } catch {
      return 'other';
    }
  }
}
