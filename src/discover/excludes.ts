import { leadsOut, relativePath, settingsGlob } from '../text/index.ts';
import type { GlobSet } from './discovery.ts';

/** The `exclude` globs of a scan. A pattern that fits a folder leaves out everything below it. */
export class Excludes {
  readonly #sets: readonly PlacedGlobs[];

  /** `root` is the absolute path that tested paths are relative to. */
  constructor(root: string, sets: readonly GlobSet[]) {
    this.#sets = sets.filter(({ patterns }) => patterns.length > 0).map((set) => placeGlobs(root, set));
  }

  /** Whether a pattern fits this very path; folders above it are not looked at. */
  fits(path: string): boolean {
    return this.#sets.some((set) => set.fits(path));
  }

  /** Whether a pattern fits the path or a folder above it. */
  leavesOut(path: string): boolean {
    if (this.#sets.length === 0) return false;
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      if (this.fits(path.slice(0, end))) return true;
    }
    return this.fits(path);
  }
}

interface PlacedGlobs {
  fits(path: string): boolean;
}

function placeGlobs(root: string, set: GlobSet): PlacedGlobs {
  const globs = set.patterns.map(settingsGlob);
  const fromBase = relativePath(set.base, root);
  const isBelowBase = !leadsOut(fromBase);
  const toBase = relativePath(root, set.base);
  const holdsBase = !leadsOut(toBase);
  return {
    fits: (path) => {
      if (isBelowBase) return fitsAny(fromBase === '' ? path : `${fromBase}/${path}`);
      // A configuration that stands elsewhere speaks of the root.
      if (!holdsBase) return fitsAny(path);
      return path.startsWith(`${toBase}/`) && fitsAny(path.slice(toBase.length + 1));
    },
  };
  function fitsAny(path: string): boolean {
    return globs.some((glob) => glob.matches(path));
  }
}
