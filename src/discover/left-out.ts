/** What the repository holds and a walk passed over: told, because nobody could see otherwise that it was not scanned. */
import type { FileKind, SkippedPath } from './discovery.ts';
import { fileKindOf, isDataKind, isPythonFileKind } from './file-kind.ts';
import type { FileTree } from './file-tree.ts';
import { isAtOrBelowSome } from './git-ignored.ts';
import type { HeldPaths } from './held-paths.ts';

/** A path that a walk passed over: git's ignore rules hide it, or it is a folder that a tool fills. */
export interface PassedOver {
  readonly path: string;
  readonly isFolder: boolean;
  readonly by: 'git' | 'tool';
}

/**
 * One notice for all that ignore rules hid, and one for all that lies in folders of tools. `isWanted` says of a
 * path whether it would have been scanned.
 */
export function leftOutNotices(
  tree: FileTree,
  passed: readonly PassedOver[],
  isWanted: (path: string) => boolean,
  heldIn: () => HeldPaths,
): SkippedPath[] {
  if (passed.length === 0) return [];
  const held = heldIn();
  const hidden = passed.filter(({ by }) => by === 'git');
  const packed = passed.filter(({ by }) => by === 'tool');
  const isPython = (path: string) => isOfKind(path, isPythonFileKind);
  const isNoData = (path: string) => isOfKind(path, (kind) => !isDataKind(kind));
  return [
    ...notice(
      heldAmong(hidden, tree, held).filter(isNoData).filter(isWanted),
      'hidden by `.gitignore`, which git itself does not heed of what it tracks',
      '`--no-ignore` scans',
    ),
    ...notice(
      heldAmong(packed, tree, held).filter(isPython).filter(isWanted),
      'in a folder of an environment or a tool',
      'naming the folder scans',
    ),
  ];
}

function isOfKind(path: string, fits: (kind: FileKind) => boolean): boolean {
  const kind = fileKindOf(path);
  return kind !== undefined && fits(kind);
}

function notice(paths: readonly string[], why: string, how: string): SkippedPath[] {
  const [first] = [...paths].sort();
  if (first === undefined) return [];
  const others = paths.length === 1 ? '' : `, and ${paths.length - 1} more`;
  return [{ kind: 'left-out', path: first, message: `${why}${others}; ${how} ${paths.length === 1 ? 'it' : 'them'}` }];
}

/** Of what was passed over the files of kinds that are read and that the repository holds. */
function heldAmong(passed: readonly PassedOver[], tree: FileTree, held: HeldPaths): string[] {
  if (held === 'unknown' || passed.length === 0) return [];
  if (held === 'all') return filesBelow(tree, passed);
  const paths = new Set(passed.map(({ path }) => path));
  // What was deleted since the last commit is not there to be scanned.
  return [...held].filter((path) => fileKindOf(path) !== undefined && isAtOrBelowSome(path, paths) && tree.has(path));
}

/** An environment has some thousand files; of more nobody wants to know how many. */
const MAX_ENTRIES = 50_000;

function filesBelow(tree: FileTree, passed: readonly PassedOver[]): string[] {
  const files = passed.flatMap(({ path, isFolder }) => (!isFolder && fileKindOf(path) !== undefined ? path : []));
  const pending = passed.flatMap(({ path, isFolder }) => (isFolder ? path : []));
  let seen = 0;
  for (let folder = pending.pop(); folder !== undefined && seen < MAX_ENTRIES; folder = pending.pop()) {
    const entries = tree.list(folder);
    if ('message' in entries) continue;
    seen += entries.length;
    for (const { name, type } of entries) {
      if (type === 'folder') pending.push(`${folder}/${name}`);
      else if (type === 'file' && fileKindOf(`${folder}/${name}`) !== undefined) files.push(`${folder}/${name}`);
    }
  }
  return files;
}
