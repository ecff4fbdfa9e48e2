import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { fixtureOf } from '../semantics/expectations.ts';

/** What is known where `here` is read, nearest first. */
async function known(body: string): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/steps.py', `def run(a, b, items):\n${body.replaceAll(/^/gm, '    ')}\n`);
  const { module, text } = model.source;
  const here = nodesOf(module, 'Name').find(({ id }) => id === 'here');
  if (here === undefined) throw new Error('`here` is read');
  return model.flow
    .conditionsAt(here)
    .map(({ test, isTrue }) => `${isTrue ? '' : 'not '}${text.slice(test).split('\n')[0]}`);
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
    ['match a:\n    case 1:\n        here', ['case 1:']],
    ['match a:\n    case 1:\n        return\n    case _:\n        here', ['case _:', 'not case 1:']],
    ['match a:\n    case 1 if b:\n        here', ['b', 'case 1 if b:']],
    ['match a:\n    case 1 if b:\n        return\nhere', []],
    ['match a:\n    case 1 if here:\n        pass', ['case 1 if here:']],
    ['assert a, here', ['not a']],
    ['lambda: a and here', ['a']],
    ['if a:\n    lambda: here', []],
  ])('of %j is %j', async (body, expected) => {
    expect(await known(body)).toEqual(expected);
  });

  it.each([
    ['if a:\n    a = b()\n    here', []],
    ['if a:\n    if b:\n        a = 1\n    here', []],
    ['if a and b:\n    b = 1\n    here', ['a']],
    ['if not a:\n    return\nwhile b:\n    here\n    a = 1', ['b']],
    ['while b:\n    if a:\n        here\n    a = 1', ['a', 'b']],
    ['a and (a := b) and here', ['a := b']],
    ['if (a := b()):\n    here', ['a := b()']],
    ['if a:\n    for a in items:\n        here', []],
    ['if a:\n    b(a := 1, here)', []],
    ['if a:\n    a = here', ['a']],
    ['match a:\n    case 1:\n        a = 2\n        here', []],
    ['if a:\n    try:\n        a = b()\n    except ValueError:\n        here', ['a']],
    ['if a:\n    try:\n        a = b()\n        b()\n    except ValueError:\n        here', []],
    ['if a.b:\n    a.b = 1\n    here', []],
    ['if a.b:\n    a.c = 1\n    here', ['a.b']],
    ['if a.b:\n    a = 1\n    here', []],
    ['is_a = a is not None\nif is_a:\n    here', ['is_a', 'a is not None']],
    ['is_a = a is not None and b\nif not is_a:\n    return\nhere', ['is_a', 'a is not None', 'b']],
    ['is_a = a is not None\na = b\nif is_a:\n    here', ['is_a']],
  ])('forgets in %j what has changed', async (body, expected) => {
    expect(await known(body)).toEqual(expected);
  });
});

describe('factsAbout', () => {
  it.each([
    ['if a:\n    here(a)', ['truth']],
    ['if a is not None:\n    here(a)', ['not none']],
    ['if None == a:\n    return\nhere(a)', ['not none']],
    ['if not isinstance(a, str):\n    return\nhere(a)', ['type']],
    ['if a == 1:\n    here(a)', ['equality']],
    ['if a not in (1, 2):\n    return\nhere(a)', ['membership']],
    ['if 1 in a:\n    here(a)', ['other']],
    ['if b(a):\n    here(a)', ['other']],
    ['match a:\n    case None:\n        return\n    case str():\n        here(a)', ['type', 'not none']],
    ['if (a := b()) is not None:\n    here(a)', ['not none']],
    ['if a.b is None:\n    return\nhere(a.b)', ['not none']],
    ['if a.b is None:\n    return\nhere(a)', ['not other']],
    ['if b(items):\n    here(b(items))', ['truth']],
    ['if b:\n    here(a)', []],
    ['if a:\n    def b(a):\n        here(a)', []],
  ])('of %j are %j', async (body, expected) => {
    const { model } = await fixtureOf('app/steps.py', `def run(a, b, items):\n${body.replaceAll(/^/gm, '    ')}\n`);
    const here = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'here');
    const [about] = here?.args ?? [];
    if (about === undefined) throw new Error('`here` is called');
    expect(model.flow.factsAbout(about).map(({ kind, isTrue }) => `${isTrue ? '' : 'not '}${kind}`)).toEqual(expected);
  });
});
