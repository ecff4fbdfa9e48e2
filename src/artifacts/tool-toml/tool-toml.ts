import type { SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { readTomlFile } from '../toml/read-toml.ts';
import { sectionsOf, type TomlSection } from '../toml/toml-section.ts';
import type { ToxConfiguration } from '../tox/tox-environments.ts';
import { toxOfTable } from '../tox/tox-toml.ts';

/** The configuration of one tool in a file of its own: ruff.toml, tox.toml. */
export interface ToolToml {
  /** The first without a name, where options are before any table. */
  readonly sections: readonly TomlSection[];
  /** Undefined where the tool is another one. */
  readonly tox: ToxConfiguration | undefined;
}

export function readToolToml(text: SourceText, path: string): Reading<ToolToml> {
  const isTox = /(?:^|\/)tox\.toml$/.test(path);
  return readTomlFile(text, (root) => ({ sections: sectionsOf(root, ''), tox: isTox ? toxOfTable(root) : undefined }));
}
