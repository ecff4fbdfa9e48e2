import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/config/index.ts';
import { sampleRules } from './sample-rules.ts';

const parseText = (text: string, name = 'auditlint.toml') =>
  parseConfiguration(text, { file: `/repo/${name}`, shownAs: name }, sampleRules);

function problemOf(text: string, name?: string): string {
  try {
    parseText(text, name);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return 'accepted';
}

describe('a good configuration', () => {
  const text = [
    'profile = "strict" # all of it',
    'select = ["errors", "P1"]',
    'ignore = ["bare-except"]',
    'fail-on = "P2"',
    'exclude = ["build"]',
    '[severity]',
    'unbounded-cache = "P3"',
    '[rules.unbounded-cache]',
    'maxEntries = 5',
    '[[overrides]]',
    'paths = ["tests"]',
    'enable = ["sleep-polling"]',
    '[overrides.rules.unbounded-cache]',
    'names = ["memo"]',
  ].join('\n');

  it('is read with the line of every setting', () => {
    const configuration = parseText(text);
    expect(configuration.profile).toEqual({ value: 'strict', origin: 'auditlint.toml:1' });
    expect(configuration.select).toEqual([
      { value: { kind: 'category', name: 'errors' }, origin: 'auditlint.toml:2' },
      { value: { kind: 'severity', name: 'P1' }, origin: 'auditlint.toml:2' },
    ]);
    expect(configuration.failOn?.value).toBe('P2');
    expect(configuration.severity.get('unbounded-cache')).toEqual({ value: 'P3', origin: 'auditlint.toml:7' });
    expect(configuration.options.get('unbounded-cache')?.value).toEqual({ maxEntries: 5 });
    expect(configuration.overrides[0]?.origin).toBe('auditlint.toml:10');
    expect(configuration.overrides[0]?.options.get('unbounded-cache')).toEqual({
      value: { names: ['memo'] },
      origin: 'auditlint.toml:13',
    });
  });

  it('may stand in pyproject.toml', () => {
    const configuration = parseText('[project]\nname = "x"\n[tool.auditlint]\nprofile = "strict"\n', 'pyproject.toml');
    expect(configuration.profile).toEqual({ value: 'strict', origin: 'pyproject.toml:4' });
  });

  it('may be empty', () => {
    expect(parseText('').select).toBeUndefined();
  });
});

describe('a bad configuration is one sentence with file, line and column', () => {
  it.each([
    ['profil = "strict"', '1:1: unknown key `profil`; did you mean `profile`?'],
    ['held-back = true', '1:1: unknown key `held-back`; `profile = "strict"` shows findings of low confidence'],
    ['min-severity = "P9"', '1:1: `min-severity` must be "P0", "P1", "P2" or "P3", not "P9"'],
    ['profile = "strickt"', '1:1: `profile` must be "default" or "strict", not "strickt"'],
    ['\n  select = 3', '2:3: `select` must be a list, not 3'],
    [
      'select = ["errors",\n  "bare-exept"]',
      '2:3: unknown rule, category or severity `bare-exept`; did you mean `bare-except`?',
    ],
    ['select = ["errors", 4]', '1:21: an element of `select` must be a string, not 4'],
    [
      'ignore = ["zzzzzzzzzzzz"]',
      '1:11: unknown rule, category or severity `zzzzzzzzzzzz`; `auditlint rules` lists them',
    ],
    ['exclude = [7]', '1:12: an element of `exclude` must be a string, not 7'],
    ['[severity]\nbare-exceptt = "P1"', '2:1: unknown rule `bare-exceptt`; did you mean `bare-except`?'],
    ['[severity]\nbare-except = "high"', '2:1: `severity.bare-except` must be "P0", "P1", "P2" or "P3", not "high"'],
    ['[rules.bare-except]\nlimit = 1', '2:1: unknown option of `bare-except` `limit`; the rule has no options'],
    [
      '[rules.unbounded-cache]\nmaxEntrys = 1',
      '2:1: unknown option of `unbounded-cache` `maxEntrys`; did you mean `maxEntries`?',
    ],
    [
      '[rules.unbounded-cache]\nmaxEntries = "many"',
      '2:1: `rules.unbounded-cache.maxEntries` must be a number, not "many"',
    ],
    ['[rules.unbounded-cach]', '1:1: unknown rule `unbounded-cach`; did you mean `unbounded-cache`?'],
    ['[[overrides]]\npaths = ["a"]\n[[overrides]]\npath = ["b"]', '3:1: `overrides.paths` is missing'],
    ['overrides = [{ paths = ["a"], selec = [] }]', '1:31: unknown key `selec`; did you mean `select`?'],
    [
      'rules = { unbounded-cache = { "maxEntries" = 0 } }',
      '1:31: `rules.unbounded-cache.maxEntries` must be at least 1',
    ],
    ['note = """\n a = 1\n"""\n', '1:1: unknown key `note`'],
    ['__proto__ = { profile = "strict" }', '1:1: unknown key `__proto__`'],
    ['[severity]\n__proto__ = "P0"', '2:1: unknown rule `__proto__`'],
    ['[rules.constructor]\na = 1', '1:1: unknown rule `constructor`'],
    ['rules.unbounded-cach.maxEntries = 1', '1:7: unknown rule `unbounded-cach`; did you mean `unbounded-cache`?'],
    ['exclude = [1979-05-27]', '1:12: an element of `exclude` must be a string, not a date'],
    ['\uFEFF profil = "strict"', '1:2: unknown key `profil`; did you mean `profile`?'],
    ['fail-on = "P9"', '1:1: `fail-on` must be "P0", "P1", "P2", "P3" or "never", not "P9"'],
  ])('%j', (text, problem) => {
    expect(problemOf(text)).toBe(`ConfigurationError: auditlint.toml:${problem}`);
  });

  it('names the position of a syntax error', () => {
    expect(problemOf('profile = "strict\n')).toMatch(
      /^ConfigurationError: auditlint\.toml:1:\d+: not valid TOML: [^\n]+$/,
    );
    expect(problemOf(`a = ${'['.repeat(5000)}`)).toMatch(
      /^ConfigurationError: auditlint\.toml:1:\d+: not valid TOML: /,
    );
  });

  it('names the position inside pyproject.toml', () => {
    const text = '[tool.other]\nselect = 1\n[tool.auditlint]\nselect = 1\n';
    expect(problemOf(text, 'pyproject.toml')).toBe(
      'ConfigurationError: pyproject.toml:4:1: `select` must be a list, not 1',
    );
    expect(problemOf('[tool]\nauditlint = 3', 'pyproject.toml')).toBe(
      'ConfigurationError: pyproject.toml:2:1: the configuration must be a table, not 3',
    );
  });

  it('pollutes no prototype', () => {
    problemOf('__proto__.polluted = 1\n[constructor.prototype]\npolluted = 1');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
