import { readFileSync } from 'node:fs';
import { parseToml } from '../text/toml/parse-toml.ts';
import { tomlAt } from '../text/toml/toml-node.ts';
import { configurationFileIn, isPyproject } from './find-configuration.ts';

/**
 * Whether the configuration of a folder says `root = true`, read before it is known which rules there are. What is wrong with the file
 * is reported when the file is read as a whole. `within`: the folder that its file may not leave outside of a checkout.
 */
export function callsItselfRoot(folder: string, within: string): boolean {
  try {
    const file = configurationFileIn(folder, within, (path) => path)?.file;
    if (file === undefined) return false;
    const content = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    const parsed = content.includes('root') ? parseToml(content) : undefined;
    if (parsed?.kind !== 'toml') return false;
    const said = tomlAt(parsed.root, ...(isPyproject(file) ? ['tool', 'auditlint'] : []), 'root');
    return said?.kind === 'scalar' && said.value === true;
  } catch {
    return false;
  }
}
