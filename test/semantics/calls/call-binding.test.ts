import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { mismatchOf } from '../../../src/semantics/calls/call-binding.ts';
import { summarizeParameters } from '../../../src/semantics/summary/parameters.ts';
import { fixtureOf } from '../expectations.ts';

/** How a call such as `f(1, a=2)` binds to a signature such as `(a, b=1)`. */
async function bind(signature: string, call: string, takesMore = false) {
  const { model } = await fixtureOf('app/calls.py', `def f${signature}: pass\n${call}\n`);
  const [fn] = nodesOf(model.source.module, 'FunctionDef');
  const made = nodesOf(model.source.module, 'Call').at(-1);
  if (fn === undefined || made === undefined) throw new Error('no call');
  const shape = { positional: made.args.length, keywords: made.keywords.flatMap(({ arg }) => arg ?? []) };
  return mismatchOf(shape, summarizeParameters(fn), takesMore);
}

describe('mismatchOf', () => {
  it.each([
    ['()', 'f()'],
    ['(a, b=1)', 'f(1)'],
    ['(a, b=1)', 'f(b=2, a=1)'],
    ['(a, /, b)', 'f(1, b=2)'],
    ['(*args)', 'f(1, 2, 3)'],
    ['(a, *, b, c=1)', 'f(1, b=2)'],
    ['(a, **options)', 'f(1, color=2)'],
    // Python takes the keyword into `options`, for the parameter has no name outside.
    ['(a, /, **options)', 'f(1, a=2)'],
  ])('%s takes %s', async (signature, call) => {
    expect(await bind(signature, call)).toBeUndefined();
  });

  it.each([
    ['(a)', 'f(1, 2)', { kind: 'too-many', taken: 1, given: 2 }],
    ['(a, *, b=1)', 'f(1, 2)', { kind: 'too-many', taken: 1, given: 2 }],
    ['(a)', 'f(1, color=2)', { kind: 'unexpected', names: ['color'] }],
    ['(a, /)', 'f(a=1)', { kind: 'unexpected', names: ['a'] }],
    ['(a, b=1)', 'f(1, a=2)', { kind: 'twice', names: ['a'] }],
    ['(a, b, c=1)', 'f()', { kind: 'missing', names: ['a', 'b'] }],
    ['(a, *, b)', 'f(1)', { kind: 'missing', names: ['b'] }],
    ['(a, /, **options)', 'f(a=1)', { kind: 'missing', names: ['a'] }],
  ])('%s does not take %s', async (signature, call, mismatch) => {
    expect(await bind(signature, call)).toEqual(mismatch);
  });

  it('lets keywords pass that something else may take', async () => {
    expect(await bind('(a)', 'f(1, color=2)', true)).toBeUndefined();
    expect(await bind('(a)', 'f(color=2)', true)).toEqual({ kind: 'missing', names: ['a'] });
  });
});
