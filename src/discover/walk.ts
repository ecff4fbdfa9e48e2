import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileKind, SkippedPath } from './discovery.ts';
import type { Excludes } from './excludes.ts';
import { fileKindOf } from './file-kind.ts';
import { chainInFolder, type IgnoreChain, isIgnored, repositoryExcludes } from './ignore-chain.ts';
import { judgeLink } from './links.ts';
import { describeSystemError } from './read-file.ts';
import { isEnvironment, isToolFolder } from './tool-folders.ts';

/** Walks folders under one root and gathers what it meets. Names and types are read, never contents. */
export class Walk {
  readonly files = new Map<string, FileKind>();
  readonly paths = new Set<string>();
  readonly folders = new Set<string>();
  readonly ignored = new Set<string>();
  readonly skipped: SkippedPath[] = [];
  readonly #pending: PendingFolder[] = [];

  /** `root` is absolute and resolved. */
  constructor(
    readonly root: string,
    readonly excludes: Excludes,
    readonly respectsGitIgnore: boolean,
    readonly signal: AbortSignal | undefined,
  ) {}

  /** Walks a folder (relative to the root, '' for the root) that the user asked for, whatever would hide it. */
  async from(folder: string): Promise<void> {
    this.#pending.push({ path: folder, chain: this.#chainAround(folder), named: true, excluded: false });
    let sinceYield = 0;
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      this.#visitFolder(next);
      // Interrupts and the terminal get their turn.
      if (++sinceYield % FOLDERS_PER_TURN === 0) await setImmediate();
      if (this.signal?.aborted === true) return;
    }
  }

  #visitFolder({ path, chain, named, excluded }: PendingFolder): void {
    if (this.folders.has(path)) return;
    const entries = this.#list(path);
    if (entries === undefined) return;
    const names = new Set(entries.map((entry) => entry.name));
    if (!named && isEnvironment(names)) return;
    this.folders.add(path);
    const segments = path === '' ? [] : path.split('/');
    const hasRules = this.respectsGitIgnore && names.has('.gitignore');
    const inner = hasRules ? chainInFolder(this.root, path, segments.length, chain) : chain;
    for (const entry of entries) this.#visitEntry(entry, segments, inner, excluded);
  }

  #visitEntry(entry: Dirent, folder: readonly string[], chain: IgnoreChain | undefined, excluded: boolean): void {
    const names = [...folder, entry.name];
    const path = names.join('/');
    const type = typeOf(entry, this.root, path);
    if (type === 'folder' && isToolFolder(entry.name)) return;
    if (isIgnored(chain, names, type === 'folder')) {
      this.ignored.add(path);
      return;
    }
    const isExcluded = excluded || this.excludes.fits(path);
    if (type === 'folder') {
      this.#pending.push({ path, chain, named: false, excluded: isExcluded });
      return;
    }
    this.paths.add(path);
    if (!isExcluded) this.#visitNonFolder(type, path);
  }

  #visitNonFolder(type: 'file' | 'link' | 'other', path: string): void {
    const kind = fileKindOf(path);
    if (type === 'link') {
      const problem = judgeLink(this.root, path);
      if (problem !== undefined) this.skipped.push(problem);
    } else if (kind !== undefined) {
      if (type === 'file') this.files.set(path, kind);
      else this.skipped.push({ kind: 'not-regular', path, message: 'not a regular file' });
    }
  }

  #list(folder: string): Dirent[] | undefined {
    try {
      return readdirSync(join(this.root, folder), { withFileTypes: true });
    } catch (error) {
      this.skipped.push({
        kind: 'unreadable',
        path: folder === '' ? '.' : folder,
        message: describeSystemError(error),
      });
      return undefined;
    }
  }

  #chainAround(folder: string): IgnoreChain | undefined {
    if (!this.respectsGitIgnore) return undefined;
    let chain = repositoryExcludes(this.root);
    const segments = folder === '' ? [] : folder.split('/');
    for (let depth = 0; depth < segments.length; depth++) {
      chain = chainInFolder(this.root, segments.slice(0, depth).join('/'), depth, chain);
    }
    return chain;
  }
}

const FOLDERS_PER_TURN = 64;

interface PendingFolder {
  readonly path: string;
  readonly chain: IgnoreChain | undefined;
  readonly named: boolean;
  /** Below an excluded folder paths are noted, because they exist, and files are not scanned. */
  readonly excluded: boolean;
}

function typeOf(entry: Dirent, root: string, path: string): 'file' | 'folder' | 'link' | 'other' {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()) return 'other';
  // Some file systems do not tell the type with the name.
  try {
    const status = lstatSync(join(root, path));
    return status.isFile() ? 'file' : status.isDirectory() ? 'folder' : status.isSymbolicLink() ? 'link' : 'other';
  } catch {
    return 'other';
  }
}
