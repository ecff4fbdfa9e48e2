import { join } from 'node:path';
import type { ConfigurationChains } from '../config/configuration-chains.ts';
import type { SettingsOfFolders } from './discovery.ts';

/** The settings of the folders below and around a root, or none; `digest` names all that were read. */
export function settingsIn(
  root: string,
  chains: Pick<ConfigurationChains<never>, 'leavesOut' | 'isLeftOut'> | undefined,
  digest: () => string,
): SettingsOfFolders {
  return {
    leavesOut: (path) => chains?.leavesOut(join(root, path)) === true,
    leavesOutRoot: () => chains?.isLeftOut(root) === true,
    digest,
  };
}
