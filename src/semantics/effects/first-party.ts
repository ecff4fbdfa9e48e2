/** Which dotted names belong to the scanned repository, as far as one file shows. */
import { memoize } from '../../collections/index.ts';
import { STANDARD_LIBRARY_MODULES } from '../../knowledge/standard-library.ts';
import { WELL_KNOWN_PACKAGES } from '../../knowledge/well-known-packages.ts';
import type { Names } from '../names.ts';

export interface FirstParty {
  /** Below this file's own package or a module that it imports relatively: stronger than what a table says of the name. */
  isOwn(qualifiedName: string): boolean;
  /** Below any folder that this file is in: true of `api.db` for `backend/api/routes.py`, unless a table knows the name. */
  mayBeOwn(qualifiedName: string): boolean;
  /** Of the standard library or a well-known package, and of no folder around this file. */
  isForeign(path: string): boolean;
}

export const firstPartyOf = memoize(createFirstParty);

function createFirstParty(names: Names): FirstParty {
  const folders = names.moduleName.split('.').slice(0, -1).filter(isNoStandardModule);
  const own = new Set([names.moduleName.split('.', 1)[0] ?? '']);
  const firstPackage = folders.find((folder) => !SOURCE_FOLDERS.has(folder));
  if (firstPackage !== undefined) own.add(firstPackage);
  for (const { alias, module, name } of names.imports) {
    // Beside a top-level script, the module that is imported relatively is its own first segment.
    if (alias.parent?.kind === 'ImportFrom' && alias.parent.level > 0) own.add(firstSegment(module || (name ?? '')));
  }
  own.delete('');
  const likely = new Set(folders);
  const foreign = new Map<string, boolean>();
  return {
    isOwn: (qualifiedName) => own.has(firstSegment(qualifiedName)),
    mayBeOwn: (qualifiedName) => likely.has(firstSegment(qualifiedName)),
    // Of the same few ways rules ask again and again.
    isForeign: (path) => {
      const known = foreign.get(path);
      if (known !== undefined) return known;
      const first = firstSegment(path);
      const isKnown = first === 'builtins' || STANDARD_LIBRARY_MODULES.has(first) || WELL_KNOWN_PACKAGES.has(first);
      const isForeign = isKnown && !own.has(first) && !likely.has(first);
      foreign.set(path, isForeign);
      return isForeign;
    },
  };
}

/** Folders that packages are kept in without being packages. */
const SOURCE_FOLDERS: ReadonlySet<string> = new Set(['src', 'lib', 'python', 'source', 'sources']);

function isNoStandardModule(folder: string): boolean {
  return !STANDARD_LIBRARY_MODULES.has(folder);
}

function firstSegment(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? name : name.slice(0, dot);
}
