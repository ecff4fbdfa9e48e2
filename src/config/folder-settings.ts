import { createHash } from 'node:crypto';
import { compareText, relativePath } from '../text/index.ts';
import type { Configuration, FailOn } from './configuration.ts';
import type { ChainedConfiguration } from './configuration-chains.ts';

/** What counts of a configuration once the findings are known, what it extends included. Plain JSON. */
export interface FolderSettings extends ChainedConfiguration {
  /** The file and those that it extends. */
  readonly files: readonly SettingsFile[];
  readonly failOn?: FailOn;
  readonly caps: Readonly<Record<string, number>>;
}

export interface SettingsFile {
  /** Absolute path. */
  readonly file: string;
  /** Of its text. */
  readonly digest: string;
}

/** What counts of a configuration once the findings are known. */
export function folderSettings(configuration: Configuration): FolderSettings {
  const { folder, isRoot, excluded, bases } = configuration;
  const layers = [...bases, configuration];
  const failOn = layers.findLast((layer) => layer.failOn !== undefined)?.failOn?.value;
  const caps = Object.fromEntries(layers.flatMap((layer) => [...layer.caps].map(([rule, { value }]) => [rule, value])));
  const files = layers.map(({ file, text }) => ({ file, digest: textDigest(text) })).reverse();
  return { folder, isRoot, excluded, files, caps, ...(failOn !== undefined && { failOn }) };
}

/** Names the text of a configuration. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Names settings by what they say and, where they are in folders below or above a root, by where. */
export function digestOf(root: string | undefined, settings: readonly FolderSettings[]): string {
  const lines = settings.map(({ folder, files }) => {
    const place = root === undefined ? '' : relativePath(root, folder);
    return `${place}\0${files.map(({ digest }) => digest).join(' ')}\n`;
  });
  return textDigest(lines.sort(compareText).join(''));
}

/** What findings have to keep below. */
export interface Threshold {
  /** Least severity that fails at a path. */
  failOnAt(path: string): FailOn;
  /** The cap of a rule at a path, with the folder whose findings it counts. */
  capAt(path: string, rule: string): Cap | undefined;
}

export interface Cap {
  /** Absolute path of the folder of the configuration. */
  readonly folder: string;
  readonly most: number;
}

/** What the settings of folders, the weakest first for each path, let pass. */
export function thresholdOf(settingsAt: (path: string) => readonly FolderSettings[]): Threshold {
  return {
    failOnAt: (path) => settingsAt(path).findLast(({ failOn }) => failOn !== undefined)?.failOn ?? 'P1',
    capAt: (path, rule) => {
      const nearest = settingsAt(path).findLast(({ caps }) => caps[rule] !== undefined);
      const most = nearest?.caps[rule];
      return nearest === undefined || most === undefined ? undefined : { folder: nearest.folder, most };
    },
  };
}
