import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { conditionsAt } from '../../src/flow/index.ts';
import { fixtureOf } from '../semantics/expectations.ts';

/** What is known where `here` is read, nearest first. */
async function known(body: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/steps.py', `def run(a, b, items):\n${body.replaceAll(/^/gm, '    ')}\n`);
  const { module, text } = model.source;
  const fn = nodesOf(module, 'FunctionDef')[0];
  const here = nodesOf(module, 'Name').find(({ id }) => id === 'here');
  if (fn === undefined || here === undefined) throw new Error('`here` is read in a function');
  return conditionsAt(here, model.flow.graphOf(fn)).map(
    ({ test, isTrue }) => `${isTrue ? '' : 'not '}${text.slice(test)}`,
  );
}

describe('conditionsAt', () => {
  it.each([
    ['if a:\n    here', ['a']],
    ['if a:\n    pass\nelse:\n    here', ['not a']],
    ['if a:\n    return\nhere', ['not a']],
    ['if not a:\n    raise ValueError\nhere', ['a']],
    ['if a:\n    b()\nhere', []],
    ['if a and b:\n    here', ['a', 'b']],
    ['if a or b:\n    here', ['a or b']],
    ['if a or b:\n    return\nhere', ['not a', 'not b']],
    ['if a:\n    pass\nelif b:\n    here', ['b', 'not a']],
    ['assert a\nhere', ['a']],
    ['while a:\n    here', ['a']],
    ['while a:\n    b()\nhere', ['not a']],
    ['while a:\n    if b:\n        break\nhere', []],
    ['while True:\n    if a:\n        break\nhere', ['a']],
    ['for item in items:\n    if not item:\n        continue\n    here', ['item']],
    ['for item in items:\n    if item:\n        break\nhere', []],
    ['a and here', ['a']],
    ['a or here', ['not a']],
    ['b(here if a else 0)', ['a']],
    ['[here for item in items if item]', ['item']],
    ['[item for item in items if item and here]', ['item']],
    ['try:\n    if a:\n        return\nfinally:\n    here', []],
    ['if a:\n    try:\n        b()\n    finally:\n        here', ['a']],
    ['try:\n    if not a:\n        raise ValueError\nexcept ValueError:\n    return\nhere', ['a']],
    ['with a:\n    if b:\n        return\nhere', ['not b']],
    ['if a:\n    return\nif here:\n    pass', ['not a']],
    ['match a:\n    case 1:\n        here', []],
  ])('of %j is %j', async (body, expected) => {
    expect(await known(body)).toEqual(expected);
  });
});
