import { describe, expect, it } from 'vitest';
import { isRepeated } from '../../../rules/ml/_shared/repeated.ts';
import { type Def, nodesOf } from '../../../src/ast/index.ts';
import { callersOf, callsThatMayBeOf } from '../../../src/semantics/context/calls-by-name.ts';
import type { SemanticModel } from '../../../src/semantics/model.ts';
import { fixtureOf } from '../expectations.ts';

async function load(content: string): Promise<{ model: SemanticModel; fn: (name: string) => Def }> {
  const { model } = await fixtureOf('app/train.py', content);
  const fn = (wanted: string): Def => {
    const found = nodesOf(model.source.module, 'FunctionDef').find(({ name }) => name === wanted);
    if (found === undefined) throw new Error(`no function ${wanted}`);
    return found;
  };
  return { model, fn };
}

describe('callers', () => {
  const content = `
class Store:
    def load(self): ...

def start(store):
    store.load()

def main():
    start(Store())

def idle(): ...

def outer(): main()

def outermost(): outer()
`;

  it('are found by the name, on whatever object', async () => {
    const { model, fn } = await load(content);
    expect(callsThatMayBeOf(fn('load'), model)).toHaveLength(1);
    expect(callsThatMayBeOf(fn('idle'), model)).toEqual([]);
  });

  it('are followed three calls up, nearest first', async () => {
    const { model, fn } = await load(content);
    expect([...callersOf(fn('load'), model)].map(({ name }) => name)).toEqual(['start', 'main', 'outer']);
    expect([...callersOf(fn('idle'), model)]).toEqual([]);
  });

  it('may be the function itself, once', async () => {
    const { model, fn } = await load('def down(n):\n    down(n - 1)\n');
    expect([...callersOf(fn('down'), model)]).toEqual([fn('down')]);
  });
});

describe('isRepeated', () => {
  it.each([
    ['in a loop', 'for batch in loader:\n    save()', true],
    ['in a condition of a loop', 'while True:\n    if ready:\n        save()', true],
    ['in a function called in a loop', 'def step():\n    save()\nfor batch in loader:\n    step()', true],
    ['in a function called once', 'def step():\n    save()\nstep()', false],
    ['at the top', 'save()', false],
  ])('%s', async (_, content, is) => {
    const { model } = await load(`${content}\n`);
    const call = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'save');
    if (call === undefined) throw new Error('`save` is not called');
    expect(isRepeated(call, model)).toBe(is);
  });
});
