import { describe, expect, it } from 'vitest';
import { factsByFunction, functionKey } from '../../src/kit/index.ts';
import { modelOf } from '../project/read-project.ts';

const STORE = 'class Store:\n    def get_rows(self):\n        return []\n';
const USE = 'from app.store import Store\n';

describe('factsByFunction', () => {
  it('puts facts to the function that their way leads to, and leaves out what leads nowhere', () => {
    const project = modelOf(
      new Map([
        ['app/__init__.py', ''],
        ['app/store.py', STORE],
        ['app/use.py', USE],
        ['app/more.py', USE],
      ]),
    );
    const facts = [
      { path: 'app/use.py', fact: { path: 'app.store.Store().get_rows', line: 1 } },
      { path: 'app/more.py', fact: { path: 'app.store.Store().get_rows', line: 2 } },
      { path: 'app/use.py', fact: { path: 'app.store.Store().lost', line: 3 } },
      { path: 'elsewhere.py', fact: { path: 'app.store.Store().get_rows', line: 4 } },
    ];
    const byFunction = factsByFunction(facts, project);
    const key = functionKey('app/store.py', 'app.store.Store.get_rows');
    expect([...byFunction.keys()]).toEqual([key]);
    expect(byFunction.get(key)?.map(({ path, fact }) => `${path} ${fact.line}`)).toEqual([
      'app/use.py 1',
      'app/more.py 2',
    ]);
  });
});
