import { expect, it } from 'vitest';
import { namesAtUse } from '../../../../rules/security/_shared/use-names.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['the variable, and the keyword', 'token = made()\nsend(user, secret=token)', ['token', 'secret']],
  ['the attribute', 'self.seed = made()', ['seed']],
  ['the key of a dict', 'return {"shard": made()}', ['shard']],
  ['the key of a table', 'table["shard"] = made()', ['shard']],
  ['the function that returns it', 'return made()', ['name_of']],
  ['not a container that it is put into', 'seen.add(made())', []],
  ['not a test of it', 'if made() == old:\n    return None', []],
])('namesAtUse gives %s', async (_, body, names) => {
  const text = `def name_of(self, user, table, seen, old):\n${body.replaceAll(/^/gm, '    ')}\n`;
  const { model } = await fixtureOf('app/names.py', text);
  const made = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'made');
  if (made === undefined) throw new Error('`made` is not called');
  const found = model.flow.destinations(made).flatMap((use) => namesAtUse(use, model).map(({ name }) => name));
  expect([...new Set(found)]).toEqual(names);
});
