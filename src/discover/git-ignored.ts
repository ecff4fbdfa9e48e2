import type { FileTree } from './file-tree.ts';
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
  return (path) => {
    const names = path.split('/');
    for (let depth = 1; depth < names.length; depth++) {
      // What git leaves out as a folder it does not look into.
      if (isIgnored(chainOf(names.slice(0, depth - 1)), names.slice(0, depth), true)) return true;
    }
    const chain = chainOf(names.slice(0, -1));
    // Nobody can say whether a path that does not exist would be a folder.
    return isIgnored(chain, names, false) || isIgnored(chain, names, true);
  };
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
