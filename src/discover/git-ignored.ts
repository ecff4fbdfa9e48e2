import type { FileTree, TreeEntry } from './file-tree.ts';
import type { HeldPaths } from './held-paths.ts';
import { chainInFolder, type IgnoreChain, isIgnored, repositoryExcludes } from './ignore-chain.ts';

/**
 * Says of any path relative to the root, whether anything stands there or not, if git would leave it out. Reads the
 * `.gitignore` files on the way when it is first asked about a folder.
 */
export function gitIgnoredIn(tree: FileTree): (path: string) => boolean {
  const chains = new Map<string, IgnoreChain | undefined>();
  const chainOf = (names: readonly string[]): IgnoreChain | undefined => {
    const folder = names.join('/');
    if (chains.has(folder)) return chains.get(folder);
    const outer = names.length === 0 ? repositoryExcludes(tree.root) : chainOf(names.slice(0, -1));
    const chain = chainInFolder(tree, folder, names.length, outer);
    chains.set(folder, chain);
    return chain;
  };
  const hidden = new Map<string, boolean>();
  // What git leaves out as a folder it does not look into. Hundreds of paths lie in few folders.
  const isHidden = (names: readonly string[]): boolean => {
    if (names.length === 0) return false;
    const folder = names.join('/');
    const known = hidden.get(folder);
    if (known !== undefined) return known;
    const around = names.slice(0, -1);
    const answer = isHidden(around) || isIgnored(chainOf(around), names, true);
    hidden.set(folder, answer);
    return answer;
  };
  return (path) => {
    const names = path.split('/');
    const around = names.slice(0, -1);
    if (isHidden(around)) return true;
    const chain = chainOf(around);
    // Nobody can say whether a path that does not exist would be a folder.
    return isIgnored(chain, names, false) || isIgnored(chain, names, true);
  };
}

/**
 * Says of a path that git's ignore rules hide whether it is in the repository all the same: it stands there, and the index,
 * where there is one that is read, holds it. `ignored`: what a walk met and passed over.
 */
export function keptIn(tree: FileTree, ignored: ReadonlySet<string>, held: () => HeldPaths): (path: string) => boolean {
  const listings = new Map<string, ReadonlyMap<string, TreeEntry['type']>>();
  const entriesOf = (folder: string): ReadonlyMap<string, TreeEntry['type']> => {
    const known = listings.get(folder);
    if (known !== undefined) return known;
    const entries = tree.list(folder);
    const named = new Map('message' in entries ? [] : entries.map(({ name, type }) => [name, type] as const));
    listings.set(folder, named);
    return named;
  };
  // Down through what the folders list, because whoever only asks whether a path exists follows links.
  const stands = (path: string): boolean => {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const slash = path.lastIndexOf('/', end - 1);
      if (entriesOf(path.slice(0, Math.max(0, slash))).get(path.slice(slash + 1, end)) !== 'folder') return false;
    }
    return entriesOf(path.slice(0, Math.max(0, path.lastIndexOf('/')))).has(path.slice(path.lastIndexOf('/') + 1));
  };
  return (path) => {
    if (ignored.size === 0 || !isAtOrBelowSome(path, ignored) || !stands(path)) return false;
    const paths = held();
    return typeof paths === 'string' || paths.has(path);
  };
}

export function isAtOrBelowSome(path: string, paths: ReadonlySet<string>): boolean {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
    if (paths.has(path.slice(0, end))) return true;
  return paths.has(path);
}

/** Folders of which git's ignore rules hid all that is in them. */
export function foldersHidden(ignored: ReadonlySet<string>, visible: ReadonlySet<string>): ReadonlySet<string> {
  const hidden = foldersAround(ignored);
  for (const folder of foldersAround(visible)) hidden.delete(folder);
  return hidden;
}

function foldersAround(paths: ReadonlySet<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0 && !folders.has(path.slice(0, end)); ) {
      folders.add(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1);
    }
  }
  return folders;
}
