/** What is made of the answers of a history; `git-past.deep.test.ts` asks git itself. */
import { describe, expect, it, vi } from 'vitest';
import { GitPast } from '../../src/replay/git-past.ts';
import { MemoryHistory } from './memory-history.ts';

const PRICES = 'PRICES = {}\n\n\ndef price_of(sku):\n    return PRICES[sku]\n';

/** A history in which `prices.py` was renamed, and `old.py` deleted. */
function moved() {
  const history = MemoryHistory.with({ 'prices.py': PRICES, 'old.py': 'x = 1\n' });
  const audited = history.head;
  history.commit({ 'prices.py': undefined, 'old.py': undefined, 'shop/prices.py': `import json\n\n${PRICES}` });
  return { history, audited, past: new GitPast(history, history.head, audited) };
}

describe('GitPast', () => {
  it('asks once for the names of all time, and says what became of those that were', () => {
    const { history, past } = moved();
    const asked = vi.spyOn(history, 'namesEver');
    for (let i = 0; i < 50; i++) expect(past.fateOf(`made/up_${i}.py`)).toEqual({ kind: 'unknown' });
    expect(past.fateOf('prices.py')).toEqual({ kind: 'renamed', to: 'shop/prices.py', in: history.head });
    expect(past.fateOf('old.py')).toEqual({ kind: 'deleted', in: history.head });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('follows a file over several renames, and to where it was deleted', () => {
    const { history } = moved();
    history.commit({ 'shop/prices.py': undefined, 'shop/money.py': `import json\n\n${PRICES}` });
    const fate = new GitPast(history, history.head, undefined).fateOf('prices.py');
    expect(fate).toEqual({ kind: 'renamed', to: 'shop/money.py', in: history.head });
    history.commit({ 'shop/money.py': undefined });
    expect(new GitPast(history, history.head, undefined).fateOf('prices.py').kind).toBe('deleted');
  });

  it('asks once how a file changed, however many lines of it are spoken of', () => {
    const { history, past } = moved();
    const asked = vi.spyOn(history, 'hunksSince');
    for (let line = 1; line < 6; line++)
      expect(past.drift('prices.py', { first: line, last: line }, 'shop/prices.py')?.first).toBe(line + 2);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('looks for a few texts in all of history, and knows nothing of the others', () => {
    const { past } = moved();
    expect(past.everHeld('x = 1')).toBe(true);
    const answers = Array.from({ length: 100 }, (_, i) => past.everHeld(`never-written-${i}`));
    expect(answers[0]).toBe(false);
    expect(answers.at(-1)).toBeUndefined();
  });

  it('knows what became of a path that begins at the root, or above it', () => {
    const history = MemoryHistory.with({ 'shop/prices.py': PRICES }).commit({ 'shop/prices.py': undefined });
    const past = new GitPast(history, history.head, undefined);
    for (const path of ['/shop/prices.py', '/home/eva/store/shop/prices.py'])
      expect(past.fateOf(path).kind).toBe('deleted');
    expect(past.fateOf('/home/eva/prices.py').kind).toBe('unknown');
  });

  it('refuses to ask a history that is cut off', () => {
    const history = MemoryHistory.cutOff({ 'prices.py': PRICES });
    const past = new GitPast(history, history.head, undefined);
    expect(() => past.checkHistory()).toThrow('shallow');
    expect(past.everHeld('PRICES')).toBeUndefined();
  });
});
