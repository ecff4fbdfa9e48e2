import type { Located, SourceText, Span } from '../../text/index.ts';
import { type TomlNode, type TomlTable, tomlAt, tomlText, tomlTexts } from '../../text/toml/toml-node.ts';
import type { DeclaredEntryPoint, Packaging } from '../packaging/packaging.ts';
import type { Reading } from '../reading.ts';
import type { DeclaredRequirement } from '../requirements/requirement.ts';
import { readTomlFile } from '../toml/read-toml.ts';
import { sectionsOf, type TomlSection } from '../toml/toml-section.ts';
import type { ToxConfiguration } from '../tox/tox-environments.ts';
import { toxOfPyproject } from '../tox/tox-toml.ts';
import { hasRuntimeList, requirementFilesOf, requirementsOf } from './dependencies.ts';
import { entryPointsOf } from './entry-points.ts';
import { packagingOf } from './packages.ts';
import { poetrySpecifier } from './poetry-version.ts';
import { type UvSettings, uvSettingsOf } from './uv.ts';

/** A pyproject.toml. Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
export interface Pyproject {
  /** Of `[project]`, else of `[tool.poetry]`; undefined where the file only configures tools. */
  readonly project: ProjectTable | undefined;
  readonly buildSystem: BuildSystem | undefined;
  /** Of all tables and tools, in the order of the file. */
  readonly requirements: readonly Located<DeclaredRequirement>[];
  /** Whether a list of what the project needs to run is there, be it empty. */
  readonly hasRuntimeList: boolean;
  /** Files that hold further ones, as `dynamic` fields name them. */
  readonly requirementFiles: readonly Located<string>[];
  /** In the order of the file. */
  readonly entryPoints: readonly Located<DeclaredEntryPoint>[];
  /** Undefined where nothing is built, or by a backend that compiles. */
  readonly packaging: Packaging | undefined;
  readonly uv: UvSettings;
  readonly tox: ToxConfiguration | undefined;
  /** All that is configured below `tool`: `tool.pytest.ini_options`, `tool.mypy`, `tool.ruff.lint`. */
  readonly tools: readonly TomlSection[];
}

export interface ProjectTable {
  readonly name: Located<string> | undefined;
  readonly version: Located<string> | undefined;
  readonly requiresPython: Located<string> | undefined;
  /** Files that the backend reads for the description: `readme`, `license = { file = … }`. */
  readonly described: readonly Located<string>[];
  /** Fields that the backend fills in. */
  readonly dynamic: readonly Located<string>[];
  readonly span: Span;
}

export interface BuildSystem {
  readonly backend: Located<string> | undefined;
  readonly span: Span;
}

export function readPyproject(text: SourceText): Reading<Pyproject> {
  return readTomlFile(text, (root, near) => {
    const tool = tomlAt(root, 'tool');
    return {
      project: projectOf(root),
      buildSystem: buildSystemOf(root),
      requirements: requirementsOf(root).map(({ value, span }) => ({ value: { ...value, ...near.of(span) }, span })),
      hasRuntimeList: hasRuntimeList(root),
      requirementFiles: requirementFilesOf(root),
      entryPoints: entryPointsOf(root),
      packaging: packagingOf(root),
      uv: uvSettingsOf(root),
      tox: toxOfPyproject(root, text),
      tools: tool?.kind === 'table' ? sectionsOf(tool, 'tool').filter(({ name }) => name.value !== 'tool') : [],
    };
  });
}

function projectOf(root: TomlTable): ProjectTable | undefined {
  const [standard, poetry] = [tomlAt(root, 'project'), tomlAt(root, 'tool', 'poetry')];
  const table = standard ?? poetry;
  if (table?.kind !== 'table') return undefined;
  const mode = tomlAt(poetry, 'package-mode');
  const textOf = (key: string) => tomlText(tomlAt(standard, key) ?? tomlAt(poetry, key));
  return {
    name: textOf('name'),
    version: textOf('version'),
    requiresPython: tomlText(tomlAt(standard, 'requires-python')) ?? pythonOfPoetry(poetry),
    // Poetry packs nothing where it is off.
    described: mode?.kind === 'scalar' && mode.value === false ? [] : describedBy(table),
    dynamic: tomlTexts(tomlAt(root, 'project', 'dynamic')),
    span: table.span,
  };
}

/** The backend stops where one of them is missing: https://packaging.python.org/en/latest/specifications/pyproject-toml/#readme */
function describedBy(table: TomlTable): readonly Located<string>[] {
  const readme = tomlAt(table, 'readme');
  const nodes = [tomlAt(readme, 'file'), tomlAt(table, 'license', 'file')];
  return [...tomlTexts(readme), ...nodes.flatMap((node) => tomlText(node) ?? [])];
}

/** Poetry lists the interpreter among the dependencies, in its own notation. */
function pythonOfPoetry(poetry: TomlNode | undefined): Located<string> | undefined {
  const written = tomlText(tomlAt(poetry, 'dependencies', 'python'));
  return written && { ...written, value: poetrySpecifier(written.value) };
}

function buildSystemOf(root: TomlTable): BuildSystem | undefined {
  const table = tomlAt(root, 'build-system');
  return table === undefined ? undefined : { backend: tomlText(tomlAt(table, 'build-backend')), span: table.span };
}
