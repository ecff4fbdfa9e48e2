import type { SourceText } from '../../text/index.ts';
import { hashComments, linesOf } from '../lines.ts';
import { type LiteralSetting, literalSettings } from '../literals.ts';
import type { Reading } from '../reading.ts';

/** A file in YAML, JSON or INI that belongs to no tool known here, or a key: settings of the repository's own programs, mostly. */
export interface SettingsFile {
  /** Other files of configuration, and files of data, models and results, that it names, without their folders. */
  readonly files: readonly string[];
  /** Variables that it leaves to the environment: `${NAME}`, `${NAME:-default}`, `!ENV NAME`, `${oc.env:NAME}`. */
  readonly variables: readonly string[];
  readonly literals: readonly LiteralSetting[];
}

/** Not parsed: what is asked of it is in its words. */
export function readSettingsFile(text: SourceText, path: string): Reading<SettingsFile> {
  const { content } = text;
  const own = path.slice(path.lastIndexOf('/') + 1);
  const files = content.matchAll(
    /(?<![\w.-])[\w.-]{0,99}\w\.(?:ya?ml|toml|ini|cfg|conf|jsonl?|properties|csv|tsv|parquet|txt|pkl|pickle|joblib|h5|hdf5|pth?|onnx|npy|npz|png|html|md)\b/g,
  );
  const variables = content.matchAll(/(?:\$\{?(?:[\w.]+:)?|!ENV\s+|\benv(?:iron)?[.:]\s*)([A-Z_][A-Z0-9_]*)/g);
  const artifact: SettingsFile = {
    files: [...new Set([...files].map(([name]) => name))].filter((name) => name !== own),
    variables: [...new Set([...variables].map(([, name = '']) => name))],
    literals: literalSettings(text),
  };
  return { artifact, comments: hashComments(linesOf(text).filter(({ value }) => /^\s*#/.test(value))), problems: [] };
}
