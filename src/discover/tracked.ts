/** What git tracks of the files that a scan meets. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { firstIndex } from '../collections/index.ts';
import { compareText, foldersAround } from '../text/index.ts';
import { gitDirectoryOf } from './git-directory.ts';
import { GitIgnoreFile } from './git-ignore.ts';
import { type IndexedPaths, indexedPaths } from './git-index.ts';
import { readRegularFile } from './read-file.ts';

/** `all`: of a commit. Paths are relative to the root that is scanned. */
export type Tracked =
  | { readonly kind: 'all' }
  | ({ readonly kind: 'some' } & TrackedPaths)
  /** There is a repository and nothing that says what it tracks: all that is there counts. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface TrackedPaths {
  holds(path: string): boolean;
  /** Whether anything below a folder is tracked. */
  holdsBelow(folder: string): boolean;
  /** The files below a folder; of a sparse index those that it names. */
  below(folder: string): readonly string[];
}

/** A place in a work tree: `prefix` leads from its top to the root that is scanned, or `folder` from that root to its top. */
export type PlaceInWorkTree = { readonly prefix: string } | { readonly folder: string };

/** What git knows of the files in one work tree, asked only where someone wants to know. */
export interface WorkTree {
  /** `.git` of its top, from the root that is scanned; `.` where it lies above that. */
  readonly door: string;
  /** What `info/exclude` says of what lies below the root. */
  readonly excludes: () => GitIgnoreFile | undefined;
  readonly tracked: () => Tracked;
}

/** All that a commit holds is tracked, and so is what the index holds. */
export const ALL_TRACKED: WorkTree = { door: '.git', excludes: () => undefined, tracked: () => ({ kind: 'all' }) };

/** The work tree with this top on the disk. */
export function workTreeOf(top: string, place: PlaceInWorkTree): WorkTree {
  const directory = once(() => gitDirectoryOf(top));
  const isAbove = 'prefix' in place && place.prefix !== '';
  return {
    door: isAbove ? '.' : 'prefix' in place ? '.git' : `${place.folder}/.git`,
    excludes: once(() => {
      const common = isAbove ? undefined : directory()?.common;
      const content = common === undefined ? undefined : readRegularFile(common, 'info/exclude', MAX_EXCLUDES_BYTES);
      return content?.kind === 'content' ? new GitIgnoreFile(content.bytes.toString('utf8')) : undefined;
    }),
    tracked: once(() => trackedBy(directory()?.own, place)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function trackedBy(directory: string | undefined, place: PlaceInWorkTree): Tracked {
  if (directory === undefined) return { kind: 'unknown', why: 'leads to no repository' };
  if (!existsSync(join(directory, 'index'))) return { kind: 'unknown', why: 'leads to a repository without an index' };
  const index = readRegularFile(directory, 'index', MAX_INDEX_BYTES);
  const paths =
    index.kind === 'skipped'
      ? undefined
      : indexedPaths(index.bytes, (name) => {
          const shared = readRegularFile(directory, name, MAX_INDEX_BYTES);
          return shared.kind === 'content' ? shared.bytes : undefined;
        });
  if (paths === undefined) return { kind: 'unknown', why: 'leads to an index that cannot be read' };
  return { kind: 'some', ...placed(paths, place) };
}

/** One of this size is not written by a person. */
const MAX_EXCLUDES_BYTES = 1024 * 1024;
/** Half a million files. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

function placed({ files, folders }: IndexedPaths, place: PlaceInWorkTree): TrackedPaths {
  const inIndex = (path: string): string =>
    'prefix' in place ? place.prefix + path : path.slice(place.folder.length + 1);
  const isInSparse = (path: string): boolean => folders.size > 0 && isAtOrBelowSome(path, folders);
  let around: ReadonlySet<string> | undefined;
  let sorted: readonly string[] | undefined;
  return {
    holds: (path) => files.has(inIndex(path)) || isInSparse(inIndex(path)),
    holdsBelow: (folder) => {
      around ??= foldersAround([...files, ...[...folders].map((each) => `${each}/`)]);
      return around.has(inIndex(folder)) || isInSparse(inIndex(folder));
    },
    below: (folder) => {
      // Of packages that are tracked each asks.
      sorted ??= [...files].sort(compareText);
      const start = `${inIndex(folder)}/`;
      const first = firstIndex(sorted, (path) => compareText(path, start) >= 0);
      const behind = firstIndex(sorted, (path) => compareText(path, start) >= 0 && !path.startsWith(start));
      return sorted.slice(first, behind).map((path) => `${folder}/${path.slice(start.length)}`);
    },
  };
}

export function isAtOrBelowSome(path: string, paths: ReadonlySet<string>): boolean {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
    if (paths.has(path.slice(0, end))) return true;
  return paths.has(path);
}
