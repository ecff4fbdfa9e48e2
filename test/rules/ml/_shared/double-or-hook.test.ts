import { describe, expect, it } from 'vitest';
import { doubleOrHook } from '../../../../rules/ml/_shared/double-or-hook.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { isOverride } from '../../../../src/semantics/context/idle-function.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const IMPORTS = 'import abc\nfrom abc import ABC, abstractmethod\nimport torch\nfrom vendor import Client\n\n';

async function methodIn(content: string, path = 'app/service.py') {
  const { model } = await fixtureOf(path, `${IMPORTS}${content}\n`);
  const fn = nodesOf(model.source.module, 'FunctionDef')
    .toSorted((a, b) => a.start - b.start)
    .at(-1);
  if (fn === undefined) throw new Error('no function');
  return { fn, model };
}

describe('doubleOrHook', () => {
  it.each([
    ['a double by its own name', 'def fake_load(): ...', undefined],
    ['a double by its class', 'class MockStore:\n    def load(self): ...', undefined],
    ['a base class by its name', 'class BaseStore:\n    def load(self): ...', undefined],
    ['an abstract method', 'class Store:\n    @abc.abstractmethod\n    def load(self): ...', 'proof'],
    ['a method of an abstract class', 'class Store(ABC):\n    def load(self): ...', 'doubt'],
    ['a property', 'class Store:\n    @property\n    def load(self): ...', 'doubt'],
    ['a function', 'def load(): ...', undefined],
    ['a decorated one', '@retry(3)\ndef load(): ...', undefined],
  ])('%s', async (_, content, is) => {
    const { fn, model } = await methodIn(content);
    const open = doubleOrHook(fn, model);
    expect(open && (open.proof === undefined ? 'doubt' : 'proof')).toBe(is);
  });
});

describe('isOverride', () => {
  it.each([
    [
      'a method that a base of this file has',
      'class A:\n    def load(self): ...\nclass B(A):\n    def load(self): ...',
      true,
    ],
    ['a method that it has not', 'class A: ...\nclass B(A):\n    def load(self): ...', false],
    ['a method below an unknown base', 'class B(Client):\n    def load(self): ...', true],
    ['a method below a base that demands none', 'class B(torch.nn.Module):\n    def load(self): ...', false],
    ['a method without bases', 'class B:\n    def load(self): ...', false],
  ])('%s', async (_, content, is) => {
    const { fn, model } = await methodIn(content);
    const owner = model.context.classOfMethod(fn);
    if (owner === undefined) throw new Error('no method');
    expect(isOverride(fn.name, owner, model)).toBe(is);
  });
});
