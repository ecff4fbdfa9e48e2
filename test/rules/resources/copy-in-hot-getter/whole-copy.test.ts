import { describe, expect, it } from 'vitest';
import { copiedWhole } from '../../../../rules/resources/copy-in-hot-getter/whole-copy.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

describe('copiedWhole', () => {
  it.each([
    ['dict(self._rows)', 'self._rows'],
    ['self._rows.copy()', 'self._rows'],
    ['copy.deepcopy(rows)', 'rows'],
    ['{**rows}', 'rows'],
    ['[*rows]', 'rows'],
    ['{**rows, "last": 1}', undefined],
    ['[*rows, 1]', undefined],
    ['{**rows, **others}', undefined],
    ['dict(rows, last=1)', undefined],
    ['sorted(rows)', undefined],
    ['rows', undefined],
    ['[]', undefined],
  ])('of %s is %s', async (expression, expected) => {
    const { model } = await fixtureOf('app/copies.py', `import copy\n${expression}\n`);
    const statement = model.source.module.body[1];
    if (statement?.kind !== 'Expr') throw new Error('an expression stands there');
    const copied = copiedWhole(statement.value, model);
    expect(copied && model.source.text.slice(copied)).toBe(expected);
  });
});
