import { describe, expect, it } from 'vitest';
import { defsOf, nodesOf } from '../../../src/ast/index.ts';
import { rowLockAt } from '../../../src/semantics/rows/row-locks.ts';
import { fixtureOf } from '../expectations.ts';

/** The call that has locked rows where `here` is read. */
async function lockOf(body: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/rows.py', `def run(db, a):\n${body.replaceAll(/^/gm, '    ')}\n`);
  const here = nodesOf(model.source.module, 'Name').find(({ id }) => id === 'here');
  const [fn] = defsOf(model.source.module);
  const lock = fn && here && rowLockAt(here, fn, model);
  return lock && model.source.text.slice(lock);
}

describe('the lock of rows', () => {
  it.each([
    ['db.execute("BEGIN IMMEDIATE")\nhere', 'db.execute("BEGIN IMMEDIATE")'],
    ['db.execute("BEGIN IMMEDIATE")\ndb.commit()\nhere', undefined],
    ['if a:\n    db.execute("LOCK TABLE a")\nhere', undefined],
    [
      'if a:\n    db.execute("LOCK TABLE a")\n    return\ndb.execute("LOCK TABLE b")\nhere',
      'db.execute("LOCK TABLE b")',
    ],
    [
      'if a:\n    db.execute("LOCK TABLE a")\nelse:\n    db.execute("LOCK TABLE b")\nhere',
      'db.execute("LOCK TABLE a")',
    ],
    ['db.execute("SELECT pg_advisory_xact_lock(1)")\nhere', 'db.execute("SELECT pg_advisory_xact_lock(1)")'],
    ['db.execute(select(func.pg_try_advisory_lock(1)))\nhere', 'func.pg_try_advisory_lock(1)'],
    ['db.execute("SELECT 1 FROM findings WHERE advisory_id = 1")\nhere', undefined],
    ['db.fetch_advisory(a)\nhere', undefined],
    ['db.log("BEGIN IMMEDIATE")\nhere', undefined],
  ])('%s', async (body, expected) => {
    expect(await lockOf(body)).toBe(expected);
  });
});
