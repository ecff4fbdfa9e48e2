import { dirname, join, posix } from 'node:path';
import { RETIRED_RULES } from '../findings/index.ts';
import type { ConfigurableRule, Configuration } from './configuration.ts';
import { ConfigurationChains } from './configuration-chains.ts';
import { configurationFileIn } from './find-configuration.ts';
import { digestOf, type FolderSettings, folderSettings, type Threshold, thresholdOf } from './folder-settings.ts';
import { readConfiguration } from './read-configuration.ts';
import { buildConfigurationSchema, type ConfigurationSchema } from './schema.ts';

/** The configurations of one scan: the one that the user named, or those that are in the folders of the files. */
export class Configurations {
  readonly #layers = new Map<readonly Configuration[], readonly Configuration[]>();

  private constructor(
    /** Absolute path. */
    readonly root: string,
    /** Undefined where one configuration holds for all files. */
    readonly chains: ConfigurationChains<Configuration> | undefined,
    readonly ofAll: readonly Configuration[],
  ) {}

  /** Those of the folders, which are read when a path in them is asked for; that may throw `ConfigurationError`. */
  static inFolders(
    root: string,
    showPath: (file: string) => string,
    rules: readonly ConfigurableRule[],
  ): Configurations {
    let schema: ConfigurationSchema | undefined;
    const chains = new ConfigurationChains((folder) => {
      const found = configurationFileIn(folder, root, showPath);
      if (found === undefined) return undefined;
      schema ??= buildConfigurationSchema(rules, RETIRED_RULES);
      return readConfiguration(found.file, { showPath, within: found.within, schema }, rules);
    });
    return new Configurations(root, chains, []);
  }

  /** One that holds whatever is in the folders. */
  static only(root: string, configuration: Configuration | undefined): Configurations {
    return new Configurations(root, undefined, configuration === undefined ? [] : [configuration]);
  }

  /** What holds for a path (relative to the root), the weakest first. */
  at(path: string): readonly Configuration[] {
    return this.chains?.at(dirname(join(this.root, path))) ?? this.ofAll;
  }

  /** The same with what they extend. Paths for which the same hold get the same list. */
  layersAt(path: string): readonly Configuration[] {
    return this.#layersOf(this.at(path));
  }

  #layersOf(chain: readonly Configuration[]): readonly Configuration[] {
    const known = this.#layers.get(chain);
    if (known !== undefined) return known;
    const layers = chain.flatMap((configuration) => [...configuration.bases, configuration]);
    this.#layers.set(chain, layers);
    return layers;
  }

  /** What holds for the root itself. */
  get ofRoot(): readonly Configuration[] {
    return this.layersAt(IN_ROOT);
  }

  /** The nearest that gives a setting, of those that hold for a path or, without one, for the root. */
  nearest(key: 'baseline' | 'cacheDir', path: string = IN_ROOT): Configuration | undefined {
    return this.layersAt(path).findLast((configuration) => configuration[key] !== undefined);
  }

  /** All that were read so far. */
  get found(): readonly Configuration[] {
    return this.chains?.found ?? this.ofAll;
  }

  /** What holds in each folder that was asked about so far. */
  get allLayers(): readonly (readonly Configuration[])[] {
    return (this.chains?.all ?? [this.ofAll]).map((chain) => this.#layersOf(chain));
  }

  /** Names all that was read, wherever the root lies. */
  get digest(): string {
    return digestOf(this.chains === undefined ? undefined : this.root, this.settings);
  }

  /** What findings have to keep below. */
  get threshold(): Threshold {
    const settings = new Map<Configuration, FolderSettings>();
    const settingsOf = (one: Configuration): FolderSettings => {
      const known = settings.get(one) ?? folderSettings(one);
      settings.set(one, known);
      return known;
    };
    return thresholdOf((path) => this.at(path).map(settingsOf));
  }

  /** What the next scan needs to know of them without reading them. */
  get settings(): FolderSettings[] {
    return this.found.map((configuration) => folderSettings(configuration));
  }
}

/** Any path in a folder ('' is the root): what holds for the folder's files holds there. */
export const pathIn = (folder: string): string => posix.join(folder, '_');

const IN_ROOT = pathIn('');
