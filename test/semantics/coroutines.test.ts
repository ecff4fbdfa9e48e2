import { describe, expect, test } from 'vitest';
import { summarizeModule } from '../../src/semantics/index.ts';
import { fixtureOf } from './expectations.ts';

describe('how a coroutine goes on', () => {
  test.each([
    ['    print(1)\n', []],
    ['    async def later():\n        await x()\n    return later\n', []],
    ['    await x()\n', ['suspends']],
    ['    return [y async for y in x()]\n', ['suspends']],
    ['    while True:\n        await x()\n', ['suspends', 'runs-on']],
    ['    while key in kept:\n        await x()\n', ['suspends', 'runs-on']],
    ['    async for y in x:\n        print(y)\n', ['suspends', 'runs-on']],
    ['    while tries < 3:\n        await x()\n', ['suspends']],
    ['    while rest:\n        await x()\n', ['suspends']],
    ['    while True:\n        print(1)\n    await x()\n', ['suspends']],
    [
      '    while not self.done():\n        try:\n            await x()\n        except OSError:\n            raise\n',
      ['suspends', 'runs-on'],
    ],
  ])('%j is %j', async (body, traits) => {
    const { model } = await fixtureOf('pkg/feed.py', `async def run(self):\n${body}`);
    const run = summarizeModule(model).functions.find(({ qualifiedName }) => qualifiedName === 'pkg.feed.run');
    expect(run?.coroutine).toEqual(traits);
  });

  test('by what a failure gets out where all else is caught', async () => {
    const caught = '        try:\n            await y()\n        except Exception:\n            pass\n';
    const source = `import asyncio\nfrom pkg.bus import y, z\n\nasync def run():\n    while True:\n${caught}        await z()\n`;
    const { model } = await fixtureOf('pkg/feed.py', source);
    const run = summarizeModule(model).functions.find(({ qualifiedName }) => qualifiedName === 'pkg.feed.run');
    expect(run?.failsBy).toEqual(['pkg.bus.z']);
    expect(run?.coroutine).toEqual(['suspends', 'runs-on']);
  });

  test('of other functions nothing is said', async () => {
    const { model } = await fixtureOf('pkg/feed.py', 'def run():\n    pass\n');
    expect(summarizeModule(model).functions[0]).not.toHaveProperty('coroutine');
  });
});
