import { describe, expect, it } from 'vitest';
import { type ProjectCall, projectCallsOf } from '../../../../rules/concurrency/_shared/project-calls.ts';
import { RuleContext } from '../../../../src/engine/source-context.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const IMPORTS = 'import inspect\nfrom shop.prices import Price, load\n\n';

async function callsIn(code: string): Promise<readonly ProjectCall[]> {
  const { model } = await fixtureOf('shop/orders.py', `${IMPORTS}${code}\n`);
  return projectCallsOf(new RuleContext(model, {}));
}

describe('projectCallsOf', () => {
  it('gives the way to what is called, and the shape of the call', async () => {
    expect(await callsIn('load("a", 2, strict=True)')).toEqual([
      { path: 'shop.prices.load', positional: 2, keywords: ['strict'], place: ['@', 4, 1, 4, 26], endsPathAt: 4 },
    ]);
  });

  it.each([
    ['async def f():\n    await load()', { isAwaited: true }],
    ['class Order:\n    @classmethod\n    def of(cls):\n        return cls("a")', { isOwnClass: true }],
    ['try:\n    load()\nexcept Exception:\n    pass', { swallowed: 'hides the TypeError' }],
    [
      'try:\n    load()\nexcept (ValueError, Exception) as error:\n    print(error)',
      { swallowed: 'prints the TypeError' },
    ],
    ['price, tax = load(*names)', { positional: -1, uses: [{ kind: 'unpack', count: 2, place: ['@', 4, 14, 4, 26] }] }],
    ['Price("a").append(1)', { path: 'shop.prices.Price().append' }],
  ])('%j', async (code, fact) => {
    expect((await callsIn(code)).at(0)).toMatchObject(fact);
  });

  it.each([
    'try:\n    load()\nexcept Exception:\n    raise',
    'try:\n    load()\nexcept ValueError:\n    pass',
    'try:\n    pass\nexcept Exception:\n    load()',
  ])('nothing is swallowed in %j', async (code) => {
    const [call] = await callsIn(code);
    expect(call?.path).toBe('shop.prices.load');
    expect(call?.swallowed).toBeUndefined();
  });

  it.each([
    ['of another library', 'inspect.signature(load)'],
    ['of a function of this file that takes it', 'def f(a, /, b=1, *, c): pass\nf(1, c=2)'],
    ['of a method that takes it', 'class A:\n    def f(self, a): return a\n\n    def g(self):\n        self.f(1)'],
    ['of a class whose `__init__` takes it', 'class A:\n    def __init__(self, a): self.a = a\n\nA(1)'],
    ['with arguments that it does not show', 'load(*names)'],
    ['that looks before it leaps', 'if "strict" in inspect.signature(load).parameters:\n    load(strict=True)'],
    ['that looked before', 'takes = "strict" in inspect.signature(load).parameters\nif takes:\n    load(strict=True)'],
    ['whose error is handled', 'try:\n    load(1)\nexcept (TypeError, KeyError):\n    pass'],
    ['whose error is expected', 'with pytest.raises(TypeError):\n    load(1)'],
    ['of a name that is bound to something else as well', 'if fast:\n    load = quick\nload(1)'],
  ])('leaves out a call %s', async (_name, code) => {
    expect(await callsIn(code)).toEqual([]);
  });

  it.each([
    ['a method that others implement', 'class A:\n    def f(self, a): pass\n\n    def g(self):\n        self.f(1)'],
    ['too many for a function', 'def f(a): pass\nf(1, 2)'],
    ['an unknown keyword for a method', 'class A:\n    def f(self): pass\n\n    def g(self):\n        self.f(color=1)'],
    ['nothing for an `__init__` that wants something', 'class A:\n    def __init__(self, a): pass\n\nA()'],
    ['a function that a decorator may change', '@wrapped\ndef f(a): pass\nf(1)'],
  ])('keeps %s', async (_name, code) => {
    expect(await callsIn(code)).toHaveLength(1);
  });
});
