import { expect, it } from 'vitest';
import { attributesReadIn, mayBeReadWhole, namesUsedIn } from '../../../../rules/ml/_shared/field-reads.ts';
import { modelOf } from '../../../project/read-project.ts';

const project = modelOf(
  new Map([
    ['shop/__init__.py', ''],
    [
      'shop/orders.py',
      'from shop.models import Order\n\ndef total(order):\n    return order.price + getattr(order, "tax_rate")\n',
    ],
    ['shop/models.py', 'class Order: ...\n\nclass Refund: ...\n'],
    ['shop/export.py', 'from shop.audit import Entry\n\ndef dump(entry):\n    return entry.model_dump()\n'],
    ['shop/audit.py', '__all__ = ["Entry"]\n\nclass Entry: ...\n'],
    ['tests/test_orders.py', 'def test_total(order):\n    assert order.discount == 0\n'],
  ]),
);

it('attributesReadIn gives what production reads', () => {
  const reads = attributesReadIn(project);
  expect(['price', 'discount', 'weight'].map((name) => reads.has(name))).toEqual([true, false, false]);
});

it('namesUsedIn gives what is imported, read, offered or written as text', () => {
  const used = namesUsedIn(project);
  expect(['Order', 'price', 'tax_rate', 'Entry'].filter((name) => !used.has(name))).toEqual([]);
  expect(used.has('Refund')).toBe(false);
});

it('mayBeReadWhole where the module or an importer makes dicts of objects', () => {
  expect(['shop/audit.py', 'shop/models.py', 'unknown.py'].map((path) => mayBeReadWhole(path, project))).toEqual([
    true,
    false,
    true,
  ]);
});
