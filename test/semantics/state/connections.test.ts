import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { connectionEndedBy, connectionTaken, isKeptConnection } from '../../../src/semantics/state/connections.ts';
import { fixtureOf } from '../expectations.ts';

/** How the last call of a method body that ends a connection ends it, whether it was taken, whether it is kept. */
async function ended(...body: readonly string[]): Promise<readonly unknown[] | undefined> {
  const code = [
    'import asyncpg',
    'shared = connect()',
    'class Store:',
    '    def __init__(self, session):',
    '        self.session = session',
    '        self.db = None',
    '    async def open(self):',
    '        self.db = await asyncpg.connect()',
    '    async def book(self, given):',
    ...body.map((line) => `        ${line}`),
  ];
  const { model } = await fixtureOf('app/store.py', `${code.join('\n')}\n`);
  const end = nodesOf(model.source.module, 'Call')
    .flatMap((call) => connectionEndedBy(call) ?? [])
    .at(-1);
  if (end === undefined) return undefined;
  const taken = connectionTaken(end.connection, end.call.start, model);
  return [end.how, taken !== undefined, isKeptConnection(end.connection, model)];
}

describe('connections', () => {
  it.each([
    ['an attribute that the class fills', ['await self.db.rollback()'], ['rolled-back', false, true]],
    ['a local taken from one', ['db = self.db', 'db.rollback()'], ['rolled-back', false, true]],
    ['a name of the module', ['shared.rollback()'], ['rolled-back', false, true]],
    ['what the object was given', ['self.session.rollback()'], ['rolled-back', false, false]],
    ['what the function was given', ['given.rollback()'], ['rolled-back', false, false]],
    ['one of a pool', ['c = await self.pool.acquire()', 'await self.pool.release(c)'], ['given-back', true, false]],
    ['one of elsewhere', ['c = open()', 'self.pool.putconn(c)'], ['given-back', false, false]],
  ])('%s', async (_, body, expected) => expect(await ended(...body)).toEqual(expected));

  it.each(['lock.release()', 'given.rollback(3)', 'release(given)', 'given.close()'])('%s ends none', async (line) => {
    expect(await ended(line)).toBeUndefined();
  });
});
