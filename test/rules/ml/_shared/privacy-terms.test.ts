import { describe, expect, it } from 'vitest';
import {
  hasPrivacyWord,
  isAboutPrivacy,
  privacyTermOf,
  privacyTermOfName,
  soleValue,
} from '../../../../rules/ml/_shared/privacy-terms.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function termOfReturn(body: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/formulas.py', `def of(self, settings, data, z):\n    ${body}\n`);
  const value = nodesOf(model.source.module, 'Return').at(-1)?.value;
  if (value === undefined) throw new Error('the text returns nothing');
  return privacyTermOf(value, model);
}

describe('privacyTermOf', () => {
  it.each([
    ['return self._noise_multiplier', 'noise'],
    ['return settings["sampling_probability"]', 'rate'],
    ['rate = settings.sample_rate\n    return rate', 'rate'],
    ['return settings.batch_size / len(data)', 'rate'],
    ['return min(1.0, settings.batch_size / settings.dataset_size)', 'rate'],
    ['return settings.batch_size / settings.world_size', undefined],
    ['return z', undefined],
  ])('finds the term of %j', async (body, term) => {
    expect(await termOfReturn(body)).toBe(term);
  });

  it('goes by whole names', () => {
    expect(['sigma', 'q', 'target_delta', 'num_steps'].map(privacyTermOfName)).toEqual([
      'noise',
      'rate',
      'delta',
      'steps',
    ]);
    expect(['sigmoid', 'queue', 'delta_time', 'steps_per_epoch'].map(privacyTermOfName)).toEqual(
      Array(4).fill(undefined),
    );
  });
});

describe('isAboutPrivacy', () => {
  it('knows the words of names', () => {
    expect(['DPOptimizer', 'compute_rdp', 'privacy_spent'].map(hasPrivacyWord)).toEqual([true, true, true]);
    expect(['deploy', 'private_key', 'update'].map(hasPrivacyWord)).toEqual([false, false, false]);
  });

  it('looks at what stands around', async () => {
    const { model } = await fixtureOf(
      'app/train.py',
      'class Accountant:\n    def add(self, x):\n        return x\n\ndef add(x):\n    return x\n',
    );
    const returns = nodesOf(model.source.module, 'Return').toSorted((a, b) => a.start - b.start);
    expect(returns.map((node) => isAboutPrivacy(node, model))).toEqual([true, false]);
  });
});

describe('soleValue', () => {
  it.each([
    ['rate = 3\n    return rate', 'Constant'],
    ['rate = 3\n    rate = z\n    return rate', undefined],
    ['return z', undefined],
    ['return self.rate', undefined],
  ])('of what %j returns is %s', async (body, kind) => {
    const { model } = await fixtureOf('app/formulas.py', `def of(self, z):\n    ${body}\n`);
    const value = nodesOf(model.source.module, 'Return').at(-1)?.value;
    expect(value && soleValue(value, model)?.kind).toBe(kind);
  });
});
