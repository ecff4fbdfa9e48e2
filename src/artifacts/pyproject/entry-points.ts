/** What a pyproject.toml says that installing the project makes runnable or findable. */
import type { Located } from '../../text/index.ts';
import type { TomlValue } from '../toml/toml-value.ts';

/**
 * Object references (`pkg.module:function`) of `[project.scripts]`, `[project.gui-scripts]`, `[project.entry-points.*]` and
 * their Poetry twins, in the order of the file.
 */
export function entryPointsOf(pyproject: TomlValue): readonly Located<string>[] {
  const poetry = pyproject.get('tool', 'poetry');
  const named = [pyproject.get('project', 'entry-points'), poetry.get('plugins')];
  const groups = [
    pyproject.get('project', 'scripts'),
    pyproject.get('project', 'gui-scripts'),
    poetry.get('scripts'),
    ...named.flatMap((all) => all.members().map(({ value }) => value)),
  ];
  return groups
    .flatMap((group) => group.members().flatMap(({ value }) => value.text() ?? []))
    .sort((a, b) => a.span.start - b.span.start);
}
