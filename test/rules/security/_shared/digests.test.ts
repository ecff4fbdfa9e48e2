import { describe, expect, it } from 'vitest';
import { digestedBy } from '../../../../rules/security/_shared/digests.ts';
import { type Expression, nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

describe('digestedBy', () => {
  it.each([
    ['at once', 'made(hashlib.sha256(name.encode()).hexdigest())', ['name.encode()']],
    ['by name of the algorithm', 'made(hashlib.new("sha1", data).digest())', ['data']],
    [
      'piece by piece',
      'h = hashlib.md5()\nh.update(first)\nh.update(second)\nmade(h.hexdigest())',
      ['first', 'second'],
    ],
    ['as an identifier', 'made(uuid.uuid5(uuid.NAMESPACE_DNS, host))', ['host']],
    ['by hash()', 'made(hash(pair))', ['pair']],
    ['not with a key', 'made(hashlib.blake2b(data, key=secret).digest())', undefined],
    ['not by hmac', 'made(hmac.new(secret, data, hashlib.sha256).digest())', undefined],
    ['not by another method of that name', 'made(message.digest())', undefined],
  ])('%s', async (_, code, expected) => {
    const body = code.replaceAll(/^/gm, '    ');
    const text = `import hashlib, hmac, uuid\n\ndef run(name, data, first, second, host, pair, secret, message):\n${body}\n`;
    const { model } = await fixtureOf('app/digests.py', text);
    const digested = digestedBy(givenToMade(model.source.module), model);
    expect(digested?.map((each) => text.slice(each.start, each.end))).toEqual(expected);
  });
});

function givenToMade(module: Parameters<typeof nodesOf>[0]): Expression {
  const call = nodesOf(module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'made');
  const [argument] = call?.args ?? [];
  if (argument === undefined) throw new Error('nothing is given to `made`');
  return argument;
}
