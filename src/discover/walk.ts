import type { DiscoveryRequest, FileKind, SkippedPath } from './discovery.ts';
import type { Excludes } from './excludes.ts';
import { fileKindOf } from './file-kind.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { chainInFolder, type IgnoreChain, isIgnored, repositoryExcludes } from './ignore-chain.ts';
import type { PassedOver } from './left-out.ts';
import { BYTECODE_FOLDER, isEnvironment, isToolFolder, VERSION_CONTROL } from './tool-folders.ts';

/** Walks folders under one root and gathers what it meets. Names and types are read, never contents. */
export class Walk {
  readonly files = new Map<string, FileKind>();
  readonly paths = new Set<string>();
  readonly folders = new Set<string>();
  readonly ignored = new Set<string>();
  readonly passedOver: PassedOver[] = [];
  readonly skipped: SkippedPath[] = [];
  readonly #pending: PendingFolder[] = [];

  constructor(
    readonly tree: FileTree,
    readonly excludes: Excludes,
    readonly request: Pick<DiscoveryRequest, 'respectsGitIgnore' | 'leftOut'>,
  ) {}

  /** Walks a folder (relative to the root, '' for the root) that the user asked for, whatever would hide it. */
  *from(folder: string): Generator<undefined, void, undefined> {
    this.#pending.push({ path: folder, chain: this.#chainAround(folder), named: true, excluded: false });
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      this.#visitFolder(next);
      yield;
    }
  }

  #visitFolder({ path, chain, named, excluded }: PendingFolder): void {
    if (this.folders.has(path)) return;
    const entries = this.tree.list(path);
    if ('message' in entries) {
      this.skipped.push(entries);
      return;
    }
    const names = new Set(entries.map((entry) => entry.name));
    if (!named && isEnvironment(path, entries, this.tree)) {
      this.passedOver.push({ path, isFolder: true, by: 'tool' });
      return;
    }
    this.folders.add(path);
    const segments = path === '' ? [] : path.split('/');
    const hasRules = this.request.respectsGitIgnore && names.has('.gitignore');
    const inner = hasRules ? chainInFolder(this.tree, path, segments.length, chain) : chain;
    for (const entry of entries) this.#visitEntry(entry, segments, inner, excluded);
  }

  #visitEntry(
    { name, type }: TreeEntry,
    folder: readonly string[],
    chain: IgnoreChain | undefined,
    excluded: boolean,
  ): void {
    const names = [...folder, name];
    const path = names.join('/');
    if (type === 'folder' && path === this.request.leftOut) return;
    if (type === 'folder' && isToolFolder(name)) {
      if (!VERSION_CONTROL.has(name)) this.passedOver.push({ path, isFolder: true, by: 'tool' });
      return;
    }
    // Docker reads its own list of what to leave out whatever git does with that.
    const isPassedOver =
      fileKindOf(path) !== 'dockerignore' && isIgnored(chain, names, type === 'folder' || type === 'submodule');
    if (isPassedOver) {
      this.ignored.add(path);
      if (type === 'folder' || type === 'file') {
        this.passedOver.push({ path, isFolder: type === 'folder', by: 'git' });
      }
      return;
    }
    if (folder.at(-1) === BYTECODE_FOLDER && fileKindOf(path) === undefined) return;
    const isExcluded = excluded || this.excludes.fits(path);
    if (type === 'folder') {
      this.#pending.push({ path, chain, named: false, excluded: isExcluded });
      return;
    }
    if (type !== 'submodule') this.paths.add(path);
    if (!isExcluded) this.#visitNonFolder(type, path);
  }

  #visitNonFolder(type: Exclude<TreeEntry['type'], 'folder'>, path: string): void {
    const kind = fileKindOf(path);
    if (type === 'link') {
      const problem = this.tree.judgeLink(path);
      if (problem !== undefined) this.skipped.push(problem);
    } else if (type === 'submodule') {
      this.skipped.push({ kind: 'submodule', path, message: SUBMODULE });
    } else if (kind !== undefined) {
      if (type === 'file') this.files.set(path, kind);
      else this.skipped.push({ kind: 'not-regular', path, message: 'not a regular file' });
    }
  }

  #chainAround(folder: string): IgnoreChain | undefined {
    if (!this.request.respectsGitIgnore) return undefined;
    let chain = repositoryExcludes(this.tree.root);
    const segments = folder === '' ? [] : folder.split('/');
    for (let depth = 0; depth < segments.length; depth++) {
      chain = chainInFolder(this.tree, segments.slice(0, depth).join('/'), depth, chain);
    }
    return chain;
  }
}

const SUBMODULE = 'a submodule, which only its own repository can compare: scan it there';

interface PendingFolder {
  readonly path: string;
  readonly chain: IgnoreChain | undefined;
  readonly named: boolean;
  /** Below an excluded folder paths are noted, because they exist, and files are not scanned. */
  readonly excluded: boolean;
}
