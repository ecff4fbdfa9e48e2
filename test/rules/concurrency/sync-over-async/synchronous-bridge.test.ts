import { describe, expect, it } from 'vitest';
import { synchronousBridge } from '../../../../rules/concurrency/sync-over-async/synchronous-bridge.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const IMPORTS = 'import asyncio\nimport anyio\nfrom asgiref.sync import async_to_sync\n\n';

async function bridgesIn(body: string): Promise<readonly string[]> {
  const { model } = await fixtureOf(
    'app/bridge.py',
    `${IMPORTS}def get(work, loop):\n    ${body.replaceAll('\n', '\n    ')}\n`,
  );
  return nodesOf(model.source.module, 'Call').flatMap((call) => {
    const bridge = synchronousBridge(call, model);
    return bridge === undefined ? [] : [`${bridge.name}${bridge.startsLoop ? ' starts' : ' waits'}`];
  });
}

describe('synchronousBridge', () => {
  it.each([
    ['asyncio.run(work())', 'asyncio.run starts'],
    ['anyio.run(work)', 'anyio.run starts'],
    ['asyncio.new_event_loop().run_until_complete(work())', 'run_until_complete starts'],
    ['async_to_sync(work)("a")', 'async_to_sync starts'],
    ['asyncio.run_coroutine_threadsafe(work(), loop).result()', 'run_coroutine_threadsafe(…).result() waits'],
    [
      'job = asyncio.run_coroutine_threadsafe(work(), loop)\nreturn job.result()',
      'run_coroutine_threadsafe(…).result() waits',
    ],
  ])('%s', async (body, bridge) => {
    expect(await bridgesIn(body)).toEqual([bridge]);
  });

  it.each([
    'asyncio.run_coroutine_threadsafe(work(), loop).result(timeout=3)',
    'asyncio.run_coroutine_threadsafe(work(), loop).add_done_callback(print)',
    'return async_to_sync(work)',
    'work.run()',
    'loop.result()',
  ])('not %s', async (body) => {
    expect(await bridgesIn(body)).toEqual([]);
  });
});
