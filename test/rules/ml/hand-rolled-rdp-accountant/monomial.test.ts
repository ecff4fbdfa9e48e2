import { describe, expect, it } from 'vitest';
import { privacyTermOf } from '../../../../rules/ml/_shared/privacy-terms.ts';
import { monomialOf } from '../../../../rules/ml/hand-rolled-rdp-accountant/monomial.ts';
import { type Expression, nodesOf } from '../../../../src/ast/index.ts';
import type { SemanticModel } from '../../../../src/semantics/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** The value that the last statement of a function of formulas returns. */
async function returned(content: string): Promise<{ value: Expression; model: SemanticModel }> {
  const { model } = await fixtureOf('app/formulas.py', content);
  const value = nodesOf(model.source.module, 'Return').at(-1)?.value;
  if (value === undefined) throw new Error('the text returns nothing');
  return { value, model };
}

describe('monomialOf', () => {
  it.each([
    ['return alpha * q ** 2 / (2 * sigma ** 2)', 0.5],
    ['return 0.5 * alpha * (q / sigma) ** 2', 0.5],
    ['variance = sigma * sigma\n    return q * q * alpha / (2 * variance)', 0.5],
    ['return alpha * pow(q, 2) / sigma ** 2', 1],
    ['return alpha * np.square(q) * 2 / np.power(sigma, 2)', 2],
  ])('multiplies out %j', async (body, coefficient) => {
    const { value, model } = await returned(`import numpy as np\n\ndef rdp(q, sigma, alpha):\n    ${body}\n`);
    const monomial = monomialOf(value, model);
    const powers = { noise: 0, rate: 0, other: 0 };
    for (const { expression, power } of monomial?.factors ?? []) {
      const term = privacyTermOf(expression, model);
      powers[term === 'noise' || term === 'rate' ? term : 'other'] += power;
    }
    expect({ coefficient: monomial?.coefficient, powers }).toEqual({
      coefficient,
      powers: { noise: -2, rate: 2, other: 1 },
    });
  });

  it('leaves sums whole', async () => {
    const { value, model } = await returned('def total(a, b, c):\n    return a * (b + c)\n');
    expect(
      monomialOf(value, model)
        ?.factors.map(({ expression }) => expression.kind)
        .sort(),
    ).toEqual(['BinOp', 'Name']);
  });

  it('gives up on what no formula is', async () => {
    const { value, model } = await returned(`def total(a):\n    return ${Array(60).fill('a').join(' * ')}\n`);
    expect(monomialOf(value, model)).toBeUndefined();
  });
});
