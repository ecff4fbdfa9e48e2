/** Configurations in folders: which hold where, and that it does not matter where a scan begins. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Configurations, RuleResolution, readConfiguration } from '../../src/config/index.ts';
import { discover, settingsIn } from '../../src/discover/index.ts';
import { sampleRules } from './sample-rules.ts';

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-nested-')));
afterAll(() => rmSync(temporary, { recursive: true }));

let made = 0;
function project(files: Readonly<Record<string, string>>, isCheckout = true): string {
  const root = join(temporary, `p${made++}`);
  mkdirSync(isCheckout ? join(root, '.git') : root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const show = (top: string) => (file: string) => relative(top, file);

function resolutionAt(top: string, folder = ''): RuleResolution {
  return new RuleResolution(sampleRules, Configurations.inFolders(join(top, folder), show(top), sampleRules), {});
}

const enabled = (resolution: RuleResolution, path: string) => [...resolution.optionsFor(path).rules.keys()];

describe('the configuration of a folder', () => {
  it('holds over the ones above it, setting by setting', () => {
    const top = project({
      'auditlint.toml':
        'profile = "strict"\nignore = ["bare-except"]\nfail-on = "P2"\n[severity]\nunbounded-cache = "P0"\n',
      'a/auditlint.toml': 'profile = "default"\n[severity]\nunbounded-cache = "P3"\n',
      'a/b/pyproject.toml': '[tool.auditlint]\nselect = ["bare-except"]\nfail-on = "never"\n',
    });
    const resolution = resolutionAt(top);
    expect(enabled(resolution, 'x.py')).toHaveLength(4);
    expect(enabled(resolution, 'a/x.py')).toEqual([
      ...['swallowed-exception', 'unbounded-cache', 'sleep-polling', 'time-based-id'],
    ]);
    expect(resolution.optionsFor('a/x.py').rules.get('unbounded-cache')?.severity).toBe('P3');
    // What is named nearby is wanted, whatever is said farther away.
    expect(enabled(resolution, 'a/b/c/x.py')).toEqual(['bare-except']);
    const { threshold } = resolution.configurations;
    expect(['x.py', 'a/x.py', 'a/b/x.py'].map(threshold.failOnAt)).toEqual(['P2', 'P2', 'never']);
  });

  it('selects in place of the selection above, and what overrides above it enable', () => {
    const top = project({
      'auditlint.toml': 'select = ["memory"]\n[[overrides]]\npaths = ["a"]\nenable = ["sleep-polling"]\n',
      'a/auditlint.toml': 'select = ["errors"]\n',
    });
    expect(enabled(resolutionAt(top), 'a/x.py')).toEqual(['bare-except', 'swallowed-exception']);
  });

  it('is alone where it calls itself the root', () => {
    const top = project({ 'auditlint.toml': 'ignore = ["errors"]\n', 'a/auditlint.toml': 'root = true\n' });
    expect(enabled(resolutionAt(top), 'a/x.py')).toEqual(enabled(resolutionAt(project({})), 'x.py'));
  });

  it('has no say where the folder is left out, and is not read', async () => {
    const top = project({
      'auditlint.toml': 'exclude = ["vendor"]\n',
      'vendor/auditlint.toml': 'no = "toml',
      'vendor/x.py': '',
      'x.py': '',
    });
    expect(await files(top, '')).toEqual(['x.py']);
    expect(await files(top, 'vendor')).toEqual([]);
  });
});

describe('extend', () => {
  it('builds on a file as if it stood in the same folder', () => {
    const top = project({
      'settings/base.toml': 'extend = "all.toml"\n[[overrides]]\npaths = ["tests"]\nignore = ["bare-except"]\n',
      'settings/all.toml': 'profile = "strict"\nroot = true\nignore = ["unbounded-cache"]\n',
      'a/auditlint.toml': 'extend = "../settings/base.toml"\n',
      'auditlint.toml': 'ignore = ["sleep-polling"]\n',
    });
    const resolution = resolutionAt(top);
    expect(enabled(resolution, 'a/x.py')).not.toContain('sleep-polling');
    expect(enabled(resolution, 'a/x.py')).toContain('bare-except');
    expect(enabled(resolution, 'a/tests/x.py')).not.toContain('bare-except');
    expect(resolution.profileAt('a/x.py').origin).toBe('settings/all.toml:1');
  });

  it.each([
    ['extend = "nowhere.toml"', 'a/auditlint.toml:1:1: `extend`: no such file: `a/nowhere.toml`'],
    ['\nextend = "../../outside.toml"', 'a/auditlint.toml:2:1: `extend` leads outside the repository'],
    ['extend = "/etc/passwd"', 'a/auditlint.toml:1:1: `extend` leads outside the repository'],
    ['extend = "link.toml"', 'a/auditlint.toml:1:1: `extend` leads outside the repository'],
    [
      'extend = "auditlint.toml"',
      '`extend` is circular, it leads back to `a/auditlint.toml`: a/auditlint.toml → a/auditlint.toml',
    ],
    [
      'extend = "../loop.toml"',
      '`extend` is circular, it leads back to `a/auditlint.toml`: a/auditlint.toml → loop.toml → a/auditlint.toml',
    ],
    ['extend = "../broken.toml"', 'broken.toml:1:1: unknown key `selekt`; did you mean `select`?'],
  ])('is refused: %s', (text, problem) => {
    writeFileSync(join(temporary, 'outside.toml'), '');
    const top = project({
      'a/auditlint.toml': text,
      'loop.toml': 'extend = "a/auditlint.toml"',
      'broken.toml': 'selekt = []',
    });
    symlinkSync(join(temporary, 'outside.toml'), join(top, 'a/link.toml'));
    expect(() => resolutionAt(top).optionsFor('a/x.py')).toThrow(problem);
  });

  it('leaves the repository where the user passed the file, and the scanned root only in a checkout', () => {
    const top = project(
      { 'a/auditlint.toml': 'extend = "../base.toml"\n', 'base.toml': 'profile = "strict"\n' },
      false,
    );
    const named = readConfiguration(
      join(top, 'a/auditlint.toml'),
      { showPath: show(top), within: undefined },
      sampleRules,
    );
    expect(named.bases.map(({ profile }) => profile?.value)).toEqual(['strict']);
    expect(resolutionAt(top).profileAt('a/x.py').value).toBe('strict');
    expect(() => resolutionAt(top, 'a').profileAt('x.py')).toThrow('`extend` leads outside the repository');
  });
});

/** Python files that a scan of a folder reads, as seen from the top. */
async function files(top: string, folder: string): Promise<string[]> {
  const root = join(top, folder);
  const { chains, digest } = Configurations.inFolders(root, show(top), sampleRules);
  const settings = settingsIn(root, chains, () => digest);
  const found = await discover({ root, paths: [], exclude: [], respectsGitIgnore: false, settings });
  return found.files.filter(({ kind }) => kind === 'python').map(({ path }) => join(folder, path));
}

const FOLDERS = ['', 'a', 'a/b', 'a/b/c', 'd'];
const LINES = [
  'root = true',
  'extend = "BASE"',
  'profile = "strict"',
  'fail-on = "P3"',
  'exclude = ["b"]',
  'exclude = ["a/x.py", "d"]',
  'select = ["errors", "sleep-polling"]',
  'select = ["P1"]',
  'ignore = ["bare-except"]',
  'unsuppressable = ["memory"]',
  'honour = ["noqa"]',
];
const TABLES = [
  '[[overrides]]\npaths = ["b", "/x.py"]\nenable = ["sleep-polling"]\nseverity = { bare-except = "P3" }',
  '[[overrides]]\npaths = ["c/**"]\nignore = ["errors"]',
  '[rules.unbounded-cache]\nmaxEntries = 7',
  '[caps]\nbare-except = 3',
];

it('a scan of a folder and one of the whole agree on every file of the folder', async () => {
  // Each key once, tables last.
  const lines = fc.uniqueArray(fc.constantFrom(...LINES), { selector: (line) => line.split(' ')[0], maxLength: 4 });
  const text = fc.tuple(lines, fc.uniqueArray(fc.constantFrom(...TABLES), { maxLength: 2 }));
  const settings = fc.tuple(...FOLDERS.map(() => fc.option(text, { nil: undefined })));
  await fc.assert(
    fc.asyncProperty(settings, text, async (texts, [baseLines, baseTables]) => {
      const base = [...baseLines.filter((line) => !line.startsWith('extend')), ...baseTables].join('\n');
      const written = texts.flatMap((each, i) => {
        if (each === undefined) return [];
        const folder = FOLDERS[i] ?? '';
        const up = join(relative(folder, ''), 'base.toml');
        const content = [...each[0], ...each[1]].join('\n').replace('BASE', up);
        return [[join(folder, 'auditlint.toml'), content] as const];
      });
      const sources = FOLDERS.map((folder) => [join(folder, 'x.py'), ''] as const);
      const top = project({ ...Object.fromEntries([...sources, ...written]), 'base.toml': base });
      const whole = resolutionAt(top);
      const scanned = await files(top, '');
      for (const folder of FOLDERS) {
        const part = resolutionAt(top, folder);
        const within = scanned.filter((path) => folder === '' || path.startsWith(`${folder}/`));
        expect(await files(top, folder)).toEqual(within);
        for (const path of within) {
          const own = relative(folder, path);
          expect(part.optionsFor(own)).toEqual(whole.optionsFor(path));
          const thresholds = [part.configurations.threshold, whole.configurations.threshold] as const;
          expect(thresholds[0].failOnAt(own)).toBe(thresholds[1].failOnAt(path));
          expect(thresholds[0].capAt(own, 'bare-except')).toEqual(thresholds[1].capAt(path, 'bare-except'));
        }
      }
    }),
    { numRuns: 60 },
  );
});
