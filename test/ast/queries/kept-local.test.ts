import { describe, expect, it } from 'vitest';
import { keptLocal } from '../../../src/ast/index.ts';
import { nodesOf } from '../parse-python.ts';

describe('keptLocal', () => {
  it.each([
    ['prices = load()', 'prices'],
    ['prices = cached = load()', undefined],
    ['self.prices = load()', undefined],
    ['first, second = load()', undefined],
    ['load()', undefined],
  ])('%s', (source, expected) => {
    const [call] = nodesOf(source, 'Call');
    if (call === undefined) throw new Error('the text has no call');
    expect(keptLocal(call)?.id).toBe(expected);
  });
});
