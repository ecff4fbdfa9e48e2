import { describe, expect, it } from 'vitest';
import { isSuspension, isWithin, walk } from '../../../src/ast/index.ts';
import { nodeOf, parse } from '../parse-python.ts';

function suspensionsIn(body: string): string[] {
  const kinds: string[] = [];
  walk(parse(`async def f():\n    ${body}\n`).module, (node) => {
    if (isSuspension(node)) kinds.push(node.kind);
  });
  return kinds;
}

describe('isSuspension', () => {
  it.each([
    ['await a', ['Await']],
    ['async for a in b: c', ['AsyncFor']],
    ['async with a: b', ['AsyncWith']],
    ['yield a', ['Yield']],
    ['[a async for a in b]', ['comprehension']],
    ['[a for a in b]', []],
    ['with a: b()', []],
    ['for a in b: c()', []],
  ])('in %s', (body, kinds) => {
    expect(suspensionsIn(body)).toEqual(kinds);
  });
});

describe('isWithin', () => {
  it('takes in both ends', () => {
    const call = nodeOf('f(a)', 'Call');
    expect(isWithin(call.func, call)).toBe(true);
    expect(isWithin(call, call)).toBe(true);
    expect(isWithin(call, call.func)).toBe(false);
    expect(isWithin({ start: 1, end: 9 }, { start: 2, end: 9 })).toBe(false);
  });
});
