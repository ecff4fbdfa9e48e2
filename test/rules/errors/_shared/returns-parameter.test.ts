import { expect, it } from 'vitest';
import { returnsParameter } from '../../../../rules/errors/_shared/returns-parameter.ts';
import { modelOf } from '../../../project/read-project.ts';

const project = modelOf(
  new Map([
    ['shop/__init__.py', ''],
    ['shop/stock.py', 'def answer(text, status):\n    body = {"error": f"failed: {text}"}\n    return body\n'],
    ['shop/api.py', 'from shop import stock\n'],
  ]),
);

it.each([
  ['text', 'yes'],
  [0, 'yes'],
  ['status', 'no'],
])('what a function gives holds `%s`: %s', (parameter, verdict) => {
  expect(returnsParameter.answer({ path: 'shop.stock.answer', from: 'shop/api.py', parameter }, project).verdict).toBe(
    verdict,
  );
});
