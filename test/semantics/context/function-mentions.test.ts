import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { callsOfFunction, mentionsOfFunction } from '../../../src/semantics/context/function-mentions.ts';
import { definitionCalled } from '../../../src/semantics/effects/definition-called.ts';
import { fixtureOf } from '../expectations.ts';

const CODE = `
def load(path):
    return path

reader = load
load("a")

class Store:
    def read(self):
        return load("b")

    def copy(self):
        watch(self.read)
        return self.read()

class Shelf(Store):
    def both(self):
        return super().read(), self.read(), Store()
`;

const fixture = () => fixtureOf('app/store.py', CODE);

describe('mentionsOfFunction and callsOfFunction', () => {
  it.each([
    ['load', ['load', 'load', 'load'], ['load("a")', 'load("b")']],
    ['read', ['self.read', 'self.read', 'self.read'], ['self.read()', 'self.read()']],
    ['both', [], []],
  ])('%s', async (name, mentions, calls) => {
    const { model } = await fixture();
    const fn = nodesOf(model.source.module, 'FunctionDef').find((each) => each.name === name);
    if (fn === undefined) throw new Error(`no function ${name}`);
    const { text } = model.source;
    expect(mentionsOfFunction(model, fn).map((each) => text.slice(each))).toEqual(mentions);
    expect(callsOfFunction(model, fn).map((each) => text.slice(each))).toEqual(calls);
  });
});

describe('definitionCalled', () => {
  it.each([
    ['load("a")', 'load'],
    ['self.read()', 'read'],
    ['Store()', 'Store'],
    ['watch(self.read)', undefined],
  ])('of %s is %s', async (code, name) => {
    const { model } = await fixture();
    const call = nodesOf(model.source.module, 'Call').find((each) => model.source.text.slice(each) === code);
    if (call === undefined) throw new Error(`no call ${code}`);
    expect(definitionCalled(model, call)?.name).toBe(name);
  });
});
