import { expect, it } from 'vitest';
import { defsOf, nodesOf } from '../../../src/ast/index.ts';
import { handedTo, positionalNames } from '../../../src/semantics/effects/handed-on.ts';
import { fixtureOf } from '../expectations.ts';

/** Where the use of `scale` in a function body is handed to. */
async function handed(body: string): Promise<unknown> {
  const content = `from shop.prices import convert\n\ndef price(amount, scale):\n    ${body}\n`;
  const { model } = await fixtureOf('shop/bill.py', content);
  const use = nodesOf(model.source.module, 'Name').find(({ id }) => id === 'scale');
  if (use === undefined) throw new Error('`scale` is not used');
  return handedTo(use, model);
}

it.each([
  ['return convert(amount, scale)', { path: 'shop.prices.convert', parameter: 1 }],
  ['return convert(amount, by=scale)', { path: 'shop.prices.convert', parameter: 'by' }],
  ['return convert(scale + 1)', undefined],
  ['return convert(*amount, scale)', undefined],
  ['return convert(**scale)', undefined],
  ['return scale(amount)', undefined],
  ['return len(scale)', undefined],
  ['return scale', undefined],
])('%s hands on %j', async (body, expected) => {
  expect(await handed(body)).toEqual(expected);
});

it.each([
  ['def price(amount, /, scale, *, unit): ...\n', ['amount', 'scale']],
  ['class Bill:\n    def price(self, amount, scale=1): ...\n', ['amount', 'scale']],
  ['class Bill:\n    def price(self, amount):\n        def inner(cell): ...\n', ['amount']],
])('positionalNames of %j', async (content, names) => {
  const { model } = await fixtureOf('shop/bill.py', content);
  const [fn] = defsOf(model.source.module);
  expect(fn === undefined ? undefined : positionalNames(fn, model)).toEqual(names);
});
