import type { Located, SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import type { DependencyRequirement } from '../requirements/requirement.ts';
import { readToml } from '../toml/toml-value.ts';
import { dependenciesOf } from './dependencies.ts';
import { entryPointsOf } from './entry-points.ts';

export interface Pyproject {
  readonly requirements: readonly Located<DependencyRequirement>[];
  /** Object references (`pkg.module:function`) of scripts and plug-ins, in the order of the file. */
  readonly entryPoints: readonly Located<string>[];
}

export function readPyproject(text: SourceText): Reading<Pyproject> {
  const pyproject = readToml(text);
  if (pyproject === undefined) {
    return { artifact: undefined, comments: [], problems: [{ message: 'is not valid TOML' }] };
  }
  const artifact = { requirements: dependenciesOf(pyproject), entryPoints: entryPointsOf(pyproject) };
  return { artifact, comments: [], problems: [] };
}
