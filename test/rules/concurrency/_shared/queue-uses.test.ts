import { describe, expect, it } from 'vitest';
import { handOverThrough, queueUsesOf } from '../../../../rules/concurrency/_shared/queue-uses.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const CODE = `
import heapq
import queue
from collections import deque

jobs = queue.Queue()
rows = deque()
heap = []
names = []

def submit(job, index):
    jobs.put(job)
    jobs.put_nowait((index, job))
    rows.append(job)
    heapq.heappush(heap, (index, job))
    names.sort()

def work():
    jobs.get(timeout=1)
    rows.popleft()
    print(heapq.heappop(heap), len(heap), jobs.qsize())

rows.append("at import")
`;

describe('queueUsesOf', () => {
  it.each([
    ['jobs', ['put job', 'put (index, job)', 'take -']],
    ['rows', ['put job', 'take -']],
    ['heap', ['put (index, job)', 'take heap']],
    ['names', []],
  ])('%s', async (name, expected) => {
    const { model } = await fixtureOf('app/jobs.py', CODE);
    const life = model.state.ofModule().get(name);
    if (life === undefined) throw new Error(`${name} is no state`);
    const uses = queueUsesOf(life, model).map(
      ({ kind, element }) => `${kind} ${element === undefined ? '-' : model.source.text.slice(element)}`,
    );
    expect(uses).toEqual(expected);
  });
});

describe('handOverThrough', () => {
  const throughJobs = async (body: string) => {
    const code = `import queue\n\njobs = queue.Queue()\n\ndef submit(job):\n    ${body.replaceAll('\n', '\n    ')}\n\ndef work():\n    return jobs.get()\n`;
    const { model } = await fixtureOf('app/jobs.py', code);
    const life = model.state.ofModule().get('jobs');
    const found = life && handOverThrough(life, model);
    return found && [found.put, found.take].map(({ call }) => model.source.text.slice(call));
  };

  it.each([
    ['jobs.put(job)', 'jobs.put(job)'],
    ['entry = {"job": job}\njobs.put(entry)', 'jobs.put(entry)'],
  ])('%j', async (body, put) => {
    expect(await throughJobs(body)).toEqual([put, 'jobs.get()']);
  });

  it.each(['jobs.put("tick")', 'done = threading.Event()\njobs.put((job, done))\ndone.wait()'])(
    'not %j',
    async (body) => {
      expect(await throughJobs(body)).toBeUndefined();
    },
  );
});
