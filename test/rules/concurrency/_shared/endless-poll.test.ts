import { describe, expect, it } from 'vitest';
import { describePoll, endlessPollIn, findEndlessPoll } from '../../../../rules/concurrency/_shared/endless-poll.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HEAD = 'import asyncio\nimport gevent\nimport time\nimport threading\n\n';
const indented = (code: string): string => code.replace(/^/gm, '    ');

/** What the poll of the first loop of a function body waits for; undefined where the loop is none. */
async function pollIn(body: string, before = ''): Promise<string | undefined> {
  const code = `${HEAD}${before}async def wait(job, queue, limit):\n${indented(body)}\n`;
  const { model } = await fixtureOf('app/jobs.py', code);
  const [loop] = nodesOf(model.source.module, 'While');
  if (loop === undefined) throw new Error('the body has no loop');
  const poll = findEndlessPoll(loop, model);
  return poll && describePoll(poll, model);
}

describe('findEndlessPoll', () => {
  it.each([
    ['while not job.done():\n    time.sleep(1)', 'for `job.done()`'],
    ['while queue.empty():\n    await asyncio.sleep(1)', 'while `queue.empty()`'],
    ['while job.state != "done":\n    time.sleep(1)', 'while `job.state != "done"`'],
    ['while True:\n    if job.done():\n        return job\n    time.sleep(1)', 'for `job.done()`'],
    [
      'while True:\n    if job.done():\n        break\n    else:\n        print("wait")\n        time.sleep(1)',
      'for `job.done()`',
    ],
    ['state = job.ask()\nwhile not state:\n    time.sleep(1)\n    state = job.ask()', 'for `state`'],
  ])('%j waits %s', async (body, expected) => {
    expect(await pollIn(body)).toBe(expected);
  });

  it.each([
    ['that does not sleep', 'while not job.done():\n    job.step()'],
    ['that works', 'while not job.done():\n    job.step()\n    time.sleep(1)'],
    ['that looks at a clock', 'while not job.done():\n    if time.time() > limit:\n        break\n    time.sleep(1)'],
    ['that counts', 'turns = 0\nwhile job.turn() > turns:\n    turns += 1\n    time.sleep(1)'],
    ['over a local that stays', 'ready = False\nwhile not ready:\n    time.sleep(1)'],
    ['that lives as long as the service', 'while not job.stopped():\n    time.sleep(1)'],
    [
      'that somebody may interrupt',
      'try:\n    while not job.done():\n        time.sleep(1)\nexcept KeyboardInterrupt:\n    pass',
    ],
    ['under a timeout', 'async with asyncio.timeout(5):\n    while not job.done():\n        await asyncio.sleep(1)'],
    ['under a timeout of gevent', 'with gevent.Timeout(5):\n    while not job.done():\n        gevent.sleep(1)'],
  ])('a loop %s is none', async (_name, body) => {
    expect(await pollIn(body)).toBeUndefined();
  });

  it('a question that raises by itself, or looks at a clock, ends the wait', async () => {
    const body = 'while not ready():\n    time.sleep(1)';
    const failing = 'def ready():\n    if broken:\n        raise RuntimeError("it has failed")\n    return False\n\n';
    expect(await pollIn(body, failing)).toBeUndefined();
    expect(await pollIn(body, 'def ready():\n    return found\n\n')).toBe('for `ready()`');
  });
});

describe('endlessPollIn', () => {
  it.each([
    ['def poll(job):\n    log(job)\n    while not job.done():\n        time.sleep(1)\n', true],
    [
      'def poll(job):\n    def inner():\n        while not job.done():\n            time.sleep(1)\n    return inner\n',
      false,
    ],
    ['def poll(job):\n    while not job.done():\n        job.step()\n', false],
  ])('%j', async (code, is) => {
    const { model } = await fixtureOf('app/jobs.py', `import time\n\n${code}`);
    const [fn] = nodesOf(model.source.module, 'FunctionDef');
    expect(endlessPollIn(fn, model) !== undefined).toBe(is);
  });
});
