import { describe, expect, it } from 'vitest';
import { waitForWork } from '../../../../rules/concurrency/same-loop-deadlock/work-waits.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** The wait for what the first argument of `submit(…)` does. */
async function waitIn(body: string): Promise<string | undefined> {
  const code = `import queue\nimport threading\n\ndef run(submit, given):\n    done = threading.Event()\n    rows = queue.Queue()\n    ${body.replaceAll('\n', '\n    ')}\n`;
  const { model } = await fixtureOf('app/run.py', code);
  const call = nodesOf(model.source.module, 'Call').find(({ func }) => model.source.text.slice(func) === 'submit');
  if (call === undefined) throw new Error('nothing is submitted');
  const wait = waitForWork(call, call.args, model);
  return wait && model.source.text.slice(wait);
}

describe('waitForWork', () => {
  it.each([
    ['submit(done.set)\ndone.wait()', 'done.wait()'],
    ['submit(lambda: rows.put(1))\nreturn rows.get()', 'rows.get()'],
    ['submit(done.set)\nif not done.is_set():\n    done.wait(5)', 'done.wait(5)'],
  ])('%j', async (body, wait) => {
    expect(await waitIn(body)).toBe(wait);
  });

  it.each([
    ['for what others set as well', 'given(done)\nsubmit(done.set)\ndone.wait()'],
    ['before the work is handed out', 'done.wait()\nsubmit(done.set)'],
    ['for what the work does not touch', 'submit(rows)\ndone.wait()'],
    ['for what was given', 'submit(given.set)\ngiven.wait()'],
  ])('none %s', async (_name, body) => {
    expect(await waitIn(body)).toBeUndefined();
  });
});
