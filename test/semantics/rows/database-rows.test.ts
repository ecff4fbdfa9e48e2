import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { holdsRows, queryGivenTo } from '../../../src/semantics/rows/database-rows.ts';
import { fixtureOf } from '../expectations.ts';

async function looped(body: string) {
  const { model } = await fixtureOf(
    'app/rows.py',
    `async def use(cursor, pool, known):\n${body.replaceAll(/^/gm, '    ')}\n`,
  );
  const [loop] = [...nodesOf(model.source.module, 'For'), ...nodesOf(model.source.module, 'AsyncFor')];
  if (loop === undefined) throw new Error('nothing is looped over');
  return holdsRows(loop.iter, model);
}

describe('holdsRows', () => {
  it.each([
    ['for row in cursor.fetchall(): pass', true],
    ['rows = await cursor.fetchmany(10)\nfor row in rows: pass', true],
    ['for row in await pool.fetch("SELECT id FROM orders"): pass', true],
    ['async for row in pool.execute(text("WITH a AS (SELECT 1) SELECT * FROM a")): pass', true],
    ['for row in pool.fetch("SELECT id FROM orders LIMIT 1"): pass', false],
    ['for row in pool.execute("DELETE FROM orders"): pass', false],
    ['for row in pool.fetch(known): pass', false],
    ['for row in known.all(): pass', false],
    ['for row in known: pass', false],
  ])('of the loop in %j is %s', async (body, expected) => {
    expect(await looped(body)).toBe(expected);
  });
});

describe('queryGivenTo', () => {
  it.each([
    ['cursor.execute("select 1")', 'select 1'],
    ['cursor.execute(text(f"SELECT * FROM {table}"))', 'SELECT * FROM ?'],
    ['cursor.execute("UPDATE orders SET id = 1")', undefined],
    ['cursor.execute(statement)', undefined],
    ['cursor.execute()', undefined],
  ])('%s', async (code, expected) => {
    const { model } = await fixtureOf('app/rows.py', `${code}\n`);
    const call = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Attribute');
    expect(call && queryGivenTo(call, model)).toBe(expected);
  });
});
