import { describe, expect, it } from 'vitest';
import { refusedTexts, refusesAlways } from '../../../../rules/service/storage-key-rejected/refused-text.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** What the first `if` of a function refuses: the subject, the pattern, how it is held against the text, and which way. */
async function refused(body: string): Promise<string[]> {
  const content = `import re\nPATTERN = re.compile(r"[a-z]+")\n\ndef put(key):\n${body}`;
  const { model } = await fixtureOf('depot/store.py', content);
  const [branch] = nodesOf(model.source.module, 'If');
  const found = branch === undefined ? [] : refusedTexts(branch, model);
  return found.map(({ subject, pattern, how, refusesMatch }) =>
    [model.source.text.slice(subject), pattern, how, refusesMatch ? 'refuses' : 'asks'].join(' '),
  );
}

describe('refusedTexts', () => {
  it.each([
    ['    if not re.fullmatch("[a-z]+", key):\n        raise ValueError(key)\n', ['key [a-z]+ fullmatch asks']],
    ['    if PATTERN.match(key) is None:\n        raise ValueError(key)\n', ['key [a-z]+ match asks']],
    ['    if re.search("[/.]", key):\n        raise ValueError(key)\n', ['key [/.] search refuses']],
    ['    if "." in key:\n        raise ValueError(key)\n', ['key \\. search refuses']],
    ['    if not key.isalnum():\n        raise ValueError(key)\n', ['key [^\\W_]+ fullmatch asks']],
    [
      '    if not key or "/" in key or PATTERN.fullmatch(key) is None:\n        raise ValueError(key)\n',
      ['key / search refuses', 'key [a-z]+ fullmatch asks'],
    ],
  ])('of %j', async (body, expected) => {
    expect(await refused(body)).toEqual(expected);
  });

  it.each([
    ['a branch that goes on', '    if not PATTERN.match(key):\n        key = ""\n'],
    ['both at once', '    if "/" in key and "." in key:\n        raise ValueError(key)\n'],
    ['an unknown pattern', '    if not re.match(key.pattern, key):\n        raise ValueError(key)\n'],
    ['flags', '    if not re.match("[a-z]", key, re.I):\n        raise ValueError(key)\n'],
    ['a match that is there', '    if PATTERN.match(key) is not None:\n        raise ValueError(key)\n'],
  ])('is nothing for %s', async (_, body) => {
    expect(await refused(body)).toEqual([]);
  });
});

describe('refusesAlways', () => {
  const tests = (pattern: string) => ({ pattern, how: 'fullmatch', refusesMatch: false }) as const;

  it.each([
    [[null, '/', null], '[a-z0-9]+', true],
    [[null, '-', null], '[a-z0-9-]+', false],
    [['ORDER', null], '[a-z]+', true],
    [['order', null], '[a-z]+', false],
  ])('%j under %s: %s', (parts, pattern, expected) => {
    expect(refusesAlways(parts, tests(pattern))).toBe(expected);
  });

  it('is silent where no value by itself would pass, or the pattern is unknown', () => {
    expect(refusesAlways([null, '/'], tests('[%]+'))).toBe(false);
    expect(refusesAlways([null, '/'], tests('(?i)[a-z]+'))).toBe(false);
  });

  it('knows what is refused because it matches', () => {
    expect(refusesAlways(['orders.', null], { pattern: '\\.', how: 'search', refusesMatch: true })).toBe(true);
    expect(refusesAlways(['orders', null], { pattern: '\\.', how: 'search', refusesMatch: true })).toBe(false);
  });
});
