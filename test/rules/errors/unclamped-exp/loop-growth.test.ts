import { describe, expect, it } from 'vitest';
import { growthBeyond } from '../../../../rules/errors/unclamped-exp/loop-growth.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** The lines that multiply the argument of `use` and hand it on, from 1. */
async function growthIn(...lines: readonly string[]): Promise<readonly number[] | undefined> {
  const { model } = await fixtureOf('app/growth.py', `${lines.join('\n')}\n`);
  const used = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'use');
  const name = used?.args[0];
  if (name?.kind !== 'Name') throw new Error('nothing is used');
  const growth = growthBeyond(700, name, model);
  return growth && [growth.grown.statement, growth.passed].map(({ start }) => model.source.text.positionAt(start).line);
}

describe('growthBeyond', () => {
  it('finds a factor in a loop', async () => {
    expect(await growthIn('x = 1', 'while f(x) < 5:', '    x *= 2', '    use(x)')).toEqual([3, 4]);
    expect(await growthIn('x = 1', 'while True:', '    x = 1.5 * x', '    use(x)')).toEqual([3, 4]);
  });

  it('follows the value through a parameter', async () => {
    const code = ['def f(a, x):', '    return use(x)', 'def g(y):', '    while f(0, y):', '        y *= 10'];
    expect(await growthIn(...code)).toEqual([5, 4]);
  });

  it('takes a condition above the limit for none', async () => {
    expect(await growthIn('x = 1', 'while x < 1e6:', '    x *= 2', '    use(x)')).toEqual([3, 4]);
  });

  it.each([
    ['the condition keeps it below', ['x = 1', 'while x <= 512:', '    x *= 2', '    use(x)']],
    ['it shrinks', ['x = 1', 'while f(x):', '    x *= 0.5', '    use(x)']],
    ['it grows by steps', ['x = 1', 'while f(x):', '    x += 2', '    use(x)']],
    ['the loop is counted', ['x = 1', 'for _ in range(9):', '    x *= 2', '    use(x)']],
    ['another parameter grows', ['def f(x, a):', '    use(x)', 'while f(0, y):', '    y *= 10']],
  ])('is silent where %s', async (_, lines) => expect(await growthIn(...lines)).toBeUndefined());
});
