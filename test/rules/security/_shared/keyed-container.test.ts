import { expect, it } from 'vitest';
import { containerKeyedBy } from '../../../../rules/security/_shared/keyed-container.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { usesInFile } from '../../../../src/semantics/context/uses-in-file.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** Containers that what `made()` gives is a key of, and in how many places it is used at all. */
async function keyed(code: string): Promise<readonly string[]> {
  const text = `table = {}\n\nclass Limits:\n    def count(self, key):\n        return self.hits[key]\n\ndef look(key, more):\n    return table.get(key)\n\ndef through(key):\n    return look(more=1, key=key)\n\ndef far(key):\n    return through(key)\n\ndef run():\n    value = made()\n${code.replaceAll(/^/gm, '    ')}\n`;
  const { model } = await fixtureOf('app/limits.py', text);
  const made = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'made');
  if (made === undefined) throw new Error('`made` is not called');
  return usesInFile(made, model).flatMap((use) => {
    const container = containerKeyedBy(use);
    return container === undefined ? [] : text.slice(container.start, container.end);
  });
}

it.each([
  ['an index', 'table[value] = 1', ['table']],
  ['a look-up', 'cache.items.get(value, 0)', ['cache.items']],
  ['an element', 'seen.add(value)', ['seen']],
  ['not the value kept', 'table.setdefault("x", value)', []],
  ['not another method', 'table.encode(value)', []],
  ['in a function that is given it', 'look(value, 1)', ['table']],
  ['in a method that is given it', 'Limits().count(value)', ['self.hits']],
  ['two calls on, by keyword', 'through(value)', ['table']],
  ['not three calls on', 'far(value)', []],
])('a container keyed by a value: %s', async (_, code, containers) => {
  expect(await keyed(code)).toEqual(containers);
});
