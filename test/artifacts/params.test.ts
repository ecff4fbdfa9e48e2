import { expect, test } from 'vitest';
import { readFixture } from './fixture.ts';

const { model, comments, text, lineOf } = readFixture('params', 'params/params.yaml');

test('every value with its path, its key and its place', () => {
  expect(model.parameters.map(({ path, value }) => [path, value.value])).toEqual([
    ['seed', 42],
    ['train.epochs', 20],
    ['train.optimizer.name', 'adam'],
    ['train.optimizer.rate', 0.001],
    ['train.layers', [64, 32]],
    ['empty', null],
    ['flags', [{ name: 'fast', on: true }]],
  ]);
  const rate = model.parameters[3];
  expect(rate && [text.slice(rate.key.span), text.slice(rate.value.span), lineOf(rate.span)]).toEqual([
    'rate',
    '1e-3',
    4,
  ]);
});

test('sections, values and comments', () => {
  expect(model.sections.map(({ value }) => value)).toEqual(['train', 'train.optimizer']);
  expect(model.values).toMatchObject({ train: { optimizer: { name: 'adam' } }, empty: null });
  expect(comments.map(({ value }) => value)).toEqual(['# enough']);
});
