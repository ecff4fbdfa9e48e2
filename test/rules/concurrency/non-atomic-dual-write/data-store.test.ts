import { describe, expect, it } from 'vitest';
import { isDataStore } from '../../../../rules/concurrency/non-atomic-dual-write/data-store.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const CODE = `
from app.storage import OrderRepository, QueryCache

class Orders:
    def __init__(self, database, orders: OrderRepository, users: QueryCache, metrics_store, catalogue_db, contract_table, clock):
        self.database = database
        self.orders = orders
        self.users = users
        self.metrics_store = metrics_store
        self.index = {}
        self.catalogue_db = catalogue_db
        self.contract_table = contract_table
        self.clock = clock

    def each(self):
        return self.database, self.orders, self.users, self.metrics_store, self.index, self.clock, self.catalogue_db, self.contract_table
`;

describe('isDataStore', () => {
  it.each([
    ['self.database', true],
    ['self.orders', true],
    ['self.users', false],
    ['self.metrics_store', false],
    ['self.index', false],
    ['self.clock', false],
    // A catalogue is no log, a contract leaves no trace.
    ['self.catalogue_db', true],
    ['self.contract_table', true],
  ])('%s: %s', async (code, expected) => {
    const { model } = await fixtureOf('app/orders.py', CODE);
    const place = nodesOf(model.source.module, 'Attribute').findLast((each) => model.source.text.slice(each) === code);
    if (place === undefined) throw new Error(`no ${code}`);
    expect(isDataStore(place, model)).toBe(expected);
  });
});
