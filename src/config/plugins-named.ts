import { SourceText } from '../text/index.ts';
import { parseToml } from '../text/toml/parse-toml.ts';
import { tomlAt } from '../text/toml/toml-node.ts';
import { isPyproject } from './find-configuration.ts';

/**
 * The `plugins` of a configuration file, read before all else: what the rest may say depends on their rules. What is wrong with the
 * file is reported when the file is read as a whole.
 */
export function pluginsNamed(text: string, file: string): NamedPlugins {
  const content = text.replace(/^\uFEFF/, '');
  const parsed = content.includes('plugins') ? parseToml(content) : undefined;
  if (parsed?.kind !== 'toml') return { words: [], line: 1 };
  const list = tomlAt(parsed.root, ...(isPyproject(file) ? ['tool', 'auditlint'] : []), 'plugins');
  if (list?.kind !== 'list') return { words: [], line: 1 };
  const words = list.items.flatMap((item) => (item.kind === 'text' ? item.value : []));
  return { words, line: new SourceText(content).lineAt(list.span.start) };
}

interface NamedPlugins {
  readonly words: readonly string[];
  /** Where they are named, from 1. */
  readonly line: number;
}
