import { expect, it } from 'vitest';
import { expectsMissing } from '../../../../rules/imports/private-attribute-chain/missing-attribute.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function isExpected(content: string): Promise<boolean> {
  const { model } = await fixtureOf('desk/pool.py', content);
  const attribute = nodesOf(model.source.module, 'Attribute').find(({ attr }) => attr === '_pool');
  if (attribute === undefined) throw new Error('the text reads no `_pool`');
  return expectsMissing(attribute, model);
}

it.each([
  'try:\n    client._pool\nexcept AttributeError:\n    pass\n',
  'try:\n    client._pool\nexcept Exception:\n    pass\n',
  'if hasattr(client, "_pool"):\n    client._pool\n',
  'pool = client._pool if hasattr(client, "_pool") else None\n',
])('is expected in %j', async (content) => {
  expect(await isExpected(content)).toBe(true);
});

it.each([
  'client._pool\n',
  'try:\n    client._pool\nexcept KeyError:\n    pass\n',
  'try:\n    client.start()\nexcept AttributeError:\n    client._pool\n',
  'if client:\n    client._pool\n',
])('is not expected in %j', async (content) => {
  expect(await isExpected(content)).toBe(false);
});
