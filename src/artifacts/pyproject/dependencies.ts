import type { Located } from '../../text/index.ts';
import { type DependencyRequirement, normalizeDistribution, parseRequirement } from '../requirements/requirement.ts';
import type { TomlValue } from '../toml/toml-value.ts';

/**
 * Every dependency that a pyproject.toml declares: `[project]` and its extras, `[dependency-groups]` (PEP 735), Poetry, each
 * where it is written.
 */
export function dependenciesOf(pyproject: TomlValue): readonly Located<DependencyRequirement>[] {
  const lists = [
    pyproject.get('project', 'dependencies'),
    ...valuesOf(pyproject.get('project', 'optional-dependencies')),
    ...valuesOf(pyproject.get('dependency-groups')),
  ];
  const listed = lists
    .flatMap((list) => list.texts())
    .flatMap(({ value: written, span }) => {
      const value = parseRequirement(written);
      return value === undefined ? [] : [{ value, span }];
    });
  return [...listed, ...poetryDependencies(pyproject.get('tool', 'poetry'))];
}

const valuesOf = (table: TomlValue): TomlValue[] => table.members().map(({ value }) => value);

function poetryDependencies(poetry: TomlValue): Located<DependencyRequirement>[] {
  const groups = valuesOf(poetry.get('group')).map((group) => group.get('dependencies'));
  return [poetry.get('dependencies'), poetry.get('dev-dependencies'), ...groups].flatMap((group) =>
    group.members().flatMap(({ key, value: wanted }) => {
      if (key.value === 'python') return [];
      const version = wanted.text() ?? wanted.get('version').text();
      const specifier = version === undefined ? '' : poetrySpecifier(version.value);
      return [{ value: { distribution: normalizeDistribution(key.value), specifier }, span: key.span }];
    }),
  );
}

/** `^2.1` and `~2.1` have lower bounds, a bare version is exact, `*` is anything. */
function poetrySpecifier(version: string): string {
  return version
    .split(',')
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '*' && clause !== '')
    .map((clause) =>
      /^[\^~](?!=)/.test(clause) ? `>=${clause.slice(1)}` : /^\d/.test(clause) ? `==${clause}` : clause,
    )
    .join(',');
}
