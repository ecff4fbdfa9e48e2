import type { Located, SourceText } from '../../text/index.ts';
import { tomlAt, tomlEntries } from '../../text/toml/toml-node.ts';
import { namedRequirements } from '../pyproject/dependencies.ts';
import type { Reading } from '../reading.ts';
import type { DeclaredRequirement } from '../requirements/requirement.ts';
import { readTomlFile } from '../toml/read-toml.ts';

/** A Pipfile. Source: https://pipenv.pypa.io/en/latest/pipfile.html */
export interface Pipfile {
  readonly requirements: readonly Located<DeclaredRequirement>[];
  /** Whether `[packages]` is there, be it empty. */
  readonly hasRuntimeList: boolean;
}

export function readPipfile(text: SourceText): Reading<Pipfile> {
  return readTomlFile(text, (root) => ({
    hasRuntimeList: tomlAt(root, 'packages') !== undefined,
    requirements: tomlEntries(root)
      .filter(({ key }) => !OTHER_TABLES.has(key.value))
      .flatMap(({ key, value }) =>
        namedRequirements(
          value,
          key.value === 'packages' ? { kind: 'runtime' } : { kind: 'group', name: key.value.replace(/-packages$/, '') },
        ),
      ),
  }));
}

/** All other tables are categories of packages. */
const OTHER_TABLES: ReadonlySet<string> = new Set(['pipenv', 'requires', 'scripts', 'source']);
