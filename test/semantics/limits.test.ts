/** A question that does more work than it may is answered all the same, and what was left out is noted. */
import { describe, expect, it } from 'vitest';
import { defsOf, type Expression, nodesOf } from '../../src/ast/index.ts';
import { testsIn } from '../../src/semantics/flow/existence-tests.ts';
import { limitsMetIn, type SemanticModel } from '../../src/semantics/index.ts';
import { WORK } from '../../src/semantics/limits.ts';
import { flowsInto } from '../../src/semantics/taint/flows.ts';
import { fixtureOf } from './expectations.ts';

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

const used = (model: SemanticModel): Expression => {
  const call = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'use');
  if (call?.args[0] === undefined) throw new Error('nothing is used');
  return call.args[0];
};

type Question = (model: SemanticModel) => unknown;

const CASES: readonly (readonly [work: keyof typeof WORK, code: (count: number) => string, ask: Question])[] = [
  [
    'origins',
    (count) => `x0 = made()\n${lines(count, (at) => `x${at + 1} = x${at}\n`)}use(x${count})\n`,
    (model) => model.flow.origins(used(model)),
  ],
  [
    'carriers',
    (count) => `x0 = made()\n${lines(count, (at) => `x${at + 1} = x${at}\n`)}`,
    (model) => model.flow.destinations(nodesOf(model.source.module, 'Call')[0] as Expression),
  ],
  [
    'taint',
    (count) => `def f(x0):\n${lines(count, (at) => `    x${at + 1} = x${at}\n`)}    use(x${count})\n`,
    (model) => flowsInto(used(model), model, { sanitizers: new Set() }),
  ],
  [
    'flows',
    (count) => `def f(a):\n    use([${lines(count, () => 'a, ')}])\n`,
    (model) => flowsInto(used(model), model, { sanitizers: new Set() }),
  ],
  [
    'pieces',
    (count) => `use(${lines(count, (at) => `made(${at}) + `)}'')\n`,
    (model) => model.values.textPieces(used(model)),
  ],
  [
    'tests',
    (count) => `def f(a):\n${lines(count, () => '    if a:\n        pass\n')}`,
    (model) => defsOf(model.source.module).map((fn) => testsIn(fn, model)),
  ],
];

describe('the limit of work', () => {
  it.each(CASES)('for %s', async (work, code, ask) => {
    const { most, says } = WORK[work];
    const { model: within } = await fixtureOf('app/within.py', code(5));
    ask(within);
    expect(limitsMetIn(within.source).all).toEqual([]);
    const { model: beyond } = await fixtureOf('app/beyond.py', code(most * 2));
    ask(beyond);
    expect(limitsMetIn(beyond.source).all.map((met) => met.says)).toContain(`${says}, and no further`);
  });
});
