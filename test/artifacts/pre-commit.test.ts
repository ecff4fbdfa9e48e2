import { expect, test } from 'vitest';
import { readFixture, wordsOf } from './fixture.ts';

test('repositories and their hooks', () => {
  const { model, problems } = readFixture('pre-commit', 'pre-commit/.pre-commit-config.yaml');
  expect(problems).toEqual([]);
  expect(model.repositories.map(({ url, revision }) => [url.value, revision?.value])).toEqual([
    ['https://github.com/astral-sh/ruff-pre-commit', 'v0.6.0'],
    ['local', undefined],
  ]);
  const [ruff, types] = model.repositories.flatMap(({ hooks }) => hooks);
  expect(ruff).toMatchObject({ id: { value: 'ruff' }, args: [{ value: '--fix' }], exclude: { value: '^vendor/' } });
  expect(types).toMatchObject({ language: { value: 'system' }, stages: [{ value: 'manual' }] });
  expect(types?.additionalDependencies.map(({ value }) => value)).toEqual(['types-requests']);
  expect(wordsOf(types?.entry)).toEqual(['python -m mypy --strict src']);
  expect(model.repositories[1]?.hooks).toHaveLength(1);
});

test('prek takes the same as TOML', () => {
  const { model, problems } = readFixture('pre-commit', 'pre-commit/prek.toml');
  expect(problems).toEqual([]);
  expect(model.repositories.map(({ url, revision }) => [url.value, revision?.value])).toEqual([
    ['https://github.com/astral-sh/ruff-pre-commit', 'v0.6.0'],
    ['local', undefined],
  ]);
  const [ruff, types] = model.repositories.flatMap(({ hooks }) => hooks);
  expect(ruff).toMatchObject({ id: { value: 'ruff' }, args: [{ value: '--fix' }] });
  expect(wordsOf(types?.entry)).toEqual(['python -m mypy --strict src']);
});
