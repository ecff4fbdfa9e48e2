import { describe, expect, it } from 'vitest';
import {
  isForgottenThread,
  poolOf,
  runsManyAtOnce,
  workersOf,
} from '../../../../rules/concurrency/_shared/worker-threads.ts';
import { type Call, nodesOf } from '../../../../src/ast/index.ts';
import type { SemanticModel } from '../../../../src/semantics/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HEAD = `import _thread
import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

one = ThreadPoolExecutor(max_workers=1)
many = ThreadPoolExecutor(SIZE)

class Store:
    def __init__(self, given: ThreadPoolExecutor):
        self.own = ThreadPoolExecutor(1)
        self.given = given

`;

async function modelOf(body: string): Promise<SemanticModel> {
  const code = `${HEAD}    async def put(self, loop, job):\n        ${body.replaceAll('\n', '\n        ')}\n`;
  return (await fixtureOf('app/store.py', code)).model;
}

function callOf(model: SemanticModel, name: RegExp): Call {
  const call = nodesOf(model.source.module, 'Call').findLast(({ func }) => name.test(model.source.text.slice(func)));
  if (call === undefined) throw new Error(`no call of ${name}`);
  return call;
}

describe('isForgottenThread', () => {
  it.each([
    ['threading.Thread(target=job).start()', true],
    ['thread = threading.Thread(target=job)\nthread.daemon = True\nthread.start()', true],
    ['thread: object = threading.Thread(target=job)\nthread.start()', true],
    ['_thread.start_new_thread(job, ())', true],
    ['thread = threading.Thread(target=job)\nthread.start()\nthread.join()', false],
    ['thread = threading.Thread(target=job)\nthread.start()\nreturn thread', false],
    ['self.thread = threading.Thread(target=job)\nself.thread.start()', false],
    ['thread = threading.Thread(target=job)', false],
  ])('%s', async (body, is) => {
    const model = await modelOf(body);
    expect(isForgottenThread(callOf(model, /Thread$|start_new_thread$/), model)).toBe(is);
  });
});

describe('poolOf and workersOf', () => {
  it.each([
    ['await asyncio.to_thread(job)', undefined, 'many'],
    ['await loop.run_in_executor(None, job)', undefined, 'many'],
    ['await loop.run_in_executor(one, job)', 'one', 'one'],
    ['await loop.run_in_executor(self.own, job)', 'self.own', 'one'],
    ['await loop.run_in_executor(many, job)', 'many', 'many'],
    ['self.given.submit(job)', 'self.given', 'unknown'],
    ['pool = ThreadPoolExecutor()\npool.map(job, [])', 'pool', 'many'],
    ['threading.Thread(target=job)', undefined, 'many'],
  ])('%s', async (body, pool, workers) => {
    const model = await modelOf(body);
    const start = model.context.startOf(callOf(model, /to_thread|run_in_executor|submit|map|\.Thread$/));
    if (start === undefined) throw new Error('nothing is started');
    const named = poolOf(start);
    expect(named && model.source.text.slice(named)).toBe(pool);
    expect(workersOf(start, model)).toBe(workers);
  });
});

describe('runsManyAtOnce', () => {
  it.each([
    ['threading.Thread(target=job).start()', false],
    ['for _ in job:\n    threading.Thread(target=job).start()', true],
    ['return [threading.Thread(target=job) for _ in range(4)]', true],
    ['many.submit(job)', true],
    ['one.submit(job)', false],
    ['self.given.submit(job)', true],
    ['await asyncio.to_thread(job)', false],
    ['while True:\n    await asyncio.to_thread(job)', true],
  ])('%s', async (body, is) => {
    const model = await modelOf(body);
    const start = model.context.startOf(callOf(model, /to_thread|submit|\.Thread$/));
    expect(start && runsManyAtOnce(start, model)).toBe(is);
  });

  it('is so where a function that starts it is called in a loop', async () => {
    const model = await modelOf('def begin():\n    threading.Thread(target=job).start()\n\nfor _ in job:\n    begin()');
    const start = model.context.startOf(callOf(model, /\.Thread$/));
    expect(start && runsManyAtOnce(start, model)).toBe(true);
  });
});
