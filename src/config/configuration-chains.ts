import { dirname } from 'node:path';
import { leadsOut, type PathGlob, relativePath, settingsGlob } from '../text/index.ts';
import { isCheckout } from './find-configuration.ts';

/** What the chains need to know of a configuration. */
export interface ChainedConfiguration {
  /** Absolute path of the folder that it is in. */
  readonly folder: string;
  readonly isRoot: boolean;
  /** Globs of its own and of what it extends. */
  readonly excluded: readonly string[];
}

/**
 * Which configurations hold in a folder: that of the folder itself, over those of the folders above it, up to one that calls itself
 * the root or to the root of the checkout. It depends on where a folder is on its own, so scans of any part of a repository agree.
 */
export class ConfigurationChains<C extends ChainedConfiguration> {
  readonly #chains = new Map<string, readonly C[]>();
  readonly #leftOut = new Set<string>();
  readonly #globs = new Map<C, readonly PathGlob[]>();
  readonly #used = new Map<C, Set<string>>();

  constructor(readonly configurationIn: (folder: string) => C | undefined) {}

  /** All chains of the folders that were asked for so far. */
  get all(): (readonly C[])[] {
    return [...new Set(this.#chains.values())];
  }

  /** All configurations that were found so far. */
  get found(): C[] {
    return [...new Set(this.all.flat())];
  }

  /** Of an absolute folder, the weakest first. The same list for folders without a configuration of their own below one. */
  at(folder: string): readonly C[] {
    const known = this.#chains.get(folder);
    if (known !== undefined) return known;
    const chain = this.#chainOf(folder);
    this.#chains.set(folder, chain);
    return chain;
  }

  #chainOf(folder: string): readonly C[] {
    const above = dirname(folder);
    const isTop = above === folder || isCheckout(folder);
    const outer = isTop ? NONE : this.at(above);
    // Who is left out has no say, and is not read.
    if (!isTop && (this.#leftOut.has(above) || this.leavesOut(folder))) {
      this.#leftOut.add(folder);
      return outer;
    }
    const own = this.configurationIn(folder);
    return own === undefined ? outer : [...(own.isRoot ? [] : outer), own];
  }

  /** Whether the configurations of the folder that an entry is in leave it out; of the folders above it nothing is asked. */
  leavesOut(path: string): boolean {
    // All are asked, so that each glob that fits something is known.
    return this.at(dirname(path)).filter((configuration) => this.#fits(configuration, path)).length > 0;
  }

  /** Whether a folder, or one above it up to the root of the checkout, is left out. */
  isLeftOut(folder: string): boolean {
    this.at(folder);
    return this.#leftOut.has(folder);
  }

  /** Globs of a configuration that left nothing out. */
  unusedGlobs(configuration: C): string[] {
    const used = this.#used.get(configuration);
    return configuration.excluded.filter((glob) => used?.has(glob) !== true);
  }

  #fits(configuration: C, path: string): boolean {
    if (configuration.excluded.length === 0) return false;
    const globs = this.#globs.get(configuration) ?? configuration.excluded.map(settingsGlob);
    this.#globs.set(configuration, globs);
    const relative = relativePath(configuration.folder, path);
    if (leadsOut(relative)) return false;
    const fitting = configuration.excluded.filter((_, i) => globs[i]?.matches(relative) === true);
    const used = this.#used.get(configuration) ?? new Set();
    for (const glob of fitting) used.add(glob);
    this.#used.set(configuration, used);
    return fitting.length > 0;
  }
}

const NONE: readonly never[] = [];
