import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupBy } from '../../../src/collections/index.ts';
import { normalRemote, plainName } from '../../../tools/first-sight/remote.ts';
import { type Candidate, drawByRule, drawFifth, drawSample } from '../../../tools/first-sight/sample.ts';
import { SeededRandom } from '../../../tools/first-sight/seeded-random.ts';

const candidate = fc.record<Candidate>({
  repository: fc.constantFrom('a', 'b', 'c'),
  rule: fc.constantFrom('bare-except', 'orphan-module', 'time-based-id'),
  severity: fc.constantFrom('P0', 'P1', 'P2', 'P3'),
});
const candidates = fc.array(candidate, { maxLength: 120 });
const seed = fc.nat();

describe('a sample', () => {
  it('holds every P0, and at most five others of a rule in a repository', () => {
    fc.assert(
      fc.property(candidates, seed, fc.nat(80), (all, number, size) => {
        const drawn = drawSample(all, size, new SeededRandom(number));
        const grave = all.filter(({ severity }) => severity === 'P0');
        expect(drawn.filter(({ severity }) => severity === 'P0')).toEqual(grave);
        expect(drawn.length).toBeLessThanOrEqual(Math.max(size, grave.length));
        const strata = groupBy(drawn, stratumOf);
        for (const members of strata.values()) {
          const others = members.filter(({ severity }) => severity !== 'P0');
          if (others.length > 0) expect(members.length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  it('takes one of each rule and repository before it takes two of any', () => {
    const many = (repository: string, rule: string, count: number): Candidate[] =>
      Array.from({ length: count }, () => ({ repository, rule, severity: 'P2' }));
    const all = [...many('a', 'loud', 100), ...many('a', 'quiet', 1), ...many('b', 'loud', 1)];
    const drawn = drawSample(all, 4, new SeededRandom(1));
    expect(drawn.filter((one) => stratumOf(one) === 'a loud')).toHaveLength(2);
    expect(drawn).toHaveLength(4);
    expect(drawSample(all, 250, new SeededRandom(1))).toHaveLength(7);
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(candidates, seed, (all, number) => {
        const [one, other] = [new SeededRandom(number), new SeededRandom(number)];
        expect(drawSample(all, 20, one)).toEqual(drawSample(all, 20, other));
        expect([...drawFifth(all, one)]).toEqual([...drawFifth(all, other)]);
      }),
    );
  });
});

describe('a sample of candidates', () => {
  it('is as large as asked for, where there is so much, and holds at most so many of a rule', () => {
    fc.assert(
      fc.property(candidates, seed, fc.nat(60), (all, number, size) => {
        const drawn = drawByRule(all, { size, most: 12 }, new SeededRandom(number));
        const ofRules = [...groupBy(all, ({ rule }) => rule).values()].map(({ length }) => Math.min(length, 12));
        expect(drawn).toHaveLength(
          Math.min(
            size,
            ofRules.reduce((sum, count) => sum + count, 0),
          ),
        );
        for (const own of groupBy(drawn, ({ rule }) => rule).values()) expect(own.length).toBeLessThanOrEqual(12);
      }),
    );
  });

  it('takes a rule from as many repositories as tell it, before it takes two from one', () => {
    const many = (repository: string, rule: string, count: number): Candidate[] =>
      Array.from({ length: count }, () => ({ repository, rule, severity: 'P0' }));
    const all = [...many('a', 'loud', 100), ...many('b', 'loud', 1), ...many('c', 'loud', 1), ...many('a', 'quiet', 2)];
    const drawn = drawByRule(all, { size: 5, most: 3 }, new SeededRandom(1));
    expect(drawn.map(stratumOf).sort()).toEqual(['a loud', 'a quiet', 'a quiet', 'b loud', 'c loud']);
  });
});

describe('random numbers', () => {
  it('stay below their limit, and shuffling loses nothing', () => {
    fc.assert(
      fc.property(seed, fc.array(fc.nat()), (number, items) => {
        const random = new SeededRandom(number);
        expect(random.shuffled(items).sort()).toEqual([...items].sort());
        expect(random.below(6)).toBeLessThan(6);
      }),
    );
  });

  it('are spread evenly', () => {
    const random = new SeededRandom(42);
    const counts = [0, 0, 0, 0, 0];
    for (let index = 0; index < 5000; index++) {
      const number = random.below(5);
      counts[number] = (counts[number] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('a remote', () => {
  it.each([
    'https://github.com/Ada/Orders',
    'https://github.com/ada/orders.git',
    'https://token:x@github.com/ada/orders/',
    'git@github.com:ada/orders.git',
    'ssh://git@github.com:22/ada/orders.git',
    'git://www.github.com/ada/orders',
  ])('%s is github.com/ada/orders', (address) => {
    expect(normalRemote(address)).toBe('github.com/ada/orders');
  });

  it('stays what it is when it is normalised again', () => {
    fc.assert(
      fc.property(fc.webUrl(), (address) => {
        expect(normalRemote(normalRemote(address))).toBe(normalRemote(address));
      }),
    );
  });

  it('gives the name that labels use', () => {
    expect(plainName('github.com/ada/orders')).toBe('ada+orders');
  });
});

const stratumOf = ({ repository, rule }: Candidate): string => `${repository} ${rule}`;
