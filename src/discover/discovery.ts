import type { FileTree } from './file-tree.ts';

/** What discovery is asked and what it answers. Paths in answers are relative to the root, with `/`. */

/** What a file is that the scan reads. */
export type FileKind = PythonFileKind | ArtifactFileKind;
/** Files that the Python front end reads. */
export type PythonFileKind = 'python' | 'stub' | 'notebook';
/** Files that readers of artifacts read; what a `yaml` file is, its content says. */
export type ArtifactFileKind =
  | 'action'
  | 'compose'
  | 'conda-environment'
  | 'dockerfile'
  | 'dockerignore'
  | 'dvc'
  | 'env-file'
  | 'gitlab-ci'
  | 'grafana-dashboard'
  | 'ini'
  | 'lock-file'
  | 'makefile'
  | 'markdown'
  | 'params'
  | 'pipfile'
  | 'pre-commit'
  | 'platform'
  | 'pyproject'
  | 'nginx'
  | 'redis-conf'
  | 'requirements'
  | 'settings'
  | 'setup-cfg'
  | 'shell-script'
  | 'text'
  | 'tool-toml'
  | 'workflow'
  | 'yaml';

/** Globs with the folder they are relative to. */
export interface GlobSet {
  /** Absolute path of the folder of the configuration that holds them, or of the root. */
  readonly base: string;
  readonly patterns: readonly string[];
}

/** What configurations that are in folders say of what is found in them. Paths are relative to the root. */
export interface SettingsOfFolders {
  /** Whether a path is left out by its name or place; what is said of the folders above it is not looked at. */
  leavesOut(path: string): boolean;
  /** Whether the root is left out, or a folder above it. */
  leavesOutRoot(): boolean;
  /** Names all that was read to answer. */
  digest(): string;
}

export interface DiscoveryRequest {
  /** Absolute path of the scanned root. Nothing outside it is read. */
  readonly root: string;
  /**
   * Files and folders to scan, absolute or relative to the root; empty means the root. A file that is named is scanned
   * even where git ignores it, but not where `exclude` fits it.
   */
  readonly paths: readonly string[];
  /** The only path asked for, relative to the root, where its content comes from elsewhere; `paths` is not read then. */
  readonly stdinPath?: string;
  /** Paths that are not scanned, whether found or named. */
  readonly exclude: readonly GlobSet[];
  /** What else leaves paths out. */
  readonly settings?: SettingsOfFolders;
  /** Whether `.gitignore` files and `.git/info/exclude` under the root hide files that were not named. */
  readonly respectsGitIgnore: boolean;
  /** Where the files are read from; the disk unless given. */
  readonly tree?: FileTree;
  /** Whether the root is known to lie in a project, so that all of it is walked whatever is asked for. */
  readonly isInProject?: true;
  /** A folder, relative to the root, that is no part of what is scanned: where auditlint keeps what it found. */
  readonly leftOut?: string;
  /** Decides which files are requested in place of `paths`, which only name what the walk might pass over. */
  readonly requests?: (path: string) => boolean;
}

/** A regular file that the scan reads. */
export interface DiscoveredFile {
  readonly path: string;
  readonly kind: FileKind;
  /** False for files that were not asked for and only tell what the project around the requested ones holds. */
  readonly requested: boolean;
}

/** A path that should have been scanned and could not be, or was left out and is in the repository. Has the shape of a notice. */
export interface SkippedPath {
  readonly kind:
    | 'left-out'
    | 'no-git-index'
    | 'too-large'
    | 'unreadable'
    | 'link-left-root'
    | 'link-loop'
    | 'not-regular'
    | 'unknown-kind'
    | 'submodule'
    | 'unread-code';
  readonly path: string;
  readonly line?: number;
  readonly message: string;
}

export interface Discovery {
  readonly root: string;
  /** Sorted by path, by code units. */
  readonly files: readonly DiscoveredFile[];
  readonly skipped: readonly SkippedPath[];
  /** Every file and link under the root that the walk saw, scanned or not; what git ignores and tool folders are left out. */
  readonly allPaths: ReadonlySet<string>;
  /** Paths that git's ignore rules hid, folders by their own name only. */
  readonly ignored: ReadonlySet<string>;
  /** Whether git's ignore rules leave a path out, even one that does not exist and whatever was asked for. */
  isGitIgnored(path: string): boolean;
  /** Whether a file that git's ignore rules left out is in the repository all the same. */
  isKept(path: string): boolean;
  /** Whether a path was asked for: named, or below a folder that was named. */
  isRequested(path: string): boolean;
  /** Whether `exclude` or settings leave a path out. */
  isLeftOut(path: string): boolean;
  /** Paths of the request that do not exist, as they were given. */
  readonly missing: readonly string[];
  /** Paths of the request that lie outside the root, as they were given. */
  readonly outside: readonly string[];
  /** Paths of the request that `exclude` or settings left out, as they were given; `.` for all of the root. */
  readonly excluded: readonly string[];
  /** Names the settings of folders that it went by. */
  readonly settings: string;
}
