import type { DiscoveryRequest, FileKind, SkippedPath } from './discovery.ts';
import type { Excludes } from './excludes.ts';
import { fileKindOf } from './file-kind.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { type FolderRules, NO_RULES, rulesAroundRoot, rulesInside, type Verdict, verdictOn } from './ignore-chain.ts';
import type { PassedOver } from './left-out.ts';
import { MOST_FILES, mayBeProgram, programsAmong } from './programs.ts';
import { BYTECODE_FOLDER, isCacheFolder, isEnvironment, VERSION_CONTROL } from './tool-folders.ts';

/** Walks folders under one root and gathers what it meets. Names and types are read, and of files whose names say nothing the first line. */
export class Walk {
  readonly files = new Map<string, FileKind>();
  readonly paths = new Set<string>();
  readonly folders = new Set<string>();
  readonly ignored = new Set<string>();
  /** Those of them of which nothing says that git does not track them. */
  readonly unrequested = new Set<string>();
  readonly passedOver: PassedOver[] = [];
  readonly skipped: SkippedPath[] = [];
  /** Of each work tree, by its door, that nothing says what git tracks of it, where that matters. */
  readonly unreadGit = new Map<string, SkippedPath>();
  readonly #pending: PendingFolder[] = [];
  readonly #unnamed: string[] = [];

  constructor(
    readonly tree: FileTree,
    readonly excludes: Excludes,
    readonly request: Pick<DiscoveryRequest, 'respectsGitIgnore' | 'leftOut'>,
  ) {}

  /** Walks a folder (relative to the root, '' for the root) that the user asked for, whatever would hide it. */
  *from(folder: string): Generator<undefined, void, undefined> {
    this.#pending.push({ path: folder, rules: this.#rulesAround(folder), named: true, excluded: false });
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      this.#visitFolder(next);
      yield;
    }
    this.#findPrograms();
  }

  /** Files that only their first line shows to be Python. */
  #findPrograms(): void {
    const unnamed = this.#unnamed.splice(0);
    for (const path of programsAmong(this.tree, unnamed)) this.files.set(path, 'python');
    const [left] = unnamed.slice(MOST_FILES);
    if (left === undefined) return;
    const message = `without a file extension, and ${unnamed.length - MOST_FILES - 1} more: not checked for a Python shebang`;
    this.skipped.push({ kind: 'left-out', path: left, message });
  }

  #visitFolder({ path, rules, named, excluded }: PendingFolder): void {
    if (this.folders.has(path)) return;
    const entries = this.tree.list(path);
    if ('message' in entries) {
      this.skipped.push(entries);
      return;
    }
    const names = new Set(entries.map((entry) => entry.name));
    const isTop = path !== '' && names.has('.git');
    const hasRules = this.request.respectsGitIgnore && (isTop || names.has('.gitignore'));
    const inner = hasRules ? rulesInside(this.tree, path, rules, isTop) : rules;
    if (!named && isEnvironment(path, entries, this.tree)) {
      this.passedOver.push({ path, isFolder: true, by: 'tool', workTree: rules.workTree });
      return;
    }
    this.folders.add(path);
    const segments = path === '' ? [] : path.split('/');
    for (const entry of entries) this.#visitEntry(entry, segments, inner, excluded);
  }

  #visitEntry({ name, type }: TreeEntry, folder: readonly string[], rules: FolderRules, excluded: boolean): void {
    const names = [...folder, name];
    const path = names.join('/');
    if (VERSION_CONTROL.has(name) || (type === 'folder' && path === this.request.leftOut)) return;
    // Docker reads its own list of what to leave out whatever git does with that.
    const verdict = fileKindOf(path) === 'dockerignore' ? 'seen' : this.#verdictOn(rules, names, type);
    if (verdict === 'hidden') {
      this.#passOver(path, type, rules);
      return;
    }
    const isCache = type === 'folder' && isCacheFolder(name);
    if (isCache && verdict === 'seen' && !holdsBelow(path, rules)) {
      this.passedOver.push({ path, isFolder: true, by: 'tool', workTree: rules.workTree });
      return;
    }
    if (folder.at(-1) === BYTECODE_FOLDER && fileKindOf(path) === undefined) return;
    const isExcluded = excluded || this.excludes.fits(path);
    if (type === 'folder') {
      // Of what rules or its name leave out only what git tracks is seen.
      const isIgnored = rules.isIgnored || isCache || verdict === 'in-part';
      this.#pending.push({ path, rules: { ...rules, isIgnored }, named: false, excluded: isExcluded });
      return;
    }
    if (type !== 'submodule') this.paths.add(path);
    if (!isExcluded) this.#visitNonFolder(type, path);
  }

  #visitNonFolder(type: Exclude<TreeEntry['type'], 'folder'>, path: string): void {
    const kind = fileKindOf(path);
    if (type === 'file' && mayBeProgram(path, kind)) this.#unnamed.push(path);
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

  #verdictOn(rules: FolderRules, names: readonly string[], type: TreeEntry['type']): Verdict {
    const verdict = verdictOn(rules, names, type === 'folder' || type === 'submodule');
    const { workTree } = rules;
    const tracked = verdict === 'unknown' ? workTree?.tracked() : undefined;
    if (tracked?.kind !== 'unknown' || workTree === undefined || this.unreadGit.has(workTree.door)) return verdict;
    const message = `\`.git\` ${tracked.why}, so the tracked files are unknown: ignored files are scanned too`;
    this.unreadGit.set(workTree.door, { kind: 'no-git-index', path: workTree.door, message });
    return verdict;
  }

  #passOver(path: string, type: TreeEntry['type'], { workTree }: FolderRules): void {
    this.ignored.add(path);
    if (workTree !== undefined) return;
    this.unrequested.add(path);
    if (type === 'folder' || type === 'file')
      this.passedOver.push({ path, isFolder: type === 'folder', by: 'git', workTree });
  }

  #rulesAround(folder: string): FolderRules {
    if (!this.request.respectsGitIgnore) return { ...NO_RULES, workTree: this.tree.workTreeAt?.('') };
    let rules = rulesAroundRoot(this.tree);
    const segments = folder === '' ? [] : folder.split('/');
    for (let depth = 0; depth < segments.length; depth++) {
      const above = segments.slice(0, depth).join('/');
      rules = rulesInside(this.tree, above, rules, depth > 0 && this.tree.has(`${above}/.git`));
    }
    return rules;
  }
}

const SUBMODULE = 'a submodule, which cannot be compared from here: scan it in its own repository';

/** Whether git is known to track anything in a folder. */
function holdsBelow(path: string, { workTree }: FolderRules): boolean {
  const tracked = workTree?.tracked();
  return tracked?.kind === 'all' || (tracked?.kind === 'some' && tracked.holdsBelow(path));
}

interface PendingFolder {
  readonly path: string;
  readonly rules: FolderRules;
  readonly named: boolean;
  /** Below an excluded folder paths are noted, because they exist, and files are not scanned. */
  readonly excluded: boolean;
}
