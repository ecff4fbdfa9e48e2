/** Everything that a stored report depends on: of two scans that differ in one thing, the second must not be told the first's. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CLEAN, FAULTY, KEPT, makeProject, ONLY_UNFINISHED, runCli, UNFINISHED, WITH_CACHE } from '../cli/run-cli.ts';

interface Scan {
  readonly argv?: readonly string[];
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly today?: string;
  readonly act?: (root: string) => void;
  readonly stdin?: string;
}

const SELECTED = ONLY_UNFINISHED['auditlint.toml'];
const ENDING = KEPT.replace('it is a probe', 'until=2026-11-21 it is a probe');
const NOQA = 'try:\n    open("x")\nexcept:  # noqa: E722\n    print("no")\n';
const git =
  (...words: string[]) =>
  (cwd: string) => {
    execFileSync('git', words, { cwd, stdio: 'ignore' });
  };

/** What the scan before it had, and what is different then. */
const CASES: Readonly<Record<string, readonly [first: Scan, second: Scan]>> = {
  'the bytes of a file': [{ files: { 'app.py': CLEAN } }, { files: { 'app.py': FAULTY } }],
  'the bytes of a file that is given to Python': [
    { files: { 'app.py': 'exec(open("app.dat").read())\n', 'app.dat': CLEAN } },
    { files: { 'app.dat': FAULTY } },
  ],
  'whether a file is given to Python': [
    { files: { 'app.py': 'print(open("app.dat").read())\n', 'app.dat': FAULTY } },
    { files: { 'app.py': 'exec(open("app.dat").read())\n' } },
  ],
  'the path of a file': [
    { files: { 'tests/test_app.py': FAULTY } },
    { files: { 'tests/test_app.py': undefined, 'app.py': FAULTY } },
  ],
  'the kind of a file': [
    { files: { tool: FAULTY, 'tool.yaml': 'a: 1\n' } },
    { argv: ['tool', 'tool.yaml'], files: { tool: FAULTY } },
  ],
  'whether a file was asked for': [
    { argv: ['b.py'], files: { 'app.py': UNFINISHED, 'b.py': CLEAN, 'setup.py': '', ...ONLY_UNFINISHED } },
    {},
  ],
  'the profile': [
    { files: { 'app.py': FAULTY } },
    { argv: ['--profile', 'strict', '--select', 'unread-parameter,service,errors'], files: {} },
  ],
  'the rules': [
    { argv: ['--select', 'placeholder-implementation'], files: { 'app.py': FAULTY } },
    { argv: ['--select', 'call-signature-mismatch'] },
  ],
  'the severity of a rule': [
    { files: { 'app.py': FAULTY, 'auditlint.toml': '' } },
    { files: { 'auditlint.toml': '[severity]\ncall-signature-mismatch = "P3"\n' } },
  ],
  'what overrides say of a path': [
    {
      files: {
        'app.py': UNFINISHED,
        'auditlint.toml': `${SELECTED}[[overrides]]\npaths = ["a*"]\nignore = ["placeholder-implementation"]\n`,
      },
    },
    {
      files: {
        'auditlint.toml': `${SELECTED}[[overrides]]\npaths = ["b*"]\nignore = ["placeholder-implementation"]\n`,
      },
    },
  ],
  'the configuration of a folder': [
    { files: { 'app.py': FAULTY, 'jobs/app.py': FAULTY, 'jobs/auditlint.toml': 'fail-on = "P0"\n' } },
    { files: { 'jobs/auditlint.toml': 'ignore = ["call-signature-mismatch"]\n' } },
  ],
  'whether a folder has a configuration': [
    { files: { 'jobs/app.py': FAULTY } },
    { files: { 'jobs/auditlint.toml': 'ignore = ["call-signature-mismatch"]\n' } },
  ],
  'what a configuration extends': [
    { files: { 'app.py': FAULTY, 'auditlint.toml': 'extend = "base.toml"\n', 'base.toml': '' } },
    { files: { 'base.toml': 'ignore = ["call-signature-mismatch"]\n' } },
  ],
  'what a configuration that is named extends': [
    {
      argv: ['--config', 'own.toml'],
      files: { 'app.py': FAULTY, 'own.toml': 'extend = "base.txt"\n', 'base.txt': '' },
    },
    { argv: ['--config', 'own.toml'], files: { 'base.txt': 'ignore = ["call-signature-mismatch"]\n' } },
  ],
  'what a folder excludes': [
    { files: { 'app.py': FAULTY, 'jobs/app.py': FAULTY, 'jobs/auditlint.toml': 'exclude = ["other.py"]\n' } },
    { files: { 'jobs/auditlint.toml': 'exclude = ["app.py"]\n' } },
  ],
  'whose comments count': [
    { files: { 'app.py': NOQA, 'auditlint.toml': 'select = ["bare-except"]\n' } },
    { files: { 'auditlint.toml': 'select = ["bare-except"]\nhonour = ["noqa"]\n' } },
  ],
  'what is excluded': [{ files: { 'app.py': FAULTY } }, { argv: ['--exclude', 'app.py'] }],
  'what rules need of the project': [
    {
      argv: ['--select', 'call-signature-mismatch'],
      files: { 'app.py': FAULTY, Dockerfile: 'FROM python\nCOPY missing.txt .\n' },
    },
    { argv: ['--profile', 'strict'] },
  ],
  'what a rule that runs elsewhere needs to be read': [
    { files: { '.pre-commit-config.yaml': 'repos: [\n', 'app.py': CLEAN, ...ONLY_UNFINISHED } },
    {
      files: {
        'auditlint.toml': `${SELECTED}[[overrides]]\npaths = ["x*"]\nenable = ["docker-copy-source-missing"]\n`,
      },
    },
  ],
  'a file that no rule reads': [
    {
      argv: ['--profile', 'strict'],
      files: {
        'train/__main__.py': CLEAN,
        Dockerfile: 'FROM python:3.12-slim\nCOPY words.vec ./\nCOPY train ./train\n',
      },
    },
    { argv: ['--profile', 'strict'], files: { 'words.vec': 'x' } },
  ],
  "git's ignore rules": [
    { argv: ['--profile', 'strict'], files: { 'app.py': FAULTY } },
    { argv: ['--profile', 'strict'], files: { '.gitignore': 'app.py\n' } },
  ],
  "git's index": [
    {
      argv: ['--profile', 'strict'],
      files: {
        '.gitignore': 'data/\n',
        'shop/__init__.py': '',
        'shop/data/__init__.py': '',
        'shop/data/feed.py': 'def next_order():\n    return 1\n',
        'shop/orders.py': 'from shop.data.feed import next_order\n\n\ndef run():\n    return next_order()\n',
      },
      act: (root) => {
        git('init', '--quiet')(root);
        git('add', '.')(root);
      },
    },
    { argv: ['--profile', 'strict'], act: git('add', '--force', 'shop/data/feed.py') },
  ],
  'the day': [{ files: { 'app.py': ENDING } }, { today: '2026-11-25' }],
  'standard input': [
    { argv: ['-', '--stdin-filename', 'app.py'], files: { 'app.py': FAULTY, 'setup.py': '' }, stdin: CLEAN },
    { argv: ['-', '--stdin-filename', 'app.py'], stdin: FAULTY },
  ],
  'the file, where standard input had its name': [
    { argv: ['-', '--stdin-filename', 'app.py'], files: { 'app.py': FAULTY, 'setup.py': '' }, stdin: CLEAN },
    {},
  ],
};

// So that what was just written is old enough to be distinguished by its times.
beforeEach(() => {
  const minute = Date.now() + 60_000;
  vi.spyOn(Date, 'now').mockImplementation(() => minute);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('a scan that differs from the last one in', () => {
  it.each(Object.entries(CASES))('%s has its own answer', async (_, [first, second]) => {
    const cwd = makeProject();
    const run = (scan: Scan, extra: readonly string[]) =>
      runCli(['--format', 'json', ...(scan.argv ?? []), ...extra], {
        cwd,
        ...(extra.length === 0 && { env: WITH_CACHE }),
        ...(scan.today !== undefined && { today: scan.today }),
        ...(scan.stdin !== undefined && { stdin: scan.stdin }),
      });
    prepare(cwd, first);
    const before = await run(first, []);
    expect(before).toEqual(await run(first, ['--no-cache']));
    prepare(cwd, second);
    const warm = await run(second, []);
    const cold = await run(second, ['--no-cache']);
    expect(warm).toEqual(cold);
    // Or it would show nothing.
    expect(cold.stdout).not.toBe(before.stdout);
  });
});

function prepare(cwd: string, { files = {}, act }: Scan): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(cwd, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
  }
  act?.(cwd);
}
