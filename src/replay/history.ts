import type { FileTree } from '../discover/index.ts';
import type { SourceText } from '../text/index.ts';

/** A file at a commit, by the path that it had then. */
export interface Version {
  readonly commit: string;
  readonly path: string;
}

/** Lines of one file that stand in place of lines of an older one. */
export interface Hunk {
  readonly before: HunkSide;
  readonly after: HunkSide;
}

/** Of no lines, it stands behind its start. */
export interface HunkSide {
  readonly start: number;
  readonly count: number;
}

/** The commit that brought a document. */
export interface Brought {
  readonly commit: string;
  /** The first of those before it; undefined where there is none. */
  readonly parent: string | undefined;
}

/** What a replay asks of a history of commits. Paths are relative to the scanned root; `at` is the commit that the history leads to. */
export interface History {
  /** Whether commits are cut off, so that all that is older seems to have come in at once. */
  readonly isShallow: boolean;
  /** The full name of a commit; undefined where there is none of that name. */
  findCommit(name: string): string | undefined;
  /** The first of the commits before one. */
  parentOf(commit: string): string | undefined;
  treeOf(commit: string): FileTree;
  /** The name that trees of the history have for a file's content. */
  readonly contentIdOf: (bytes: Uint8Array) => string;
  pathsIn(commit: string): readonly string[];
  /** All that ever was called by a name. */
  namesEver(at: string): ReadonlySet<string>;
  /** The commit that brought a document, word for word. */
  broughtIn(document: Uint8Array, at: string): Brought | undefined;
  /** The newest commit that changed what a path is. */
  lastChange(path: string, at: string): string | undefined;
  /** Where a commit took a path; undefined where it deleted it. */
  renameIn(commit: string, path: string): string | 'there' | undefined;
  /** How a file differs from a version of it, under this name or another; undefined where that cannot be told. */
  hunksSince(version: Version, now: Version): readonly Hunk[] | undefined;
  /** The same of files that kept their names, of those for which it can be told at once. */
  hunksOfAll(paths: readonly string[], since: string, at: string): ReadonlyMap<string, readonly Hunk[]>;
  /** The versions of a file that commits made, newest first; renames are followed. */
  touches(path: string, limit: number, at: string): readonly Version[];
  /** A commit, and those of some time before it, newest first. */
  lastUpTo(commit: string, seconds: number, limit: number): readonly string[];
  /** The commits that changed one of some files under their names of now, newest first. */
  changesOf(paths: readonly string[], limit: number, at: string): readonly string[];
  /** The commits before those that changed one of some files since a time, newest first. */
  statesBefore(paths: readonly string[], since: string, limit: number, at: string): readonly string[];
  /** The last commit before a moment, by first parents; none where all of it is younger. */
  lastBefore(moment: string, at: string): readonly string[];
  /** Says which versions of files will be asked for one by one. */
  expect(versions: readonly Version[]): void;
  /** A file at a commit; undefined where it has none, or none that is code. */
  textAt(version: Version): SourceText | undefined;
  /** Whether a text stood anywhere at any time; undefined where that cannot be told. */
  everHeld(text: string, at: string): boolean | undefined;
}
