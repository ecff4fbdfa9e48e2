import { describe, expect, it } from 'vitest';
import { opennessOf, opennessOfName } from '../../../../rules/resources/_shared/key-openness.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const PRELUDE = `import hashlib
import time
import uuid

class Desk:
    def keep(self, prompt, plain, seconds: float, flag: bool, model_id, user_id):
`;

/** The openness of the key under which something is kept last. */
async function openness(body: string): Promise<string> {
  const { model } = await fixtureOf('app/desk.py', `${PRELUDE}${body.replaceAll(/^/gm, '        ')}\n`);
  const store = nodesOf(model.source.module, 'Subscript').find(({ ctx }) => ctx === 'Store');
  return opennessOf(store?.slice, model);
}

describe('opennessOf', () => {
  it.each([
    ['kept[prompt] = 1', 'open'],
    ['kept[user_id] = 1', 'open'],
    ['kept[seconds] = 1', 'open'],
    ['key = (plain, prompt)\nkept[key] = 1', 'open'],
    ['kept[hashlib.sha256(plain).hexdigest()] = 1', 'open'],
    ['kept[make_key(prompt)] = 1', 'open'],
    ['kept[uuid.uuid4()] = 1', 'open'],
    ['kept[time.time()] = 1', 'open'],
    ['kept["prompt"] = 1', 'closed'],
    ['kept[flag] = 1', 'closed'],
    ['kept[model_id] = 1', 'unknown'],
    ['kept[self.url] = 1', 'closed'],
    ['kept[type(plain)] = 1', 'closed'],
    ['kept[id(plain)] = 1', 'open'],
    ['kept[id(type(plain))] = 1', 'closed'],
    ['kept[plain] = 1', 'unknown'],
    ['kept[make_key(plain)] = 1', 'unknown'],
    ['kept[load(prompt)] = 1', 'unknown'],
  ])('of the key in %j is %s', async (body, expected) => {
    expect(await openness(body)).toBe(expected);
  });
});

describe('opennessOfName', () => {
  it.each([
    ['question', 'open'],
    ['order_id', 'open'],
    ['source_url', 'open'],
    ['tenant_id', 'unknown'],
    ['base_url', 'unknown'],
    ['kind', 'unknown'],
    ['name', 'unknown'],
  ])('of %s is %s', (name, expected) => {
    expect(opennessOfName(name)).toBe(expected);
  });
});
