import { describe, expect, it } from 'vitest';
import {
  type CommandLineSettings,
  Configurations,
  parseConfiguration,
  parseSelector,
  RuleResolution,
} from '../../src/config/index.ts';
import { sampleRules } from './sample-rules.ts';

function resolve(text: string, commandLine: CommandLineSettings = {}, root = '/repo'): RuleResolution {
  const configuration = parseConfiguration(
    text,
    { file: '/repo/auditlint.toml', shownAs: 'auditlint.toml' },
    sampleRules,
  );
  return new RuleResolution(sampleRules, Configurations.only(root, configuration), commandLine);
}

const enabled = (resolution: RuleResolution, path = 'src/app.py') => [...resolution.optionsFor(path).rules.keys()];
const selectors = (...words: string[]) => words.flatMap((word) => parseSelector(word, sampleRules) ?? []);

const TIMING = ['sleep-polling', 'time-based-id'];

describe('which rules run', () => {
  it('all of them, in both profiles', () => {
    expect(enabled(resolve(''))).toEqual(sampleRules.map(({ name }) => name));
    expect(enabled(resolve('profile = "strict"'))).toEqual(enabled(resolve('')));
  });

  it('a category selects its rules, a name selects one with its uncertain findings', () => {
    const ofCategories = resolve('select = ["timing", "memory"]');
    expect(enabled(ofCategories)).toEqual(['unbounded-cache', 'sleep-polling', 'time-based-id']);
    expect(ofCategories.optionsFor('src/app.py').rules.get('sleep-polling')?.profile).toBe('default');
    expect(enabled(resolve('select = ["sleep-polling"]'))).toEqual(['sleep-polling']);
    expect(resolve('select = ["sleep-polling"]').optionsFor('a.py').rules.get('sleep-polling')?.profile).toBe('strict');
  });

  it('a profile that the command line names is not widened by the name of a rule', () => {
    const explicit = { profile: 'default' as const };
    const named = resolve('', { ...explicit, select: selectors('bare-except', 'sleep-polling') });
    expect(enabled(named)).toEqual(['bare-except', 'sleep-polling']);
    expect(named.optionsFor('a.py').rules.get('bare-except')?.profile).toBe('default');
    const enabling = resolve('[[overrides]]\npaths = ["jobs"]\nenable = ["sleep-polling"]', explicit);
    expect(enabling.optionsFor('jobs/a.py').rules.get('sleep-polling')?.profile).toBe('default');
    // The file's profile is what the command line starts from, and a name on it says more.
    const ofFile = resolve('profile = "default"', { select: selectors('bare-except', 'sleep-polling') });
    expect(enabled(ofFile)).toEqual(['bare-except', 'sleep-polling']);
    expect(ofFile.optionsFor('a.py').rules.get('bare-except')?.profile).toBe('strict');
  });

  it('severities are those of findings, whatever the rule', () => {
    const shown = (text: string, commandLine: CommandLineSettings = {}) =>
      resolve(text, commandLine).optionsFor('a.py').rules.get('unbounded-cache')?.shown;
    expect(shown('')).toBeUndefined();
    expect(shown('select = ["P0", "P2"]')).toEqual(['P0', 'P2']);
    expect(shown('select = ["P0", "memory"]')).toBeUndefined();
    expect(shown('ignore = ["P3"]')).toEqual(['P0', 'P1', 'P2']);
    expect(shown('min-severity = "P1"')).toEqual(['P0', 'P1']);
    expect(shown('min-severity = "P1"', { minSeverity: 'P2' })).toEqual(['P0', 'P1', 'P2']);
    expect(shown('select = ["P2"]\nmin-severity = "P1"')).toBeUndefined();
    expect(enabled(resolve('select = ["P2"]\nmin-severity = "P1"'))).toEqual([]);
    const override = '\n[[overrides]]\npaths = ["a.py"]\nenable = ["P3"]';
    expect(shown(`ignore = ["P2", "P3"]${override}`)).toEqual(['P0', 'P1', 'P3']);
  });

  it('ignore takes away from select', () => {
    expect(enabled(resolve('select = ["errors"]\nignore = ["bare-except"]'))).toEqual(['swallowed-exception']);
  });

  it('the command line replaces select, adds to ignore, and wins over a general ignore', () => {
    const text = 'select = ["memory"]\nignore = ["bare-except"]';
    expect(enabled(resolve(text, { select: selectors('errors') }))).toEqual(['swallowed-exception']);
    expect(enabled(resolve(text, { select: selectors('bare-except') }))).toEqual(['bare-except']);
    expect(enabled(resolve('', { ignore: selectors('errors', 'memory') }))).toEqual(TIMING);
  });
});

describe('overrides', () => {
  const text = [
    'select = ["errors"]',
    '[rules.unbounded-cache]',
    'maxEntries = 5',
    'names = ["memo"]',
    '[[overrides]]',
    'paths = ["tests", "**/test_*.py"]',
    'ignore = ["bare-except"]',
    '[[overrides]]',
    'paths = ["jobs/**", "/once"]',
    'enable = ["unbounded-cache", "sleep-polling"]',
    'severity = { unbounded-cache = "P0" }',
    '[overrides.rules.unbounded-cache]',
    'maxEntries = 9',
  ].join('\n');

  it('hold for a folder, for a glob, and nowhere else', () => {
    const resolution = resolve(text);
    expect(enabled(resolution)).toEqual(['bare-except', 'swallowed-exception']);
    expect(enabled(resolution, 'tests/unit/conftest.py')).toEqual(['swallowed-exception']);
    expect(enabled(resolution, 'src/test_app.py')).toEqual(['swallowed-exception']);
    // As in `exclude`: without a slash in any folder, with one in that of the file.
    expect(enabled(resolution, 'api/tests/conftest.py')).toEqual(['swallowed-exception']);
    expect(enabled(resolution, 'once/move.py')).toContain('sleep-polling');
    for (const path of ['api/jobs/nightly.py', 'api/once/move.py']) {
      expect(enabled(resolution, path)).toEqual(['bare-except', 'swallowed-exception']);
    }
    expect(enabled(resolution, 'jobs/nightly.py')).toEqual([
      'bare-except',
      'swallowed-exception',
      'unbounded-cache',
      'sleep-polling',
    ]);
  });

  it('change severity and single options, and keep the other options', () => {
    const rule = resolve(text).optionsFor('jobs/nightly.py').rules.get('unbounded-cache');
    expect(rule).toEqual({ profile: 'strict', severity: 'P0', options: { maxEntries: 9, names: ['memo'] } });
  });

  it('are relative to the folder of the file, also when a folder below is scanned', () => {
    expect(enabled(resolve(text, {}, '/repo/jobs'), 'nightly.py')).toContain('unbounded-cache');
    expect(enabled(resolve(text, {}, '/elsewhere'), 'jobs/nightly.py')).not.toContain('unbounded-cache');
  });

  it('cannot bring back what the command line left out', () => {
    const critical = resolve(text, { select: selectors('P0') }).optionsFor('jobs/nightly.py').rules;
    expect([...critical.values()].map(({ shown }) => shown)).toEqual(Array(5).fill(['P0']));
    expect(enabled(resolve(text, { ignore: selectors('memory') }), 'jobs/nightly.py')).not.toContain('unbounded-cache');
    expect(enabled(resolve(text, { select: selectors('bare-except') }), 'tests/a.py')).toEqual([]);
  });

  it('let a project rule take part when any path enables it', () => {
    expect([...resolve(text).project.rules.keys()]).toContain('unbounded-cache');
  });

  it('give the same object for files on which the same holds', () => {
    const resolution = resolve(text);
    expect(resolution.optionsFor('a.py')).toBe(resolution.optionsFor('b/c.py'));
    expect(resolution.optionsFor('tests/a.py')).not.toBe(resolution.optionsFor('a.py'));
  });
});

it('every decision names where it was made', () => {
  const text = 'ignore = ["memory"]\n[severity]\nbare-except = "P2"';
  const decisions = resolve(text, { ignore: selectors('swallowed-exception') }).decide('a.py');
  expect(decisions.map(({ rule, enabled, because }) => [rule.name, enabled, because])).toEqual([
    ['bare-except', true, 'profile default'],
    ['swallowed-exception', false, 'ignored by --ignore'],
    ['unbounded-cache', false, 'ignored by auditlint.toml:1'],
    ['sleep-polling', true, 'profile default'],
    ['time-based-id', true, 'profile default'],
  ]);
  expect(decisions[0]?.severity).toEqual({ value: 'P2', origin: 'auditlint.toml:3' });
});
