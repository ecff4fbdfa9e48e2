import { expect, test } from 'vitest';
import { fillDvcCommand } from '../../src/artifacts/index.ts';
import { readFixture, wordsOf } from './fixture.ts';

const { model, problems, text } = readFixture('dvc', 'dvc/dvc.yaml');
const [prepare, train, each, named, grid] = model.stages;

test('stages with commands whose holes are kept', () => {
  expect(problems).toEqual([]);
  const [command] = prepare?.commands ?? [];
  expect(wordsOf(command?.script)).toEqual(['python src/prepare.py --in ${local.folder}~ --seed ${seed}~']);
  expect(command?.holes.map(({ expression }) => expression)).toEqual(['local.folder', 'seed']);
  const option = command?.script.commands[0]?.words[2];
  expect(option && text.slice(option.span)).toBe('--in');
  expect(train?.commands.map(({ script }) => wordsOf(script))).toEqual([
    ['python ../src/train.py --epochs ${train.epochs}~ --stage final'],
    ['echo done ${HOME}'],
  ]);
  expect(train?.commands[1]?.holes).toEqual([]);
});

test('what goes in and out', () => {
  expect(prepare?.dependencies.map(({ value }) => value)).toEqual(['src/prepare.py', '${local.folder}']);
  expect(prepare?.outputs.map(({ kind, path, isCached }) => [kind, path.value, isCached])).toEqual([
    ['out', 'data/prepared', true],
    ['out', 'data/cache', false],
  ]);
  expect(train?.outputs.map(({ kind, path, isCached }) => [kind, path.value, isCached])).toEqual([
    ['metric', 'metrics.json', false],
    ['plot', 'curve.csv', true],
  ]);
  expect(train?.params.map(({ file, keys }) => [file?.value, keys.map(({ value }) => value)])).toEqual([
    [undefined, ['train.epochs', 'train']],
    ['other.yaml', ['a.b']],
    ['whole.json', []],
  ]);
  expect([train?.workingDirectory?.value, train?.isFrozen, prepare?.isFrozen]).toEqual(['models', true, false]);
});

test('loops', () => {
  expect(each?.loop).toMatchObject({ kind: 'foreach', items: ['small', 'large'] });
  expect(wordsOf(each?.commands[0]?.script)).toEqual(['python eval.py ${item}~']);
  expect(each?.outputs[0]?.path.value).toBe('out/${item}');
  expect(named?.loop).toMatchObject({ kind: 'foreach-template', template: { value: '${models}' } });
  expect(grid?.loop).toMatchObject({ kind: 'matrix', axes: { model: ['a', 'b'], rate: [1, 2] } });
});

test('values, metrics and plots of the file', () => {
  expect(model.vars).toMatchObject([
    { kind: 'file', path: { value: 'settings.json' }, keys: [] },
    { kind: 'file', path: { value: 'common.yaml' }, keys: ['paths', 'seed'] },
    { kind: 'values', values: { local: { folder: 'data/raw' } } },
  ]);
  expect(model.metrics.map(({ value }) => value)).toEqual(['metrics.json']);
  expect(model.plots.map(({ value }) => value)).toEqual(['logs', 'train.json', 'train.json', 'test.json']);
});

test('holes are filled with what is known, and words stay in their places', () => {
  const values: Readonly<Record<string, string>> = { seed: '7', 'train.epochs': '2 0', 'item.model': '--deep' };
  const fill = (stage: typeof train) =>
    stage?.commands.map((command) => fillDvcCommand(command, (expression) => values[expression]));
  const [filled] = fill(prepare) ?? [];
  expect(wordsOf(filled?.script)).toEqual(['python src/prepare.py --in ${local.folder}~ --seed 7']);
  const seed = filled?.script.commands[0]?.words.at(-1);
  expect(seed?.span.start).toBe(text.content.indexOf('${seed}'));
  const option = filled?.script.commands[0]?.words[4];
  expect(option && text.slice(option.span)).toBe('--seed');
  expect(wordsOf(fill(train)?.[0]?.script)).toEqual(['python ../src/train.py --epochs 2 0 --stage final']);
  expect(wordsOf(fill(grid)?.[0]?.script)).toEqual(['python fit.py --model --deep --rate ${item.rate}~']);
});

test('a hole that is a variable to a shell as well is one hole more', () => {
  expect(each?.commands[0]?.holes.map(({ expression }) => expression)).toEqual(['item']);
});
