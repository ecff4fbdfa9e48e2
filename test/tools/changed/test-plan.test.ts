import { describe, expect, it } from 'vitest';
import { type KnownTests, planTests } from '../../../tools/changed/test-plan.ts';

const rules = [
  { category: 'errors', name: 'bare-except' },
  { category: 'errors', name: 'blind-except' },
  { category: 'state', name: 'hash-as-seed' },
];
const there = new Set([
  'test/rules/errors.test.ts',
  'test/rules',
  'test/cli',
  'test/kit/errors',
  'test/kit',
  'test/tools/deep',
]);
const known: KnownTests = {
  rules,
  rulesReaching: (path) => (path === 'src/kit/errors/handlers.ts' ? ['bare-except', 'blind-except'] : []),
  has: (path) => there.has(path),
  deepParts: [
    { name: 'documents', shows: '', tests: [], programs: [], touchedBy: ['docs/*.md', 'src/cli/**'] },
    { name: 'metamorphosis', shows: '', tests: [], programs: [], touchedBy: ['rules/**'] },
  ],
};
const plan = (...changed: readonly string[]) => {
  const made = planTests(changed, known);
  return { ...made, rules: made.rules.map(({ name }) => name) };
};
const NOTHING = { rules: [], isAllRules: false, tests: [], deepParts: [] };

describe('the tests of a change', () => {
  it.each([
    'rules/errors/bare-except.ts',
    'rules/errors/bare-except/index.ts',
    'fixtures/rules/errors/bare-except/flagged.py',
    'fixtures/rules/errors/bare-except/flagged-folder/app/main.py',
    'fixtures/fixes/bare-except/handlers.py',
  ])('of one rule are those of the rule: %s', (path) => {
    expect(plan(path)).toMatchObject({ rules: ['bare-except'], isAllRules: false });
  });

  it('of what rules share are those of the rules that import it, and of its layer', () => {
    expect(plan('src/kit/errors/handlers.ts')).toEqual({
      ...NOTHING,
      rules: ['bare-except', 'blind-except'],
      tests: ['test/kit/errors/'],
    });
  });

  it('of what every scan runs are those of all rules', () => {
    expect(plan('src/semantics/names/scope.ts', 'rules/errors/bare-except.ts')).toMatchObject({
      rules: [],
      isAllRules: true,
    });
  });

  it('of a layer are those of its folder, of a test the test itself, of what tests share those beside it', () => {
    expect(plan('src/cli/commands/check.ts').tests).toEqual(['test/cli/']);
    expect(plan('test/rules/errors.test.ts').tests).toEqual(['test/rules/errors.test.ts']);
    expect(plan('tools/deep/marks.ts').tests).toEqual(['test/tools/deep/']);
    expect(plan('test/tools/deep/marks.ts').tests).toEqual(['test/tools/deep']);
    expect(plan('test/cli/gone.test.ts').tests).toEqual([]);
  });

  it('name parts of the deep suite', () => {
    expect(plan('docs/cache.md')).toEqual({ ...NOTHING, deepParts: ['documents'] });
    expect(plan('rules/errors/bare-except.ts').deepParts).toEqual(['metamorphosis']);
    expect(plan('test/cache/histories.deep.test.ts')).toEqual(NOTHING);
  });
});
