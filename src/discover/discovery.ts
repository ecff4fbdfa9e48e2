/** What discovery is asked and what it answers. Paths in answers are relative to the root, with `/`. */

/** What a scanned file is. Readers of artifacts add their kinds here. */
export type FileKind = PythonFileKind;
/** Files that the Python front end reads. */
export type PythonFileKind = 'python' | 'stub' | 'notebook';

/** Globs with the folder they are relative to. */
export interface GlobSet {
  /** Absolute path of the folder of the configuration that holds them, or of the root. */
  readonly base: string;
  readonly patterns: readonly string[];
}

export interface DiscoveryRequest {
  /** Absolute path of the scanned root. Nothing outside it is read. */
  readonly root: string;
  /** Files and folders to scan, absolute or relative to the root; empty means the root. */
  readonly paths: readonly string[];
  /** Paths that are not scanned, whether found or named. */
  readonly exclude: readonly GlobSet[];
  /** Whether `.gitignore` files and `.git/info/exclude` under the root hide files that were not named. */
  readonly respectsGitIgnore: boolean;
  /** Larger files are skipped with a notice. */
  readonly maxFileBytes: number;
  readonly signal?: AbortSignal;
}

/** A regular file to scan. */
export interface DiscoveredFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly bytes: number;
}

/** A path that should have been scanned and could not be. Has the shape of a notice. */
export interface SkippedPath {
  readonly kind: 'too-large' | 'unreadable' | 'link-left-root' | 'link-loop' | 'not-regular';
  readonly path: string;
  readonly message: string;
}

export interface Discovery {
  readonly root: string;
  /** Sorted by path, by code units. */
  readonly files: readonly DiscoveredFile[];
  readonly skipped: readonly SkippedPath[];
  /** Every path under the root that the walk saw: files and folders, scanned or not; ignored ones and tool folders are left out. */
  readonly allPaths: ReadonlySet<string>;
  /** Paths of the request that do not exist, as they were given. */
  readonly missing: readonly string[];
  /** Paths of the request that lie outside the root, as they were given. */
  readonly outside: readonly string[];
  /** Paths of the request that `exclude` left out, as they were given. */
  readonly excluded: readonly string[];
}
