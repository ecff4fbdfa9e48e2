/** Readers of files that are read line by line. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ArtifactKind, readArtifact, type ShellScript } from '../../src/artifacts/index.ts';
import { type Located, SourceText } from '../../src/text/index.ts';

function read(kind: ArtifactKind, content: string) {
  const text = new SourceText(content);
  return { text, ...readArtifact(kind, text, 'file') };
}

const commands = ({ commands: all }: ShellScript): string[] =>
  all.map(({ words }) => words.map((word) => word.text).join(' '));

test('ini: sections, options, values over lines, comments', () => {
  const { text, artifact, comments, problems } = read(
    'ini',
    '# tools\n[flake8]\nMax-Line-Length = 120\nignore =\n    E501\n    ; not this\n    W503\n\n[tool:pytest]\naddopts: -q\n',
  );
  if (artifact?.kind !== 'ini') throw new Error('not read');
  const shown = artifact.model.sections.map(({ name, options }) => [
    name.value,
    options.map((option) => [option.name.value, option.lines.map(({ value }) => value)]),
  ]);
  expect(shown).toEqual([
    [
      'flake8',
      [
        ['max-line-length', ['120']],
        ['ignore', ['E501', 'W503']],
      ],
    ],
    ['tool:pytest', [['addopts', ['-q']]]],
  ]);
  const ignored = artifact.model.sections[0]?.options[1];
  expect(ignored && text.slice(ignored.span)).toBe('ignore =\n    E501\n    ; not this\n    W503');
  expect(comments.map(({ value }) => value)).toEqual(['# tools', '; not this']);
  expect(problems).toEqual([]);
  expect(read('ini', 'lost = 1\n').problems).toHaveLength(1);
});

test('makefile: rules with recipes, what is ignored, variables', () => {
  const { text, artifact } = read(
    'makefile',
    'PY ?= python3\n.PHONY: test\ntest lint: build | dirs  # both\n\t@$(PY) -m pytest \\\n\t  tests\n\t-ruff check .\n\nbuild:\n\techo $$HOME $(shell date)\n',
  );
  if (artifact?.kind !== 'makefile') throw new Error('not read');
  const { rules, variables } = artifact.model;
  expect(variables).toEqual({ PY: 'python3' });
  expect(
    rules.map(({ targets, prerequisites, recipe }) => [
      targets.join(' '),
      prerequisites.join(' '),
      recipe.map(({ script, ignoresFailure }) => `${ignoresFailure ? '-' : ''}${commands(script).join(' / ')}`),
    ]),
  ).toEqual([
    ['.PHONY', 'test', []],
    ['test lint', 'build dirs', ['python3 -m pytest tests', '-ruff check .']],
    ['build', '', ['echo $HOME ${shell_date}']],
  ]);
  const words = rules[1]?.recipe[0]?.script.commands[0]?.words ?? [];
  expect(words.slice(1).map(({ span }) => text.slice(span))).toEqual(['-m', 'pytest', 'tests']);
});

test('procfile: processes and what they run', () => {
  const { artifact } = read(
    'platform',
    'web: gunicorn app:app --workers 4\n# no\nworker: cd src && python -m worker\n',
  );
  if (artifact?.kind !== 'platform') throw new Error('not read');
  expect(artifact.model.processes.map(({ name, script }) => [name.value, commands(script)])).toEqual([
    ['web', ['gunicorn app:app --workers 4']],
    ['worker', ['cd src', 'python -m worker']],
  ]);
});

test('env files: names and what values look like, never the values', () => {
  const reading = read(
    'env-file',
    '# local\nexport DB_URL=postgres://u:hunter2@db/x\nTOKEN="<your token>"\nEMPTY=\nKEY=changeme\n',
  );
  if (reading.artifact?.kind !== 'env-file') throw new Error('not read');
  expect(reading.artifact.model.variables.map(({ name, value }) => [name.value, value])).toEqual([
    ['DB_URL', 'set'],
    ['TOKEN', 'placeholder'],
    ['EMPTY', 'empty'],
    ['KEY', 'placeholder'],
  ]);
  expect(JSON.stringify(reading.artifact)).not.toContain('hunter2');
});

test('env files: what a generator made is told from what somebody typed', () => {
  const made = ['0f8c2b7d9e4a61538c7b2f1e6d5a4039', 'GOCSPX-Kl3eM7fqFS2gWA9s6bat', "'q8Vn3ZkL0xTb7Wm2Rd5Y'"];
  const typed = ['very-secret-key-of-orders-12345', 'hunter2', 'orders2orders4orders8', 'postgresql', 'x1y2z3'];
  const lines = [...made, ...typed].map((value, at) => `KEY_${at}=${value}`);
  const reading = read('env-file', lines.join('\n'));
  if (reading.artifact?.kind !== 'env-file') throw new Error('not read');
  expect(reading.artifact.model.variables.map(({ isRandom }) => isRandom === true)).toEqual([
    ...made.map(() => true),
    ...typed.map(() => false),
  ]);
});

test('dockerignore, redis.conf and shell scripts', () => {
  const ignore = read('dockerignore', '# big\n*.csv\n\n!keep.csv\n').artifact;
  expect(ignore?.kind === 'dockerignore' && ignore.model.patterns.map(({ value }) => value)).toEqual([
    '*.csv',
    '!keep.csv',
  ]);
  const redis = read('redis-conf', 'maxmemory 2gb # cap\nMaxMemory-Policy allkeys-lru\n').artifact;
  expect(
    redis?.kind === 'redis-conf' && redis.model.directives.map(({ name, value }) => [name.value, value.value]),
  ).toEqual([
    ['maxmemory', '2gb # cap'],
    ['maxmemory-policy', 'allkeys-lru'],
  ]);
  const shell = read('shell-script', '#!/bin/sh\n# start\nset -e\nexec python -m app\n');
  expect(shell.artifact?.kind === 'shell-script' && commands(shell.artifact.model.script)).toEqual([
    'set -e',
    'exec python -m app',
  ]);
  const script = read('shell-script', 'PORT=${PORT:-80}\ncat <<END\n$NAME costs \\$5\nEND\n').artifact;
  expect(script?.kind === 'shell-script' && script.model.variables).toEqual(['PORT', 'NAME']);
  expect(shell.comments.map(({ value }: Located<string>) => value)).toEqual(['# start']);
});

describe('any text', () => {
  const kinds: ArtifactKind[] = [
    'ini',
    'makefile',
    'platform',
    'env-file',
    'dockerignore',
    'redis-conf',
    'shell-script',
    'dockerfile',
  ];
  test.each(kinds)('is read as %s without a crash, to plain JSON with places inside the text', (kind) => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('[a]', 'x = 1', '\tls', 'a: b', 'FROM x', 'RUN y \\', '$(', '"', '#'),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { artifact, comments, text } = read(kind, lines.join('\n'));
        expect(JSON.parse(JSON.stringify(artifact ?? null))).toEqual(artifact ?? null);
        for (const { value, span } of comments) expect(text.slice(span)).toBe(value);
      }),
      { numRuns: 200 },
    );
  });
});
