import { describe, expect, it } from 'vitest';
import { type Expression, nodesOf } from '../../../src/ast/index.ts';
import { queueBehind, queueMadeBy, queuePutBy } from '../../../src/kit/queues/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

const IMPORTS = 'import asyncio\nimport queue\nfrom queue import SimpleQueue\n';

async function limitOfFirst(content: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/jobs.py', `${IMPORTS}${content}`);
  return nodesOf(model.source.module, 'Call')
    .map((call) => queueMadeBy(call, model))
    .find((made) => made !== undefined)?.limit;
}

/** The limit of what the first `.put_nowait` of a text puts into. */
async function limitBehind(content: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/jobs.py', `${IMPORTS}${content}`);
  const put = nodesOf(model.source.module, 'Attribute').find(({ attr }) => attr === 'put_nowait');
  const place: Expression | undefined = put?.value;
  if (place === undefined) throw new Error('the text puts nothing');
  return queueBehind(place, model)?.limit;
}

describe('queueMadeBy', () => {
  it.each([
    ['asyncio.Queue()', 'none'],
    ['queue.Queue(0)', 'none'],
    ['queue.Queue(maxsize=-1)', 'none'],
    ['SimpleQueue()', 'none'],
    ['asyncio.Queue(maxsize=10)', 'some'],
    ['asyncio.Queue[int](10)', 'some'],
    ['queue.Queue(size)', 'unknown'],
    ['queue.Queue(**options)', 'unknown'],
    ['list()', undefined],
  ])('%s has the limit %s', async (expression, limit) => {
    expect(await limitOfFirst(`jobs = ${expression}\n`)).toBe(limit);
  });
});

describe('queueBehind', () => {
  it.each([
    ['jobs = queue.Queue(5)\ndef add(job):\n    jobs.put_nowait(job)\n', 'some'],
    ['def add(job):\n    jobs = asyncio.Queue()\n    jobs.put_nowait(job)\n', 'none'],
    [
      'class Feed:\n    def __init__(self):\n        self.jobs = None\n    def start(self):\n        self.jobs = asyncio.Queue(5)\n    def add(self, job):\n        self.jobs.put_nowait(job)\n',
      'some',
    ],
    [
      'class Feed:\n    def __init__(self):\n        self.jobs = asyncio.Queue()\n    def start(self):\n        self.jobs = asyncio.Queue(5)\n    def add(self, job):\n        self.jobs.put_nowait(job)\n',
      undefined,
    ],
    ['def add(jobs, job):\n    jobs.put_nowait(job)\n', undefined],
  ])('of %j is %s', async (content, limit) => {
    expect(await limitBehind(content)).toBe(limit);
  });
});

describe('queuePutBy', () => {
  it.each([
    ['jobs.put(job)', true],
    ['jobs.put(job, timeout=1)', true],
    ['jobs.put(job, block=True)', true],
    ['jobs.put(job, block=False)', false],
    ['jobs.put(job, False)', false],
    ['jobs.put_nowait(job)', false],
    ['jobs.get()', undefined],
    ['put(job)', undefined],
  ])('%s waits for room: %s', async (expression, waits) => {
    const { model } = await fixtureOf('app/jobs.py', `${expression}\n`);
    const [put] = nodesOf(model.source.module, 'Call').map((call) => queuePutBy(call, model));
    expect(put?.waits).toBe(waits);
    if (put !== undefined) expect([put.queue, put.element]).toMatchObject([{ id: 'jobs' }, { id: 'job' }]);
  });
});
