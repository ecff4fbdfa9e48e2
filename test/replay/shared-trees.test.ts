import { describe, expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { SharedTrees } from '../../src/replay/shared-trees.ts';

const parser = await loadPythonParser();
const PRICES = 'def price_of(sku):\n    return PRICES[sku]\n';

describe('SharedTrees', () => {
  it('parses a text once, for who looks at it and for the scan', () => {
    const trees = new SharedTrees(parser);
    const parsed = trees.parse(PRICES);
    expect(trees.parse(PRICES)).toBe(parsed);
    expect(trees.take(PRICES)).toBe(parsed);
  });

  it('gives a tree away once, and none of a text that it never saw', () => {
    const trees = new SharedTrees(parser);
    trees.parse(PRICES);
    expect(trees.take('x = 1\n')).toBeUndefined();
    trees.take(PRICES);
    expect(trees.take(PRICES)).toBeUndefined();
  });

  it('remembers no more than so many characters', () => {
    const trees = new SharedTrees(parser);
    const large = `x = """${'a'.repeat(1_000_000)}"""\n`;
    const other = `y = """${'b'.repeat(1_000_000)}"""\n`;
    trees.parse(large);
    trees.parse(other);
    trees.parse(PRICES);
    expect([large, other, PRICES].map((text) => trees.take(text) !== undefined)).toEqual([true, false, true]);
  });

  it('remembers nothing once the scan is over', () => {
    const trees = new SharedTrees(parser);
    trees.parse(PRICES);
    trees.close();
    trees.parse('x = 1\n');
    expect([trees.take(PRICES), trees.take('x = 1\n')]).toEqual([undefined, undefined]);
  });
});
