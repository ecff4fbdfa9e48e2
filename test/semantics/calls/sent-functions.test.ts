import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { functionsSentBy, maySendFunctions } from '../../../src/semantics/calls/sent-functions.ts';
import { freeNames } from '../../../src/semantics/names/free-names.ts';
import { fixtureOf } from '../expectations.ts';

const HEAD = `
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
import ray
from ray.train.torch import TorchTrainer
`;

/** The names of the functions that a text sends; a method is shown as one. */
async function sentIn(code: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/train.py', `${HEAD}\n${code}`);
  const { module } = model.source;
  return [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'Call')]
    .flatMap((by) => functionsSentBy(by, model))
    .map(({ fn, isMethod }) => `${isMethod ? 'self.' : ''}${fn.kind === 'Lambda' ? 'lambda' : fn.name}`);
}

describe('functionsSentBy', () => {
  it.each([
    ['@ray.remote\ndef score(key):\n    pass\n', ['score']],
    ['@ray.remote(num_gpus=1)\ndef score(key):\n    pass\n', ['score']],
    ['def loop(config):\n    pass\nTorchTrainer(train_loop_per_worker=loop)\n', ['loop']],
    [
      'def make():\n    def loop(config):\n        pass\n    return loop\nchosen = make()\nTorchTrainer(chosen)\n',
      ['loop'],
    ],
    ['with multiprocessing.Pool() as pool:\n    pool.map(lambda row: row, rows)\n', ['lambda']],
    [
      'class A:\n    def f(self):\n        pass\n    def g(self):\n        ProcessPoolExecutor().submit(self.f)\n',
      ['self.f'],
    ],
    ['def part(rows):\n    pass\nframe.rdd.mapPartitions(part)\n', ['part']],
    ['def part(row):\n    pass\nThreadPoolExecutor().submit(part)\nmap(part, rows)\n', []],
    ['@cached\ndef score(key):\n    pass\n', []],
  ])('%j', async (code, expected) => {
    expect(await sentIn(code)).toEqual(expected);
  });

  it('nothing is sent where no library that sends is imported', async () => {
    const { model: sending } = await fixtureOf('app/train.py', HEAD);
    const { model: plain } = await fixtureOf('app/train.py', 'import threading\nimport rays\n');
    expect([maySendFunctions(sending), maySendFunctions(plain)]).toEqual([true, false]);
  });
});

describe('freeNames', () => {
  it.each([
    ['def outer(frame):\n    def wanted(row):\n        return frame, row, LIMIT\n', ['frame']],
    [
      'def outer(frame):\n    size = 1\n    def wanted():\n        def inner():\n            return frame\n        return size, inner\n',
      ['frame', 'size'],
    ],
    ['class A:\n    def outer(self):\n        def wanted(row=1):\n            return self.rows, row\n', ['self']],
    ['def wanted(frame):\n    return frame, LIMIT\n', []],
  ])('%j', async (code, expected) => {
    const { model } = await fixtureOf('app/train.py', `LIMIT = 1\n${code}`);
    const fn = nodesOf(model.source.module, 'FunctionDef').find(({ name }) => name === 'wanted');
    if (fn === undefined) throw new Error('no function');
    expect(freeNames(fn, model).map(({ id }) => id)).toEqual(expected);
  });
});
