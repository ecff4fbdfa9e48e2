import { leadsOut, relativePath, settingsGlob } from '../text/index.ts';
import type { GlobSet, SettingsOfFolders } from './discovery.ts';

/** The `exclude` globs of a scan, and what the settings of folders leave out. A pattern that fits a folder leaves out everything below it. */
export class Excludes {
  readonly #sets: readonly PlacedGlobs[];

  /** `root` is the absolute path that tested paths are relative to. */
  constructor(
    root: string,
    sets: readonly GlobSet[],
    readonly settings?: SettingsOfFolders,
  ) {
    this.#sets = sets.filter(({ patterns }) => patterns.length > 0).map((set) => placeGlobs(root, set));
  }

  /** Whether nothing of the root is scanned. */
  get leavesOutAll(): boolean {
    return this.settings?.leavesOutRoot() === true;
  }

  /** Whether a pattern fits this very path; folders above it are not looked at. */
  fits(path: string): boolean {
    // Settings are asked of every path: they are read on the way.
    const isLeftOut = this.settings?.leavesOut(path) === true;
    return isLeftOut || this.#sets.some((set) => set.fits(path));
  }

  /** Whether a pattern fits the path or a folder above it. */
  leavesOut(path: string): boolean {
    if (this.#sets.length === 0 && this.settings === undefined) return false;
    if (this.leavesOutAll) return true;
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
      // A configuration that is elsewhere speaks of the root.
      if (!holdsBase) return fitsAny(path);
      return path.startsWith(`${toBase}/`) && fitsAny(path.slice(toBase.length + 1));
    },
  };
  function fitsAny(path: string): boolean {
    return globs.some((glob) => glob.matches(path));
  }
}
