/** Looked up in a set, names are likely where looking through all declared ones would say so. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { likelyNames } from '../../../../rules/imports/_shared/likely-names.ts';

const name = fc
  .array(fc.constantFrom('django', 'rate', 'limit', 'py', 'py3', '2', 'x2x', 'tabulate3', 'ratelimit'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((words) => words.join('-'));

it('are those that stand in a declared name, word by word or joined, or end it but for a number', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 4 }), name, (declared, wanted) => {
      const isWithin = declared.some((each) => `-${each}-`.includes(`-${wanted}-`));
      const isForked = declared.some((each) => each.replace(/(?<!\d)\d+$/, '') === wanted);
      const isJoined = declared.some((each) => {
        const words = each.split('-');
        return words.some((_, from) =>
          words.some((_, to) => to >= from && words.slice(from, to + 1).join('') === wanted),
        );
      });
      expect(likelyNames(declared).has(wanted)).toBe(isWithin || isForked || isJoined);
    }),
  );
  expect([...likelyNames(['django-ratelimit', 'tabulate3'])]).toEqual(
    expect.arrayContaining(['ratelimit', 'django', 'tabulate']),
  );
});

it('take no more than a few for each word, however many words a name has', () => {
  expect(likelyNames([Array.from({ length: 5_000 }, (_, i) => `w${i}`).join('-')]).size).toBeLessThan(
    2 * 8 * 5_000 + 2,
  );
});
