import { expect, it } from 'vitest';
import { boundsParameter } from '../../../../rules/resources/unclamped-limit/bounds-parameter.ts';
import { modelOf } from '../../../project/read-project.ts';

const project = modelOf(
  new Map([
    ['shop/__init__.py', ''],
    ['shop/stock.py', 'def newest(text, limit):\n    return text[: min(limit, 9)]\n'],
    ['shop/api.py', 'from shop import stock\n'],
  ]),
);

it.each([
  ['limit', 'yes'],
  [1, 'yes'],
  ['text', 'no'],
])('a function gives `%s` a bound: %s', (parameter, verdict) => {
  const query = { path: 'shop.stock.newest', from: 'shop/api.py', parameter };
  expect(boundsParameter.answer(query, project).verdict).toBe(verdict);
});
