import { describe, expect, test } from 'vitest';
import { readPipfile } from '../../src/artifacts/pipfile/pipfile.ts';
import { poetrySpecifier } from '../../src/artifacts/pyproject/poetry-version.ts';
import { readPyproject } from '../../src/artifacts/pyproject/pyproject.ts';
import { readRequirementsFile } from '../../src/artifacts/requirements/requirements-file.ts';
import { SourceText } from '../../src/text/index.ts';
import { readFixture } from './fixture.ts';

describe('pyproject', () => {
  const { model, text, comments } = readFixture('pyproject', 'pyproject/service.toml');

  test('every list of requirements, with its group, where it is written', () => {
    const rows = model.requirements.map(({ value, span }) => {
      const { distribution, specifier, group } = value;
      return [text.lineAt(span.start), distribution, specifier, group.kind, group.name ?? ''];
    });
    expect(rows).toEqual([
      [2, 'setuptools', '>=68', 'build', ''],
      [2, 'wheel', '', 'build', ''],
      [11, 'fastapi', '>=0.110', 'runtime', ''],
      [12, 'numpy', '<2', 'runtime', ''],
      [14, 'torch', '==2.4.0', 'extra', 'gpu'],
      [18, 'ruff', '', 'group', 'lint'],
      [19, 'pytest', '>=8', 'group', 'dev'],
      [32, 'mypy', '', 'group', 'dev'],
      [52, 'mkdocs', '', 'group', 'docs'],
    ]);
    expect(model.requirementFiles.map(({ value }) => value)).toEqual(['requirements.txt']);
  });

  test('the project, its build system, entry points, workspace and comments', () => {
    expect(model.project?.name?.value).toBe('depot');
    expect(model.project?.dynamic.map(({ value }) => value)).toEqual(['readme']);
    expect(model.buildSystem?.backend?.value).toBe('setuptools.build_meta');
    expect(model.entryPoints.map(({ value }) => value)).toEqual([
      { group: 'console_scripts', name: 'depot', reference: 'depot.cli:main' },
    ]);
    expect(model.uv.sources.map(({ value }) => value)).toEqual(['depot-client']);
    expect(model.uv.members.map(({ value }) => value)).toEqual(['packages/*']);
    expect(comments.map(({ value }) => value)).toEqual(['# as it is published']);
  });

  test('what is packaged, at the table that says so', () => {
    const { packaging } = model;
    expect(packaging?.contents).toEqual({
      kind: 'find',
      where: ['src'],
      include: ['depot*'],
      exclude: [],
      namespaces: true,
      modules: ['depot_entry'],
    });
    expect(packaging && text.slice(packaging.span)).toBe('[tool.setuptools.packages.find]');
  });

  test('the configuration of tools, by section', () => {
    const pytest = model.tools.find(({ name }) => name.value === 'tool.pytest.ini_options');
    expect(pytest?.options.map(({ name, value, span }) => [name.value, value, text.lineAt(span.start)])).toEqual([
      ['pythonpath', ['src', '.'], 42],
      ['addopts', '-q', 43],
    ]);
    expect(pytest?.options[0]?.texts.map(({ span }) => text.slice(span))).toEqual(['src', '.']);
    expect(pytest && text.slice(pytest.name.span)).toBe('[tool.pytest.ini_options]');
    expect(model.tools.map(({ name }) => name.value)).toContain('tool.ruff.lint');
  });
});

test.each([
  ['hatchling.build', '[tool.hatch.build.targets.wheel]\npackages = ["src/depot", "./tools"]', 'src/depot src|tools '],
  ['poetry.core.masonry.api', '[tool.poetry]\npackages = [{include = "depot", from = "lib"}]', 'lib/depot lib'],
  ['uv_build', '[tool.uv.build-backend]\nmodule-name = "depot.core"\nmodule-root = ""', 'depot/core '],
])('packages of %s', (backend, tables, expected) => {
  const content = `[build-system]\nbuild-backend = "${backend}"\n${tables}\n`;
  const contents = readPyproject(new SourceText(content)).artifact?.packaging?.contents;
  const paths = contents?.kind === 'paths' ? contents.paths.map(({ path, root }) => `${path} ${root}`) : [];
  expect(paths.join('|')).toBe(expected);
});

test.each([
  ['hatchling.build', '[tool.hatch.build.targets.wheel.force-include]\na = "b"', 'unknown'],
  ['hatchling.build', '[tool.hatch.build.hooks.vcs]\nversion-file = "_version.py"', 'automatic'],
  ['flit_core.buildapi', '[project]\nname = "depot"', 'automatic'],
  ['setuptools.build_meta', '[tool.setuptools]\npackages = ["depot"]', 'names'],
  ['maturin', '', undefined],
])('%s with %j: %s', (backend, tables, expected) => {
  const content = `[build-system]\nbuild-backend = "${backend}"\n${tables}\n`;
  expect(readPyproject(new SourceText(content)).artifact?.packaging?.contents.kind).toBe(expected);
});

test.each([
  ['^1.2.3', '>=1.2.3,<2'],
  ['^0.2.3', '>=0.2.3,<0.3'],
  ['^0.0', '>=0.0,<0.1'],
  ['~1.2', '>=1.2,<1.3'],
  ['~1', '>=1,<2'],
  ['~=1.4', '~=1.4'],
  ['>=1.2, <2.0', '>=1.2,<2.0'],
  ['>=1.2 <2.0', '>=1.2,<2.0'],
  ['2.*', '==2.*'],
  ['1.0 || 2.0', ''],
])('Poetry means %s as %j', (written, specifier) => {
  expect(poetrySpecifier(written)).toBe(specifier);
});

test('setup.cfg: requirements, entry points, packages', () => {
  const { model, text } = readFixture('setup-cfg', 'setup-cfg/setup.cfg');
  expect(
    model.requirements.map(({ value, span }) => [value.distribution, value.group.kind, text.lineAt(span.start)]),
  ).toEqual([
    ['flask', 'runtime', 10],
    ['redis', 'runtime', 11],
    ['sphinx', 'extra', 19],
  ]);
  expect(model.entryPoints.map(({ value, span }) => `${value.name} ${value.reference} ${text.slice(span)}`)).toEqual([
    'depot depot.cli:main depot.cli:main',
    'depot-old depot.old:run depot.old:run',
  ]);
  expect(model.packaging?.contents).toMatchObject({ kind: 'find', where: ['src'], exclude: ['tests*'] });
  expect(model.name?.value).toBe('depot');
});

test('Pipfile: packages by category', () => {
  const { model, text } = readFixture('pipfile', 'pipfile/Pipfile');
  expect(
    model.requirements.map(({ value: { distribution, specifier, extras, url, group }, span }) => [
      text.lineAt(span.start),
      distribution,
      specifier,
      extras.join(),
      url ?? '',
      group.name ?? group.kind,
    ]),
  ).toEqual([
    [6, 'django', '~=4.2', '', '', 'runtime'],
    [7, 'celery', '>=5', 'redis', '', 'runtime'],
    [8, 'client', '', '', 'https://git.example.com/client.git', 'runtime'],
    [11, 'pytest', '', '', '', 'dev'],
  ]);
});

test('ruff.toml: sections', () => {
  const { model } = readFixture('tool-toml', 'tool-toml/ruff.toml');
  expect(
    model.sections.map(({ name, options }) => `${name.value}: ${options.map(({ name: { value } }) => value)}`),
  ).toEqual([': line-length', 'lint: select', 'lint.per-file-ignores: tests/*']);
});

describe('hostile files end in notices', () => {
  const nested = `a = ${'['.repeat(50_000)}`;
  test.each([
    ['a list nested without end', nested],
    ['a table without its bracket', '[project\nname = "x"'],
    ['a text that never ends', 'a = """'],
    ['a very long file', `${'# filler\n'.repeat(100_000)}`],
    ['keys that are defined twice', 'a = 1\na = 2'],
    ['a dotted key without end', `${'a.'.repeat(30_000)} = 1`],
    ['no text at all', '\0\u0001\uFFFD'],
  ])('%s', (_, content) => {
    for (const read of [readPyproject, readPipfile]) {
      const { artifact, problems } = read(new SourceText(content));
      expect(artifact === undefined ? problems.length : 1).toBeGreaterThan(0);
    }
  });

  test('requirements: long lines, endless continuations, garbage', () => {
    const contents = [`a${'\\\n'.repeat(50_000)}`, `${'x>=1 '.repeat(50_000)}`, '-e', '-r', '--', ' ; \n@\n[]\n', '\\'];
    for (const content of contents) {
      const { artifact, problems } = readRequirementsFile(new SourceText(content));
      expect([artifact?.requirements.length, problems]).toEqual([content.startsWith('a') ? 1 : 0, []]);
    }
  });
});
