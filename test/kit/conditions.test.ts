import { describe, expect, it } from 'vitest';
import { providedThat, reachedFrom, whereItServes } from '../../src/kit/index.ts';

describe('providedThat', () => {
  it('keeps what is confirmed and grades the rest', () => {
    const question = { kind: 'is-service' } as const;
    const guess = { doubt: 'unknown-lifetime' } as const;
    expect(providedThat(question, guess)).toEqual({ question, yes: 'keep', no: guess, unknown: guess });
    expect(providedThat(question, 'drop')).toEqual({ question, yes: 'keep', no: 'drop', unknown: 'drop' });
  });
});

describe('whereItServes and reachedFrom', () => {
  it('ask for each function once, and for a service besides', () => {
    const store = { kind: 'reached-from', function: 'app.store', entries: ['route'] };
    expect(reachedFrom(['route'], 'app.store', 'app.store')).toEqual(store);
    expect(whereItServes(reachedFrom(['route'], 'app.store', 'app.load'))).toEqual({
      kind: 'all',
      of: [{ kind: 'is-service' }, { kind: 'any', of: [store, { ...store, function: 'app.load' }] }],
    });
  });
});
