import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { fixtureOf } from './expectations.ts';

/** Whether control may come from the call of `first` to that of `second`. */
async function reaches(body: string): Promise<boolean> {
  const { model } = await fixtureOf('app/steps.py', `def run(ready, items):\n${body.replaceAll(/^/gm, '    ')}\n`);
  const [first, second] = ['first', 'second'].map((name) =>
    nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === name),
  );
  if (first === undefined || second === undefined) throw new Error('both are called');
  return model.flow.mayComeTo(first, second);
}

describe('mayComeTo', () => {
  it.each([
    ['first()\nsecond()', true],
    ['second(first())', true],
    ['if ready:\n    first()\nsecond()', true],
    ['if ready:\n    first()\n    if items:\n        return\nsecond()', true],
    ['if ready:\n    first()\n    return\nsecond()', false],
    ['if ready:\n    return first()\nsecond()', false],
    ['if ready:\n    return first() + second()', true],
    ['try:\n    first()\n    raise ValueError\nexcept OSError:\n    pass\nsecond()', false],
    ['for item in items:\n    if ready:\n        first()\n        continue\n    second()', false],
    ['for item in items:\n    if ready:\n        first()\n        break\nsecond()', true],
    ['while ready:\n    if items:\n        first()\n        return\nsecond()', false],
    ['with ready:\n    first()\nsecond()', true],
    ['if ready:\n    first()\nelse:\n    second()', false],
    ['if ready:\n    first()\nelif second():\n    pass', false],
    ['if first():\n    pass\nelif second():\n    pass', true],
    ['match items:\n    case []:\n        first()\n    case _:\n        second()', false],
  ])('of %j is %s', async (body, expected) => {
    expect(await reaches(body)).toBe(expected);
  });
});
