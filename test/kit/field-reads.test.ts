import { expect, it } from 'vitest';
import { attributesReadIn, mayBeReadWhole, namesUsedIn } from '../../src/kit/index.ts';
import { modelOf } from '../project/read-project.ts';

const FIELDS = ['shop/orders.py', 'class Order:\n    total = 0\n'] as const;
const project = (...files: (readonly [string, string])[]) => modelOf(new Map([FIELDS, ...files]));

it('attributesReadIn: what production reads on anything', () => {
  const reads = attributesReadIn(
    project(
      ['shop/bill.py', 'def bill(order):\n    order.paid = True\n    return order.total\n'],
      ['tests/test_bill.py', 'def test(order):\n    assert order.weight\n'],
    ),
  );
  expect([...reads].sort()).toEqual(['total']);
});

it('namesUsedIn: imports, attributes, what is offered and what is named as text', () => {
  const used = namesUsedIn(
    project(
      ['shop/bill.py', 'from shop.orders import Order\n\nHANDLER = "shop.mail.send_bill"\n'],
      ['shop/__init__.py', '__all__ = ["Receipt"]\n'],
      ['shop/other.py', 'def unused(order):\n    return order.total\n'],
    ),
  );
  expect(['Order', 'send_bill', 'Receipt', 'total', 'unused'].filter((name) => used.has(name))).toEqual([
    'Order',
    'send_bill',
    'Receipt',
    'total',
  ]);
});

it.each([
  ['shop/orders.py', 'class Order:\n    def row(self):\n        return vars(self)\n', true],
  ['shop/bill.py', 'from shop.orders import Order\n\ndef bill(order):\n    return order.model_dump()\n', true],
  ['shop/bill.py', 'def bill(order):\n    return order.model_dump()\n', false],
  ['shop/bill.py', 'from shop.orders import Order\n\ndef bill(order):\n    return order.total\n', false],
  ['tests/test_bill.py', 'from shop.orders import Order\n\ndef test(order):\n    vars(order)\n', false],
])('mayBeReadWhole beside %s %j: %s', (path, content, expected) => {
  expect(mayBeReadWhole('shop/orders.py', project([path, content]))).toBe(expected);
});

it('what is not known may be read whole', () => {
  expect(mayBeReadWhole('shop/gone.py', project())).toBe(true);
});
