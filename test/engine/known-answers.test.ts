import { expect, it } from 'vitest';
import { takingDown } from '../../src/engine/known-answers.ts';

const none = { files: [], skipped: [], allPaths: new Set<string>(), ignored: new Set<string>() };
const discovery = {
  ...none,
  ...{ root: '/', missing: [], outside: [], excluded: [], settings: '' },
  isGitIgnored: (path: string) => path.startsWith('data/'),
  isKept: () => false,
  isRequested: () => true,
  isLeftOut: () => false,
};

it('takes down what discovery is asked, each question once', () => {
  const { discovery: asking, asked } = takingDown(discovery, 2);
  expect([asking.isGitIgnored('data/a'), asking.isGitIgnored('b'), asking.isGitIgnored('data/a')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(asking.isRequested('b')).toBe(true);
  expect(asked()).toMatchObject({
    isGitIgnored: new Map([
      ['data/a', true],
      ['b', false],
    ]),
    isKept: new Map(),
    isRequested: new Map([['b', true]]),
  });
});

it('keeps nothing where too much is asked, and goes on answering', () => {
  const { discovery: asking, asked } = takingDown(discovery, 2);
  for (const path of ['a', 'b', 'data/c', 'd']) expect(asking.isGitIgnored(path)).toBe(path === 'data/c');
  expect(asking.isKept('a')).toBe(false);
  expect(asked()).toBeUndefined();
});
