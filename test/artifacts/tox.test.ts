import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArtifact, type ToxConfiguration } from '../../src/artifacts/index.ts';
import { toxOfIni } from '../../src/artifacts/tox/tox-environments.ts';
import { SourceText } from '../../src/text/index.ts';
import { projectRoot } from '../../tools/project-root.ts';

const fixture = (name: string): string => readFileSync(join(projectRoot, 'fixtures/artifacts/tox', name), 'utf8');

function toxOf(content: string, path: string): ToxConfiguration {
  const kind = path === 'tox.ini' ? 'ini' : path === 'tox.toml' ? 'tool-toml' : 'pyproject';
  const { artifact } = readArtifact(kind, new SourceText(content), path);
  const none = { environments: [], environmentList: undefined, requirements: [] };
  if (artifact?.kind === 'ini') return toxOfIni(artifact.model);
  if (artifact?.kind === 'tool-toml' || artifact?.kind === 'pyproject') return artifact.model.tox ?? none;
  throw new Error('not read');
}

const commandsOf = ({ environments }: ToxConfiguration): string[][] =>
  environments.map(({ name, commands }) => [
    name,
    ...commands.flatMap(({ script, ignoresFailure }) => {
      const sign = ignoresFailure ? '- ' : '';
      return script.commands.map(({ words }) => sign + words.map(({ text }) => text).join(' '));
    }),
  ]);

const requiredBy = ({ requirements }: ToxConfiguration): string[] =>
  requirements.map(({ value: { distribution, specifier } }) => distribution + specifier);

function expectWordsInPlace(content: string, path: string): void {
  const { environments, requirements } = toxOf(content, path);
  const words = environments.flatMap(({ commands }) =>
    commands.flatMap(({ script }) => script.commands.flatMap((command) => command.words)),
  );
  expect(words.length).toBeGreaterThan(4);
  for (const { text, span } of words) {
    const written = content.slice(span.start, span.end);
    if (!written.startsWith('{ replace')) expect(written.replaceAll('{/}', '/')).toBe(text);
  }
  expect(requirements.length).toBeGreaterThan(0);
  for (const { value, span } of requirements)
    expect(content.slice(span.start, span.end).toLowerCase()).toContain(value.distribution);
}

describe('tox.ini', () => {
  test('runs its commands by environment, over continued lines and behind factors', () => {
    expect(commandsOf(toxOf(fixture('tox.ini'), 'tox.ini'))).toEqual([
      ['', 'pytest {posargs:tests} --cov=orders', '- coverage report'],
      ['lint', 'pip install ruff', 'ruff check {toxinidir}/orders'],
      ['types', '- mypy orders'],
    ]);
  });

  test('has its words where they are in the file', () => {
    expectWordsInPlace(fixture('tox.ini'), 'tox.ini');
  });

  test('that is no configuration of tox has no environments', () => {
    expect(toxOf('[pytest]\naddopts = -ra\n', 'tox.ini')).toEqual({
      environments: [],
      environmentList: undefined,
      requirements: [],
    });
    expect(toxOf(`[testenv]\ncommands = ${'{'.repeat(2000)}\n`, 'tox.ini').environments).toHaveLength(1);
  });

  test('fails in the end where it only goes on after errors', () => {
    const content = '[testenv]\nignore_errors = true\ncommands = mypy orders\n';
    expect(commandsOf(toxOf(content, 'tox.ini'))).toEqual([['', 'mypy orders']]);
  });
});

describe('tox.toml', () => {
  const tox = toxOf(fixture('tox.toml'), 'tox.toml');

  test('runs its commands by environment, whatever replaces a part of them', () => {
    expect(commandsOf(tox)).toEqual([
      ['', 'pytest tests --cov=orders', '- coverage report'],
      ['lint', 'pip install ruff', 'ruff check {tox_root}/orders', 'cd web', 'npm test'],
      ['types', '- mypy --strict orders', '- mypy orders'],
      ['docs', 'make html', 'twine check {replace}'],
      ['django-{factors}', 'python manage.py test'],
    ]);
    expect(tox.environments.map(({ folder }) => folder)).toEqual(['', '', '', 'docs', '']);
  });

  test('is certain of what no replacement puts there', () => {
    const words = tox.environments[0]?.commands[0]?.script.commands[0]?.words;
    expect(words?.map(({ text, isDynamic }) => [text, isDynamic])).toEqual([
      ['pytest', false],
      ['tests', true],
      ['--cov=orders', false],
    ]);
  });

  test('requires what its environments install', () => {
    expect(requiredBy(tox)).toEqual(['pytest>=8', 'django>=5.0,<5.1', 'mypy==2.4.1']);
  });

  test('has its words where they are in the file', () => {
    expectWordsInPlace(fixture('tox.toml'), 'tox.toml');
  });

  test('is read by its name alone', () => {
    const { artifact } = readArtifact('tool-toml', new SourceText('[env.lint]\ncommands = [["ruff"]]\n'), 'ruff.toml');
    expect(artifact?.kind === 'tool-toml' && artifact.model.tox).toBeUndefined();
  });

  test('of any shape is no failure', () => {
    for (const content of [
      'env = 3\n',
      '[env]\nlint = []\n',
      '[env.lint]\ncommands = "ruff"\ndeps = 3\n',
      '[env_run_base]\ncommands = [[[[]]], {}, 3, ["-"]]\n',
    ])
      expect(toxOf(content, 'tox.toml').environments.flatMap(({ commands }) => commands)).toEqual([]);
  });
});

describe('pyproject.toml', () => {
  test('holds the same below `tool.tox`', () => {
    const content = '[tool.tox.env_run_base]\ndeps = ["pytest"]\ncommands = [["pytest", "tests"]]\n';
    const tox = toxOf(content, 'pyproject.toml');
    expect(commandsOf(tox)).toEqual([['', 'pytest tests']]);
    expect(requiredBy(tox)).toEqual(['pytest']);
    expect(toxOf('[tool.ruff]\nline-length = 100\n', 'pyproject.toml').environments).toEqual([]);
  });

  test('may hold INI, with every word where it is in the file', () => {
    const tox = toxOf(fixture('pyproject.toml'), 'pyproject.toml');
    expect(commandsOf(tox)).toEqual([['', 'pytest tests --cov=orders', '- coverage report']]);
    expect(requiredBy(tox)).toEqual(['pytest']);
    expectWordsInPlace(fixture('pyproject.toml'), 'pyproject.toml');
  });

  test('says nothing by INI beside what it says itself', () => {
    const content =
      '[tool.tox]\nlegacy_tox_ini = "[testenv]\\ncommands = a"\n[tool.tox.env.lint]\ncommands = [["ruff"]]\n';
    expect(commandsOf(toxOf(content, 'pyproject.toml'))).toEqual([['lint', 'ruff']]);
  });
});
