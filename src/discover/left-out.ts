/** What a walk passed over and may be code: told, because nobody could see otherwise that it was not scanned. */
import type { FileKind, SkippedPath } from './discovery.ts';
import { fileKindOf, isDataKind, isPythonFileKind } from './file-kind.ts';
import type { FileTree } from './file-tree.ts';
import { isCacheFolder } from './tool-folders.ts';
import type { TrackedPaths, WorkTree } from './tracked.ts';

/** A path that a walk passed over: git's ignore rules hide it, or it is a folder that a tool fills. */
export interface PassedOver {
  readonly path: string;
  readonly isFolder: boolean;
  readonly by: 'git' | 'tool';
  /** The one that it lies in. */
  readonly workTree: WorkTree | undefined;
}

/**
 * One notice for all that ignore rules hid where no repository says whether it is tracked, one for what git tracks in folders of tools,
 * and one for those in which it tracks nothing. `isWanted` says of a path whether it would have been scanned.
 */
export function leftOutNotices(
  tree: FileTree,
  passed: readonly PassedOver[],
  isWanted: (path: string) => boolean,
): SkippedPath[] {
  const held = (by: PassedOver['by'], fits: (kind: FileKind) => boolean) =>
    passed
      .filter((each) => each.by === by)
      .map((each) => ({ each, paths: heldBelow(tree, each, fits).filter(isWanted) }));
  const hidden = held('git', (kind) => !isDataKind(kind));
  const packed = held('tool', isPythonFileKind);
  const untracked = packed.filter(({ each: { path }, paths }) => paths.length === 0 && !isCacheFolder(nameOf(path)));
  return [
    ...notice(
      hidden.flatMap(({ paths }) => paths),
      ({ more, them }) => `ignored by \`.gitignore\`, although git tracks it${more}; \`--no-ignore\` scans ${them}`,
    ),
    ...notice(
      packed.flatMap(({ paths }) => paths),
      ({ more, them }) => `in a folder of an environment or a tool${more}; naming the folder scans ${them}`,
    ),
    ...notice(
      untracked.map(({ each }) => each.path).filter(isWanted),
      ({ more }) => `an environment or installed packages${more}, not scanned; naming a folder scans it`,
    ),
  ];
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function notice(
  paths: readonly string[],
  messageOf: (words: { readonly more: string; readonly them: string }) => string,
): SkippedPath[] {
  const [first] = [...paths].sort();
  if (first === undefined) return [];
  const isOne = paths.length === 1;
  const message = messageOf({ more: isOne ? '' : `, and ${paths.length - 1} more`, them: isOne ? 'it' : 'them' });
  return [{ kind: 'left-out', path: first, message }];
}

/** Of what was passed over the files of some kinds that the repository holds: those that git tracks, or all where nothing says which. */
function heldBelow(tree: FileTree, passed: PassedOver, fits: (kind: FileKind) => boolean): string[] {
  const isFit = (path: string): boolean => {
    const kind = fileKindOf(path);
    return kind !== undefined && fits(kind);
  };
  const tracked = passed.workTree?.tracked();
  if (tracked?.kind !== 'some') return filesBelow(tree, passed).filter(isFit);
  // What was deleted since the last commit is not there to be scanned.
  return trackedBelow(tracked, passed.path).filter((path) => isFit(path) && tree.has(path));
}

const trackedBelow = (tracked: TrackedPaths, folder: string): readonly string[] =>
  tracked.holdsBelow(folder) ? tracked.below(folder) : [];

/** An environment has some thousand files; of more nobody wants to know how many. */
const MAX_ENTRIES = 50_000;

function filesBelow(tree: FileTree, { path: top, isFolder }: PassedOver): string[] {
  if (!isFolder) return [top];
  const files: string[] = [];
  const pending = [top];
  let seen = 0;
  for (let folder = pending.pop(); folder !== undefined && seen < MAX_ENTRIES; folder = pending.pop()) {
    const entries = tree.list(folder);
    if ('message' in entries) continue;
    seen += entries.length;
    for (const { name, type } of entries) {
      if (type === 'folder') pending.push(`${folder}/${name}`);
      else if (type === 'file') files.push(`${folder}/${name}`);
    }
  }
  return files;
}
