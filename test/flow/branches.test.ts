import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { Branch, type EdgeKind } from '../../src/flow/index.ts';
import { fixtureOf } from '../semantics/expectations.ts';

/** How the test `a` leads to `here` where it is false, and whether what it leads to where it is true always raises. */
async function led(body: string): Promise<string> {
  const { model } = await fixtureOf('app/steps.py', `def run(a, b, items):\n${body.replaceAll(/^/gm, '    ')}\n`);
  const { module } = model.source;
  const fn = nodesOf(module, 'FunctionDef')[0];
  const test = nodesOf(module, 'If').find(({ test: { kind } }) => kind === 'Name')?.test;
  const here = nodesOf(module, 'Name').find(({ id }) => id === 'here');
  if (fn === undefined || test === undefined || here === undefined) throw new Error('`if a` comes before `here`');
  const graph = model.flow.graphOf(fn);
  const edges = graph.at(test).flatMap(({ successors }) => successors);
  const [holds, fails] = (['true', 'false'] satisfies EdgeKind[]).map((kind) =>
    edges.filter((edge) => edge.kind === kind),
  ) as [typeof edges, typeof edges];
  const raises = new Branch(graph, holds, fails).alwaysRaises() ? ', else raises' : '';
  return `${new Branch(graph, fails, holds).leadsTo(here)}${raises}`;
}

describe('Branch', () => {
  it.each([
    ['if a:\n    pass\nelse:\n    here', 'always'],
    ['if a:\n    here', 'undefined'],
    ['if a:\n    return\nhere', 'always'],
    ['if a:\n    raise ValueError\nhere', 'always, else raises'],
    ['if a:\n    b()\nhere', 'undefined'],
    ['if a:\n    if b:\n        return\nhere', 'perhaps'],
    ['if a:\n    b()\nif b:\n    return\nhere', 'undefined'],
    ['for each in items:\n    if a:\n        continue\n    here', 'always'],
    ['for each in items:\n    if a:\n        return\nhere', 'always'],
    ['for each in items:\n    if a:\n        break\nhere', 'undefined'],
    ['while True:\n    if a:\n        b()\n        continue\n    break\nhere', 'always'],
    ['while b:\n    if a:\n        continue\n    break\nhere', 'undefined'],
    ['try:\n    if a:\n        return\nfinally:\n    here', 'undefined'],
    ['try:\n    if a:\n        raise ValueError\nexcept ValueError:\n    pass\nhere', 'undefined'],
  ])('%s', async (body, expected) => {
    expect(await led(body)).toBe(expected);
  });
});
