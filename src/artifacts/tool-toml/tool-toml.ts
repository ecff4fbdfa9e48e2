import type { SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { readTomlFile } from '../toml/read-toml.ts';
import { sectionsOf, type TomlSection } from '../toml/toml-section.ts';

/** The configuration of one tool in a file of its own: ruff.toml. */
export interface ToolToml {
  /** The first without a name, where options stand before any table. */
  readonly sections: readonly TomlSection[];
}

export function readToolToml(text: SourceText): Reading<ToolToml> {
  return readTomlFile(text, (root) => ({ sections: sectionsOf(root, '') }));
}
