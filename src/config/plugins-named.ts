import { parseToml } from '../text/toml/parse-toml.ts';
import { tomlAt } from '../text/toml/toml-node.ts';
import { isPyproject } from './find-configuration.ts';

/**
 * The `plugins` of a configuration file, read before all else: what the rest may say depends on their rules. What is wrong with the
 * file is told by whoever reads it whole.
 */
export function pluginsNamed(text: string, file: string): readonly string[] {
  if (!text.includes('plugins')) return [];
  const parsed = parseToml(text.replace(/^\uFEFF/, ''));
  if (parsed.kind !== 'toml') return [];
  const list = tomlAt(parsed.root, ...(isPyproject(file) ? ['tool', 'auditlint'] : []), 'plugins');
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => (item.kind === 'text' ? item.value : []));
}
