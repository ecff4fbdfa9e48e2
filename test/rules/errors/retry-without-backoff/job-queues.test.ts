import { describe, expect, it } from 'vitest';
import {
  jobPutBack,
  putsJob,
  returnsBorrowed,
  takesJob,
} from '../../../../rules/errors/retry-without-backoff/job-queues.ts';
import { lastName, nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** The queue that the last putting call of a method puts a job back on, and the line that takes it from there. */
async function putBack(lines: readonly string[], mayBeGiven = false): Promise<string | undefined> {
  const code = ['class Worker:', '    def run(self, job):', ...lines.map((line) => `        ${line}`)];
  const { model } = await fixtureOf('app/worker.py', `${code.join('\n')}\n`);
  const call = nodesOf(model.source.module, 'Call').findLast(({ func }) => /put|push/.test(lastName(func) ?? ''));
  if (call === undefined) throw new Error('nothing is put');
  const back = jobPutBack(call, mayBeGiven, model);
  return back && `${back.queue} from line ${model.source.text.positionAt(back.taken.start).line - 2}`;
}

describe('jobPutBack', () => {
  it.each([
    ['a queue', ['j = self.jobs.get()', 'self.jobs.put(j)'], 'self.jobs from line 1'],
    ['a list of Redis', ['j = db.lpop("jobs")', 'db.rpush("jobs", j)'], '"jobs" from line 1'],
    ['one of several lists', ['_, j = db.blpop(["high", "low"])', 'db.rpush("low", j)'], '"low" from line 1'],
    ['a text of the job', ['j = db.lpop("jobs")', 'db.rpush("jobs", dumps(j))'], '"jobs" from line 1'],
  ])('to %s', async (_, lines, expected) => expect(await putBack(lines)).toBe(expected));

  it.each([
    ['another queue', ['j = self.jobs.get()', 'self.failed.put(j)']],
    ['another list', ['j = db.lpop("jobs")', 'db.rpush("dead", j)']],
    ['a result', ['j = self.jobs.get()', 'self.jobs.put(compute())']],
    ['a record of it', ['j = self.jobs.get()', 'self.jobs.put({"job": j})']],
  ])('not: %s', async (_, lines) => expect(await putBack(lines)).toBeUndefined());

  it('takes what the function was given where it may', async () => {
    const lines = ['self.jobs.get()', 'self.jobs.put(job)'];
    expect(await putBack(lines)).toBeUndefined();
    expect(await putBack(lines, true)).toBe('self.jobs from line 1');
  });
});

it('knows the calls that take and those that put', async () => {
  const { model } = await fixtureOf('app/a.py', 'jobs.get()\ndb.blpop("k")\njobs.put(1)\npopleft()\npool.put(1)\n');
  const calls = nodesOf(model.source.module, 'Call');
  expect(calls.map(takesJob)).toEqual([true, true, false, true, false]);
  expect(calls.map(putsJob)).toEqual([false, false, true, false, true]);
  expect(calls.map(returnsBorrowed)).toEqual([false, false, false, false, true]);
});
