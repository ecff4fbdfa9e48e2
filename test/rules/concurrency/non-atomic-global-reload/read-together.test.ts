import { describe, expect, it } from 'vitest';
import { readTogether } from '../../../../rules/concurrency/non-atomic-global-reload/read-together.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const CODE = `
_key = load()
_key_id = load()
_age = load()

def token():
    log(_key)
    return _key_id, _key, _age

def key():
    return _key, _key

def both(_key):
    return _key, _key_id
`;

describe('readTogether', () => {
  it('tells who reads two of the names, and where the second is read', async () => {
    const { model } = await fixtureOf('shop/keys.py', CODE);
    const places = nodesOf(model.source.module, 'Assign').flatMap(({ targets }) =>
      targets.flatMap((target) => (target.kind === 'Name' ? [target] : [])),
    );
    const found = readTogether(places, model).map(({ by, at }) => `${by.name}: ${at.id}`);
    expect(found).toEqual(['token: _key_id']);
    expect(readTogether(places.slice(0, 1), model)).toEqual([]);
  });
});
