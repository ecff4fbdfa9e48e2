import { describe, expect, it } from 'vitest';
import { coroutineLoss } from '../../../../rules/concurrency/coroutine-never-awaited/coroutine-loss.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** What becomes of `load()` in the body of a function. */
async function lossIn(body: string, head = 'async def serve():'): Promise<string | undefined> {
  const { model } = await fixtureOf('app/prices.py', `${head}\n${body.replace(/^/gm, '    ')}\n`);
  const call = nodesOf(model.source.module, 'Call').find((each) => model.source.text.slice(each) === 'load()');
  if (call === undefined) throw new Error('the text does not call it');
  return coroutineLoss(call, model)?.says;
}

describe('coroutineLoss', () => {
  it.each([
    ['load()', 'never runs'],
    ['prices = load()', 'an unused local variable'],
    ['prices = load()\nif prices:\n    pass', 'always true'],
    ['while not load():\n    pass', 'always true'],
    ['ready = load() and other', 'always true'],
    ['load()["total"]', 'subscripted'],
    ['prices = load()\nprint(prices.total)', '`.total` is read from it'],
    ['print(f"{load()}")', 'formatted into a string'],
    ['total = load() + 1', 'used in arithmetic'],
    ['for price in load():\n    pass', 'iterated over'],
    ['if load() is None:\n    pass', 'compared'],
    ['low, high = load()', 'unpacked'],
    ['print(len(load()))', 'passed to `len`'],
    ['prices = load()\nif prices:\n    show(prices)', 'always true'],
  ])('%j loses it', async (body, expected) => {
    expect(await lossIn(body)).toContain(expected);
  });

  it.each([
    ['await load()'],
    ['start(load())'],
    ['load().close()'],
    ['prices = load()\nawait prices'],
    ['prices = load()\nprint(prices.total)\nawait prices'],
    ['prices = load()\nprices = other()'],
    ['ready = other and load()'],
    ['self.prices = load()'],
  ])('%j may await it', async (body) => {
    expect(await lossIn(body)).toBeUndefined();
  });

  it('a coroutine function that returns it leaves a second one to whoever awaits the first; a plain one hands it on', async () => {
    expect(await lossIn('return load()')).toBe('it is returned as the result');
    expect(await lossIn('return load()', 'def handed_on():')).toBeUndefined();
  });

  it('a plain function that promises a plain value gives the coroutine instead', async () => {
    expect(await lossIn('return load()', 'def cached() -> dict:')).toBe('it is returned as `dict`');
    expect(await lossIn('return load()', 'def cached() -> Prices:')).toBeUndefined();
  });
});
