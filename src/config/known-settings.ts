import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationChains } from './configuration-chains.ts';
import { ConfigurationError } from './configuration-error.ts';
import { configurationFileIn } from './find-configuration.ts';
import { digestOf, type FolderSettings, textDigest } from './folder-settings.ts';

/**
 * Settings that an earlier scan read, for one that need not read configurations again: neither their schema nor a rule is loaded. What
 * is not as it was then, there or missing, throws `ConfigurationError` when it is asked for.
 */
export class KnownSettings {
  /** Undefined where one configuration holds for all files. */
  readonly chains: ConfigurationChains<FolderSettings> | undefined;

  constructor(
    readonly root: string,
    readonly known: readonly FolderSettings[],
    isNamed: boolean,
    readonly showPath: (file: string) => string,
  ) {
    if (isNamed) for (const settings of known) this.#check(settings);
    else this.chains = new ConfigurationChains((folder) => this.#settingsIn(folder));
  }

  /** What holds for a path (relative to the root), the weakest first. */
  at(path: string): readonly FolderSettings[] {
    return this.chains?.at(dirname(join(this.root, path))) ?? this.known;
  }

  /** Names all that was asked for, as the scan did that read it. */
  get digest(): string {
    return this.chains === undefined ? digestOf(undefined, this.known) : digestOf(this.root, this.chains.found);
  }

  #settingsIn(folder: string): FolderSettings | undefined {
    const found = configurationFileIn(folder, this.root, this.showPath);
    const known = this.known.find((settings) => settings.folder === folder);
    if (found?.file !== known?.files[0]?.file) throw this.#changed(found?.file ?? folder);
    if (known !== undefined) this.#check(known);
    return known;
  }

  #check({ files }: FolderSettings): void {
    const changed = files.find(({ file, digest }) => textDigest(readFileSync(file, 'utf8')) !== digest);
    if (changed !== undefined) throw this.#changed(changed.file);
  }

  #changed(file: string): ConfigurationError {
    return new ConfigurationError(this.showPath(file), 1, 1, 'it is not what it was');
  }
}
