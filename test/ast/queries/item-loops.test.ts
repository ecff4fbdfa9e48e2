import { describe, expect, it } from 'vitest';
import { itemLoopOf, itemsOf, type Node } from '../../../src/ast/index.ts';
import { nodeOf, parse } from '../parse-python.ts';

describe('itemLoopOf', () => {
  it.each([
    ['for a in b: c', 'For', ['a', 'b', 'c']],
    ['async def f():\n  async for a in b: c; d', 'AsyncFor', ['a', 'b', 'c d']],
    ['[c for a in b for x in y]', 'ListComp', ['a', 'b', 'c']],
    ['{c: d for a in b}', 'DictComp', ['a', 'b', 'c d']],
    ['(c for a in b)', 'GeneratorExp', ['a', 'b', 'c']],
  ] as const)('of %j', (source, kind, [target, iter, body]) => {
    const { text } = parse(source);
    const loop = itemLoopOf(nodeOf(source, kind));
    const show = (node: Node | undefined): string => (node === undefined ? 'none' : text.slice(node));
    expect([show(loop?.target), show(loop?.iter), loop?.body.map(show).join(' ')]).toEqual([target, iter, body]);
  });

  it.each([
    ['while a: b', 'While'],
    ['a = b', 'Assign'],
  ] as const)('is none of %j', (source, kind) => {
    expect(itemLoopOf(nodeOf(source, kind))).toBeUndefined();
  });
});

describe('itemsOf', () => {
  it.each([
    ['items', 'items'],
    ['enumerate(items, 1)', 'items'],
    ['zip(items, others)', 'items'],
    ['range(len(items))', 'items'],
    ['tqdm.tqdm(list(items))', 'items'],
    ['reversed(items)', 'reversed(items)'],
    ['zip()', 'zip()'],
  ])('of %s', (iter, items) => {
    const source = `for item in ${iter}: pass`;
    expect(parse(source).text.slice(itemsOf(nodeOf(source, 'For')))).toBe(items);
  });
});
