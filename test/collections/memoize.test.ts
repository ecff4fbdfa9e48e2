import { describe, expect, it } from 'vitest';
import { memoize } from '../../src/collections/index.ts';

interface Subject {
  readonly name: string;
}

function countingLength(): { readonly computed: string[]; readonly lengthOf: (about: Subject) => number } {
  const computed: string[] = [];
  const lengthOf = memoize((about: Subject) => {
    computed.push(about.name);
    return about.name.length;
  });
  return { computed, lengthOf };
}

describe('memoize', () => {
  it('asks once per object, not once per equal object', () => {
    const { computed, lengthOf } = countingLength();
    const first = { name: 'abc' };
    expect([lengthOf(first), lengthOf(first), lengthOf({ name: 'abc' })]).toEqual([3, 3, 3]);
    expect(computed).toEqual(['abc', 'abc']);
  });

  it('keeps the answers of two questions apart', () => {
    const about = { name: 'abc' };
    const [lengthOf, upperOf] = [countingLength().lengthOf, memoize(({ name }: Subject) => name.toUpperCase())];
    expect([lengthOf(about), upperOf(about), lengthOf(about)]).toEqual([3, 'ABC', 3]);
  });

  it('does not give a copy the answer of its original', () => {
    const { lengthOf } = countingLength();
    const original = { name: 'abc' };
    lengthOf(original);
    expect(lengthOf({ ...original, name: 'a' })).toBe(1);
  });

  it('leaves what an object shows of itself as it was', () => {
    const about = { name: 'abc' };
    countingLength().lengthOf(about);
    expect(about).toStrictEqual({ name: 'abc' });
    expect(JSON.stringify(about)).toBe('{"name":"abc"}');
  });

  it('keeps an answer of undefined as well', () => {
    let calls = 0;
    const nothing = memoize((_: Subject): undefined => {
      calls++;
      return undefined;
    });
    const about = { name: 'abc' };
    nothing(about);
    nothing(about);
    expect(calls).toBe(1);
  });
});
