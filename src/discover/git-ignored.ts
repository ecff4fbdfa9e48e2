import { folderOf, foldersAround } from '../text/index.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import { type FolderRules, isNamed, rulesAroundRoot, rulesInside } from './ignore-chain.ts';
import { isAtOrBelowSome } from './tracked.ts';

/**
 * Says of any path relative to the root, whether anything is there or not, if git would leave it out. Reads the
 * `.gitignore` files on the way when it is first asked about a folder.
 */
export function gitIgnoredIn(tree: FileTree): (path: string) => boolean {
  const known = new Map<string, FolderRules>();
  // What git leaves out as a folder it does not look into. Hundreds of paths lie in few folders.
  const rulesIn = (names: readonly string[]): FolderRules => {
    const folder = names.join('/');
    const found = known.get(folder);
    if (found !== undefined) return found;
    const around = names.length === 0 ? rulesAroundRoot(tree) : rulesIn(names.slice(0, -1));
    const isIgnored = names.length > 0 && isNamed(around, names, true);
    const isTop = names.length > 0 && tree.has(`${folder}/.git`);
    const rules = rulesInside(tree, folder, { ...around, isIgnored }, isTop);
    known.set(folder, rules);
    return rules;
  };
  return (path) => {
    const names = path.split('/');
    const rules = rulesIn(names.slice(0, -1));
    // Nobody can say whether a path that does not exist would be a folder.
    return (isNamed(rules, names, false) || isNamed(rules, names, true)) && !isTracked(tree, path, rules);
  };
}

function isTracked(tree: FileTree, path: string, { workTree }: FolderRules): boolean {
  const tracked = workTree?.tracked();
  if (tracked?.kind === 'some') return tracked.holds(path) || tracked.holdsBelow(path);
  return tracked?.kind === 'all' && tree.has(path);
}

/**
 * Says of a path that git's ignore rules hide whether it may be in the repository all the same: it is there, below what a walk passed
 * over although nothing said that git does not track it.
 */
export function keptIn(tree: FileTree, passedOver: ReadonlySet<string>): (path: string) => boolean {
  const listings = new Map<string, ReadonlyMap<string, TreeEntry['type']>>();
  const entriesOf = (folder: string): ReadonlyMap<string, TreeEntry['type']> => {
    const known = listings.get(folder);
    if (known !== undefined) return known;
    const entries = tree.list(folder);
    const named = new Map('message' in entries ? [] : entries.map(({ name, type }) => [name, type] as const));
    listings.set(folder, named);
    return named;
  };
  // Down through what the folders list, because anyone who only asks whether a path exists follows links.
  const exists = (path: string): boolean => {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const slash = path.lastIndexOf('/', end - 1);
      if (entriesOf(path.slice(0, Math.max(0, slash))).get(path.slice(slash + 1, end)) !== 'folder') return false;
    }
    return entriesOf(folderOf(path)).has(path.slice(path.lastIndexOf('/') + 1));
  };
  return (path) => passedOver.size > 0 && isAtOrBelowSome(path, passedOver) && exists(path);
}

/** Folders of which git's ignore rules hid all that is in them. */
export function foldersHidden(ignored: ReadonlySet<string>, visible: ReadonlySet<string>): ReadonlySet<string> {
  const hidden = foldersAround(ignored);
  for (const folder of foldersAround(visible)) hidden.delete(folder);
  return hidden;
}
