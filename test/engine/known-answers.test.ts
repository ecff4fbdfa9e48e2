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
  const { discovery: recording, discoveryAnswers } = takingDown(discovery, 2);
  expect([recording.isGitIgnored('data/a'), recording.isGitIgnored('b'), recording.isGitIgnored('data/a')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(recording.isRequested('b')).toBe(true);
  expect(discoveryAnswers()).toMatchObject({
    isGitIgnored: new Map([
      ['data/a', true],
      ['b', false],
    ]),
    isKept: new Map(),
    isRequested: new Map([['b', true]]),
  });
});

it('keeps nothing where too much is asked, and goes on answering', () => {
  const { discovery: recording, discoveryAnswers } = takingDown(discovery, 2);
  for (const path of ['a', 'b', 'data/c', 'd']) expect(recording.isGitIgnored(path)).toBe(path === 'data/c');
  expect(recording.isKept('a')).toBe(false);
  expect(discoveryAnswers()).toBeUndefined();
});
