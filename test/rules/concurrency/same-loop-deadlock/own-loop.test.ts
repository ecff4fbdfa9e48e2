import { describe, expect, it } from 'vitest';
import { ownLoopBehind } from '../../../../rules/concurrency/same-loop-deadlock/own-loop.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** What is behind the argument of `use(…)`. */
async function loopIn(body: string): Promise<string | undefined> {
  const code = `import asyncio\n\ndef run(given, use):\n    ${body.replaceAll('\n', '\n    ')}\n`;
  const { model } = await fixtureOf('app/run.py', code);
  const use = nodesOf(model.source.module, 'Call').find(({ func }) => model.source.text.slice(func) === 'use');
  const [loop] = use?.args ?? [];
  if (loop === undefined) throw new Error('no loop is used');
  const own = ownLoopBehind(loop, model);
  return own && `${model.source.text.slice(own.at)}${own.isRunning ? ' runs' : ''}`;
}

describe('ownLoopBehind', () => {
  it.each([
    ['use(asyncio.get_running_loop())', 'asyncio.get_running_loop() runs'],
    ['loop = asyncio.get_event_loop()\nuse(loop)', 'asyncio.get_event_loop()'],
    ['loop = asyncio.get_event_loop()\nif loop.is_running():\n    use(loop)', 'asyncio.get_event_loop() runs'],
    [
      'try:\n    loop = asyncio.get_running_loop()\nexcept RuntimeError:\n    loop = None\nuse(loop)',
      'asyncio.get_running_loop() runs',
    ],
  ])('%j', async (body, own) => {
    expect(await loopIn(body)).toBe(own);
  });

  it.each([
    ['that was given', 'use(given)'],
    ['that was made here', 'use(asyncio.new_event_loop())'],
    ['that another thread may run', 'loop = asyncio.get_event_loop()\nuse(loop)\ngiven(loop.run_forever)'],
    ['that may be another', 'loop = given or asyncio.get_running_loop()\nuse(loop)'],
  ])('not one %s', async (_name, body) => {
    expect(await loopIn(body)).toBeUndefined();
  });
});
