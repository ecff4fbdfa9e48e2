/** What names and attributes of other modules are bound to: constants, settings and their defaults, the environment's fallbacks. */
import { describe, expect, it } from 'vitest';
import { modelOf } from './read-project.ts';

const FILES = {
  'app/__init__.py': '',
  'app/constants.py': [
    'import os',
    'VERIFY = False',
    'TIMEOUT = None',
    'LIMIT = 0',
    'CHECKED = os.getenv("CHECKED", "false").lower() == "true"',
    'NAMED = os.environ["NAMED"]',
    'TWICE = False',
    'TWICE = True',
    'SET_LATER = False',
    'if LIMIT:',
    '    BRANCH = False',
    'class Limits:',
    '    queue = 0',
    '    def __init__(self):',
    '        self.timeout = None',
    '        self.retries = 3',
    '        self.rebound = None',
    '    def reset(self):',
    '        self.rebound = 3',
    'limits = Limits()',
  ].join('\n'),
  'app/config.py': [
    'from functools import lru_cache',
    'from pydantic import Field',
    'from pydantic_settings import BaseSettings',
    'class Base(BaseSettings):',
    '    verify: bool = False',
    '    timeout: int | None = Field(default=None)',
    'class Settings(Base):',
    '    debug: bool = True',
    'settings = Settings()',
    '@lru_cache',
    'def get_settings() -> Settings:',
    '    return Settings()',
  ].join('\n'),
  'app/again.py': 'from app.constants import VERIFY\nfrom app import config as cfg\n',
  'app/main.py': 'from app import constants\nconstants.SET_LATER = True\n',
  'tests/test_it.py': 'from app import constants\nconstants.VERIFY = True\n',
};

const project = modelOf(new Map(Object.entries(FILES)));
const verdict = (path: string, values: readonly (number | boolean | null)[], orDefault?: true): string =>
  project.answer({ kind: 'holds-value', path, from: 'app/main.py', values, ...(orDefault && { orDefault }) }).verdict;

describe('what is held elsewhere', () => {
  it.each([
    ['app.constants.VERIFY', [false], 'yes'],
    ['app.again.VERIFY', [false], 'yes'],
    ['app.constants.VERIFY', [true], 'no'],
    ['app.constants.TIMEOUT', [null], 'yes'],
    ['app.constants.LIMIT', [0, null], 'yes'],
    ['app.constants.LIMIT', [false], 'no'],
    ['app.constants.Limits.queue', [0], 'yes'],
    ['app.constants.limits.queue', [0], 'yes'],
    ['app.constants.limits.timeout', [null], 'yes'],
    ['app.constants.limits.retries', [3], 'yes'],
    ['app.constants.limits.rebound', [null], 'unknown'],
    ['app.constants.NAMED', [null], 'unknown'],
    ['app.constants.TWICE', [false], 'unknown'],
    ['app.constants.BRANCH', [false], 'unknown'],
    ['requests.certs.VERIFY', [false], 'unknown'],
  ] as const)('%s is one of %j: %s', (path, values, expected) => {
    expect(verdict(path, values)).toBe(expected);
    if (expected !== 'unknown') expect(verdict(path, values, true)).toBe(expected);
  });

  it.each([
    ['app.constants.CHECKED', [false]],
    ['app.constants.SET_LATER', [false]],
    ['app.config.settings.debug', [true]],
    ['app.config.settings.verify', [false]],
    ['app.config.settings.timeout', [null]],
    ['app.config.get_settings().verify', [false]],
    ['app.again.cfg.settings.verify', [false]],
  ] as const)('%s is %j unless something else is configured', (path, values) => {
    expect(verdict(path, values)).toBe('unknown');
    expect(verdict(path, values, true)).toBe('yes');
  });

  it('says where it is written', () => {
    const { evidence } = project.answer({
      kind: 'holds-value',
      path: 'app.config.settings.verify',
      from: 'app/main.py',
      values: [false],
      orDefault: true,
    });
    expect(evidence).toEqual([
      expect.objectContaining({
        path: 'app/config.py',
        line: 5,
        message: '`verify` is `False` unless configured otherwise',
      }),
    ]);
  });
});
