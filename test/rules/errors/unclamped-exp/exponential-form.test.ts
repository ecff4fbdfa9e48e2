import { expect, it } from 'vitest';
import { exponentialFormOf } from '../../../../rules/errors/unclamped-exp/exponential-form.ts';
import { type Call, lastName, walk } from '../../../../src/ast/index.ts';
import { expression } from '../../../ast/parse-python.ts';

it.each([
  ['1 / (1 + exp(-x))', 'sigmoid'],
  ['rate / (math.exp(x) + 1.0)', 'sigmoid'],
  ['log(1 + exp(x))', 'softplus'],
  ['math.log1p(math.exp(x))', 'softplus'],
  ['(1 + exp(x)) / 2', undefined],
  ['1 / (2 + exp(x))', undefined],
  ['1 / (1 - exp(x))', undefined],
  ['exp(x)', undefined],
])('%s is a %s', (source, form) => {
  let found: Call | undefined;
  walk(expression(source), (node) => {
    if (node.kind === 'Call' && lastName(node.func) === 'exp') found = node;
  });
  if (found === undefined) throw new Error('no exponential');
  expect(exponentialFormOf(found)).toBe(form);
});
