import { describe, expect, it } from 'vitest';
import { moduleUpdateBy } from '../../../../rules/concurrency/non-atomic-global-reload/module-updates.ts';
import { isOwnModule } from '../../../../rules/concurrency/non-atomic-global-reload/own-module.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HEAD =
  'import importlib\nimport sys\nfrom shop import settings\n_module = sys.modules[__name__]\n_same = _module\n\n';

describe('isOwnModule', () => {
  it.each([
    ['sys.modules[__name__]', true],
    ['importlib.import_module(__name__)', true],
    ['_module', true],
    ['settings', false],
    ['sys.modules["shop.settings"]', false],
    ['importlib.import_module("shop")', false],
    ['_same', false],
    ['module', false],
  ])('%s: %s', async (code, expected) => {
    const { model } = await fixtureOf('shop/limits.py', `${HEAD}def find(module):\n    return ${code}\n`);
    const value = nodesOf(model.source.module, 'Return')[0]?.value;
    if (value === undefined) throw new Error('nothing is returned');
    expect(isOwnModule(value, model)).toBe(expected);
  });
});

describe('moduleUpdateBy', () => {
  it.each([
    ['for name in values:\n    setattr(_module, name, 1)', 'setattr(_module, name, 1)'],
    ['for name in values:\n    globals()[name] = 1', 'globals()[name]'],
    ['globals().update(values)', 'globals().update(values)'],
    ['setattr(_module, name, 1)', undefined],
    ['for name in values:\n    setattr(_module, "limit", 1)', undefined],
    ['for name in values:\n    setattr(settings, name, 1)', undefined],
    ['for name in values:\n    print(globals()[name])', undefined],
    ['globals().get(values)', undefined],
  ])('%j', async (body, expected) => {
    const code = `${HEAD}def reload(values, name):\n${body.replace(/^/gm, '    ')}\n`;
    const { model } = await fixtureOf('shop/limits.py', code);
    const updates = nodesOf(model.source.module, 'Call').flatMap((call) => moduleUpdateBy(call, model) ?? []);
    expect(updates.map((update) => model.source.text.slice(update))).toEqual(expected === undefined ? [] : [expected]);
  });
});
