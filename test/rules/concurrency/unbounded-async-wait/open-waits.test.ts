import { describe, expect, it } from 'vitest';
import { type OpenWait, openWaitOf } from '../../../../rules/concurrency/unbounded-async-wait/open-waits.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HEAD =
  'import asyncio\n\nready = asyncio.Event()\nstopping = asyncio.Event()\nqueue = asyncio.Queue()\nwaiting = {}\n\n';

/** What ends the last `await` of a body. */
async function waitIn(body: string): Promise<OpenWait | undefined> {
  const code = `${HEAD}async def run(key):\n    ${body.replaceAll('\n', '\n    ')}\n`;
  const { model } = await fixtureOf('app/run.py', code);
  const last = nodesOf(model.source.module, 'Await').at(-1);
  if (last === undefined) throw new Error('nothing is awaited');
  return openWaitOf(last, model);
}

const FUTURE = 'answer = asyncio.get_running_loop().create_future()\n';

describe('openWaitOf', () => {
  it.each([
    ['await ready.wait()', 'the event is set'],
    ['return await queue.get()', 'an item arrives'],
    ['reader = asyncio.StreamReader()\nawait reader.readline()', 'the peer sends data'],
    [`${FUTURE}waiting[key] = answer\nawait answer`, 'the future gets a result'],
  ])('%j', async (body, until) => {
    expect(await waitIn(body)).toEqual({ until });
  });

  it('says of which a name tells of an end', async () => {
    expect((await waitIn('await stopping.wait()'))?.isLife).toBe(true);
  });

  it.each([
    ['of a consumer', 'while True:\n    await queue.get()'],
    ['for a task', 'task = asyncio.create_task(key())\nawait task'],
    [
      'for a future that its own work resolves',
      `${FUTURE}def done():\n    answer.set_result(1)\n\nkey(done)\nawait answer`,
    ],
    ['for something unknown', 'await key.wait()'],
    ['that sleeps', 'await asyncio.sleep(1)'],
  ])('none %s', async (_name, body) => {
    expect(await waitIn(body)).toBeUndefined();
  });
});
