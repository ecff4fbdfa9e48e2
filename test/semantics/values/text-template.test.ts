import { describe, expect, it } from 'vitest';
import { templateOf } from '../../../src/semantics/values/text-template.ts';
import { fixtureOf } from '../expectations.ts';

async function template(text: string, hole?: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/texts.py', `TABLE = "orders"\ndef use(limit):\n    return ${text}\n`);
  const [definition] = model.source.module.body.slice(1);
  const [statement] = definition?.kind === 'FunctionDef' ? definition.body : [];
  if (statement?.kind !== 'Return' || statement.value === undefined) throw new Error('the function returns a text');
  return templateOf(statement.value, model, hole);
}

describe('templateOf', () => {
  it.each([
    ['"SELECT 1"', 'SELECT 1'],
    ['f"SELECT * FROM {TABLE} LIMIT {limit}"', 'SELECT * FROM orders LIMIT ?'],
    ['"LIMIT " + str(limit)', 'LIMIT ?'],
    ['"LIMIT %s" % limit', 'LIMIT ?'],
    ['"LIMIT {}".format(limit)', 'LIMIT ?'],
    ['limit', undefined],
  ])('of %s', async (text, expected) => {
    expect(await template(text)).toBe(expected);
  });

  it('marks the holes as it is told', async () => {
    expect(await template('f"a{limit}b"', ' ')).toBe('a b');
  });
});
