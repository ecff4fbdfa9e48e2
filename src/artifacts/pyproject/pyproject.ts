import type { Located, SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import type { DependencyRequirement } from '../requirements/requirement.ts';
import { readPyprojectDependencies } from './dependencies.ts';
import { readPyprojectEntryPoints } from './entry-points.ts';

export interface Pyproject {
  readonly requirements: readonly Located<DependencyRequirement>[];
  /** Object references (`pkg.module:function`) of scripts and plug-ins, in the order of the file. */
  readonly entryPoints: readonly Located<string>[];
}

export function readPyproject(text: SourceText): Reading<Pyproject> {
  const requirements = readPyprojectDependencies(text);
  if (requirements === undefined) {
    return { artifact: undefined, comments: [], problems: [{ message: 'is not valid TOML' }] };
  }
  return { artifact: { requirements, entryPoints: readPyprojectEntryPoints(text) }, comments: [], problems: [] };
}
