import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { toxEnvironments } from '../../src/artifacts/tox/tox-environments.ts';
import { projectRoot } from '../../src/dev/project-root.ts';
import { SourceText } from '../../src/text/index.ts';

function environmentsOf(content: string) {
  const { artifact } = readArtifact('ini', new SourceText(content), 'tox.ini');
  if (artifact?.kind !== 'ini') throw new Error('not read');
  return toxEnvironments(artifact.model);
}

test('tox runs its commands by environment, over continued lines and behind factors', () => {
  const content = readFileSync(join(projectRoot, 'fixtures/artifacts/tox/tox.ini'), 'utf8');
  const told = environmentsOf(content).map(({ name, commands }) => [
    name,
    ...commands.map(({ script, ignoresFailure }) => {
      const words = script.commands.flatMap((command) => command.words.map(({ text }) => text));
      return `${ignoresFailure ? '- ' : ''}${words.join(' ')}`;
    }),
  ]);
  expect(told).toEqual([
    ['', 'pytest {posargs:tests} --cov=orders', '- coverage report'],
    ['lint', 'pip install ruff', 'ruff check {toxinidir}/orders'],
    ['types', '- mypy orders'],
  ]);
});

test('words stand where they are in the file', () => {
  const content = readFileSync(join(projectRoot, 'fixtures/artifacts/tox/tox.ini'), 'utf8');
  const words = environmentsOf(content).flatMap(({ commands }) =>
    commands.flatMap(({ script }) => script.commands.flatMap((command) => command.words)),
  );
  expect(words.length).toBeGreaterThan(8);
  for (const { text, span } of words) expect(content.slice(span.start, span.end)).toBe(text);
});

test('what is no configuration of tox has no environments', () => {
  expect(environmentsOf('[pytest]\naddopts = -ra\n')).toEqual([]);
  expect(environmentsOf(`[testenv]\ncommands = ${'{'.repeat(2000)}\n`)).toHaveLength(1);
});
