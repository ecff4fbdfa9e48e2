import { describe, expect, it } from 'vitest';
import { instanceMadeBy } from '../../../../rules/concurrency/unlocked-singleton/made-instance.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const IMPORTS = `import pathlib
import boto3
import requests
from shop.bus import Bus

class Ledger:
    @classmethod
    def shared(cls):
        return cls()

`;

/** What the last function of the text returns. */
async function madeIn(body: string): Promise<string | undefined> {
  const { model } = await fixtureOf('shop/state.py', `${IMPORTS}async def get(path):\n    ${body}\n`);
  const [fn] = nodesOf(model.source.module, 'AsyncFunctionDef');
  const last = fn?.body.at(-1);
  if (fn === undefined || last?.kind !== 'Return' || last.value === undefined) throw new Error('nothing is returned');
  const made = instanceMadeBy(last.value, fn, model);
  return made === undefined ? undefined : `${made.isClient ? 'client' : 'own'} ${made.class} ${made.name}`;
}

describe('instanceMadeBy', () => {
  it.each([
    ['return Ledger()', 'own shop.state.Ledger Ledger'],
    ['bus = Bus(path)\n    return bus', 'own shop.bus.Bus Bus'],
    ['return requests.Session()', 'client requests.Session Session'],
    ['return boto3.client("s3")', 'client undefined client'],
    ['return await requests.AsyncClient()', 'client requests.AsyncClient AsyncClient'],
  ])('%s', async (body, made) => {
    expect(await madeIn(body)).toBe(made);
  });

  it.each([
    'return pathlib.Path(path)',
    'return dict(path)',
    'return requests.get(path)',
    'return requests.Request()',
    'return path',
  ])('nothing for %s', async (body) => {
    expect(await madeIn(body)).toBeUndefined();
  });

  it('knows the class that `cls` means', async () => {
    const { model } = await fixtureOf('shop/state.py', IMPORTS);
    const shared = nodesOf(model.source.module, 'FunctionDef').find(({ name }) => name === 'shared');
    const returned = shared?.body[0]?.kind === 'Return' ? shared.body[0].value : undefined;
    expect(shared && returned && instanceMadeBy(returned, shared, model)?.class).toBe('shop.state.Ledger');
  });
});
