import type { Located } from '../../text/index.ts';
import { type TomlEntry, type TomlNode, tomlAt, tomlEntries, tomlText, tomlTexts } from '../../text/toml/toml-node.ts';
import {
  type DeclaredRequirement,
  normalizeDistribution,
  parseRequirement,
  type RequirementGroup,
} from '../requirements/requirement.ts';
import { poetrySpecifier } from './poetry-version.ts';

/**
 * Every dependency that a pyproject.toml declares, in the order of the file: `[project]` and its extras, `[build-system]`,
 * `[dependency-groups]` (PEP 735), Poetry, PDM, uv, hatch, flit's old table; each where it is written.
 */
export function requirementsOf(root: TomlNode): readonly Located<DeclaredRequirement>[] {
  const lists = [...standardLists(root), ...toolLists(tomlAt(root, 'tool'))];
  const listed = lists.flatMap(({ group, list }) => requirementsIn(list, group));
  return [...listed, ...poetryRequirements(tomlAt(root, 'tool', 'poetry'))].sort((a, b) => a.span.start - b.span.start);
}

/** Whether it lists what the project needs to run, be it nothing: of `[project]`, Poetry and flit's old table. */
export const hasRuntimeList = (root: TomlNode): boolean =>
  [
    tomlAt(root, 'project', 'dependencies'),
    tomlAt(root, 'tool', 'poetry', 'dependencies'),
    tomlAt(root, 'tool', 'flit', 'metadata', 'requires'),
  ].some((list) => list !== undefined);

/** Files that `dynamic = ["dependencies"]` takes the dependencies from: of setuptools and hatch-requirements-txt. */
export function requirementFilesOf(root: TomlNode): readonly Located<string>[] {
  const dynamic = tomlAt(root, 'tool', 'setuptools', 'dynamic');
  const tables = [
    tomlAt(dynamic, 'dependencies'),
    ...tomlEntries(tomlAt(dynamic, 'optional-dependencies')).map(({ value }) => value),
  ];
  return [
    ...tables.flatMap((table) => tomlTexts(tomlAt(table, 'file'))),
    ...tomlTexts(tomlAt(root, 'tool', 'hatch', 'metadata', 'hooks', 'requirements_txt', 'files')),
  ];
}

/** Requirements as texts in a list; those of `{include-group = "…"}` stand in the group that is meant. */
function requirementsIn(list: TomlNode | undefined, group: RequirementGroup): Located<DeclaredRequirement>[] {
  return tomlTexts(list).flatMap(({ value: written, span }) => {
    const found = parseRequirement(written);
    return found === undefined ? [] : [{ value: { ...found, group }, span }];
  });
}

interface RequirementList {
  readonly group: RequirementGroup;
  readonly list: TomlNode | undefined;
}

function standardLists(root: TomlNode): RequirementList[] {
  return [
    { group: { kind: 'build' }, list: tomlAt(root, 'build-system', 'requires') },
    { group: { kind: 'runtime' }, list: tomlAt(root, 'project', 'dependencies') },
    ...listsOf('extra', tomlAt(root, 'project', 'optional-dependencies')),
    ...listsOf('group', tomlAt(root, 'dependency-groups')),
    // `[project]` knows no other keys: a program of their own reads such a list, and installs it.
    ...tomlEntries(tomlAt(root, 'project'))
      .filter(({ key, value }) => value.kind === 'list' && /^(?!dependencies$)[\w-]+[-_]dependencies$/.test(key.value))
      .map(({ key, value }): RequirementList => ({ group: { kind: 'extra', name: key.value }, list: value })),
  ];
}

function toolLists(tool: TomlNode | undefined): RequirementList[] {
  const environments = tomlEntries(tomlAt(tool, 'hatch', 'envs'));
  return [
    ...listsOf('group', tomlAt(tool, 'pdm', 'dev-dependencies')),
    { group: { kind: 'group', name: 'dev' }, list: tomlAt(tool, 'uv', 'dev-dependencies') },
    { group: { kind: 'constraint' }, list: tomlAt(tool, 'uv', 'constraint-dependencies') },
    { group: { kind: 'constraint' }, list: tomlAt(tool, 'uv', 'override-dependencies') },
    { group: { kind: 'runtime' }, list: tomlAt(tool, 'flit', 'metadata', 'requires') },
    ...listsOf('extra', tomlAt(tool, 'flit', 'metadata', 'requires-extra')),
    ...environments.flatMap(({ key, value }) =>
      ['dependencies', 'extra-dependencies'].map((list) => ({
        group: { kind: 'group' as const, name: key.value },
        list: tomlAt(value, list),
      })),
    ),
  ];
}

const listsOf = (kind: 'extra' | 'group', table: TomlNode | undefined): RequirementList[] =>
  tomlEntries(table).map(({ key, value }) => ({ group: { kind, name: key.value }, list: value }));

function poetryRequirements(poetry: TomlNode | undefined): Located<DeclaredRequirement>[] {
  const groups = tomlEntries(tomlAt(poetry, 'group'));
  return [
    ...namedRequirements(tomlAt(poetry, 'dependencies'), { kind: 'runtime' }),
    ...namedRequirements(tomlAt(poetry, 'dev-dependencies'), { kind: 'group', name: 'dev' }),
    ...groups.flatMap(({ key, value }) =>
      namedRequirements(tomlAt(value, 'dependencies'), { kind: 'group', name: key.value }),
    ),
  ];
}

/** `name = "^1.2"` and `name = { version = "^1.2", extras = […] }`, as Poetry and Pipenv have them. */
export function namedRequirements(
  table: TomlNode | undefined,
  group: RequirementGroup,
): Located<DeclaredRequirement>[] {
  return tomlEntries(table)
    .filter(({ key }) => key.value !== 'python')
    .map((entry) => ({ value: namedRequirement(entry, group), span: entry.key.span }));
}

function namedRequirement({ key, value }: TomlEntry, group: RequirementGroup): DeclaredRequirement {
  // A list has one constraint for each environment; together they are any.
  const version = tomlText(value) ?? tomlText(tomlAt(value, 'version'));
  const optional = tomlAt(value, 'optional');
  const each = value.kind === 'list' ? value.items : [value];
  const first = (...keys: readonly string[]): string | undefined =>
    each.flatMap((one) => keys.flatMap((key) => tomlText(tomlAt(one, key))?.value ?? []))[0];
  const url = first('git', 'url', 'path', 'file');
  const marker = first('markers');
  const isOptional = group.kind === 'runtime' && optional?.kind === 'scalar' && optional.value === true;
  const specifier = version === undefined || url !== undefined ? '' : poetrySpecifier(version.value);
  return {
    distribution: normalizeDistribution(key.value),
    specifier,
    ...(specifier !== '' && specifier !== version?.value && { written: version?.value ?? '' }),
    extras: tomlTexts(tomlAt(value, 'extras')).map((extra) => normalizeDistribution(extra.value)),
    ...(url !== undefined && { url }),
    ...(marker !== undefined && { marker }),
    group: isOptional ? { kind: 'extra' } : group,
  };
}
