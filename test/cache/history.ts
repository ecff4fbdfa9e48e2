/** Made-up histories of a small repository: what people do to one between two scans. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { CLEAN, FAULTY, faulty, KEPT, unfinished } from '../cli/run-cli.ts';

/** One thing that is done to the repository. */
export type Step = (root: string) => void;

const PATHS = [
  'app.py',
  'orders/read.py',
  'orders/__init__.py',
  'orders/store.py',
  'tests/test_read.py',
  'build/made.py',
];

const ENDING = KEPT.replace('it is a probe', 'until=2026-11-21 it is a probe');

const CONTENTS = [
  CLEAN,
  FAULTY,
  KEPT,
  ENDING,
  faulty('write'),
  unfinished('load'),
  'from orders.read import read\nfrom orders.store import missing\n\nread(1, 2, 3)\n',
  'def read(path):\n    return path\n',
  // Unused by what the rules say that ran, which a report that was kept tells.
  'def read(path):\n    return path  # auditlint: ignore[bare-except, call-signature-mismatch] it was one\n',
  'def read(path, kind, more):\n    return path\n',
  'import os\nimport requests\n\nTOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345"\n\n\ndef fetch():\n    return requests.get("http://localhost", timeout=None)\n',
  'def broken(:\n    pass\n',
  '',
];

const CONFIGURATIONS = [
  undefined,
  'profile = "strict"\n',
  'ignore = ["call-signature-mismatch"]\n',
  'exclude = ["tests"]\n',
  '[[overrides]]\npaths = ["orders/**"]\nignore = ["errors"]\n',
  '[severity]\nplaceholder-implementation = "P0"\n',
  'cache-dir = "kept"\n',
];

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '.gitignore': ['', 'build/\n', 'orders/store.py\n', '*.cfg\n'],
  'requirements.txt': ['requests==2.0\n', 'flask\n'],
  Dockerfile: [
    'FROM python\nCOPY build/made.py .\nCMD ["python", "app.py"]\n',
    'FROM python:3.12\nCOPY . .\nCMD ["python", "-m", "orders.read"]\n',
  ],
  '.env': ['TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345\n'],
};

function git(root: string, ...words: string[]): string {
  return execFileSync('git', words, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...AUTHOR },
  });
}

const AUTHOR = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

export function begin(root: string): void {
  git(root, 'init', '--quiet', '--initial-branch=main');
  put(root, 'pyproject.toml', '[project]\nname = "orders"\nversion = "1"\n');
  for (const [i, path] of PATHS.entries()) put(root, path, CONTENTS[i] ?? CLEAN);
  commit(root);
}

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function commit(root: string): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--allow-empty', '--message=Change');
}

const named = (name: string, act: Step) => [name, act] as const;

const path = fc.constantFrom(...PATHS);

/** Steps, the common ones more often. */
export const step: fc.Arbitrary<readonly [name: string, step: Step]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(path, fc.constantFrom(...CONTENTS))
      .map(([at, text]) => named(`write ${at}`, (root) => put(root, at, text))),
  },
  {
    weight: 2,
    arbitrary: path.map((at) => named(`append to ${at}`, (root) => put(root, at, `${readIf(root, at)}\n# more\n`))),
  },
  { weight: 2, arbitrary: path.map((at) => named(`same size ${at}`, (root) => keepingTime(root, at))) },
  { weight: 2, arbitrary: path.map((at) => named(`remove ${at}`, (root) => rmSync(join(root, at), { force: true }))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(path, path)
      .map(([from, to]) => named(`rename ${from} ${to}`, (root) => rename(root, from, to))),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...CONFIGURATIONS).map((text) => named('configure', (root) => configure(root, text))),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...Object.keys(OTHERS))
      .chain((name) =>
        fc.constantFrom(...(OTHERS[name] ?? [])).map((text) => named(`write ${name}`, (root) => put(root, name, text))),
      ),
  },
  { weight: 2, arbitrary: fc.constant(named('commit', commit)) },
  { weight: 1, arbitrary: fc.constant(named('stage', (root) => git(root, 'add', '--all'))) },
  {
    weight: 1,
    arbitrary: fc.constant(
      named('untrack', (root) => git(root, 'rm', '--cached', '-r', '--quiet', '--ignore-unmatch', 'build')),
    ),
  },
  { weight: 2, arbitrary: fc.nat({ max: 5 }).map((back) => named(`go back ${back}`, (root) => goBack(root, back))) },
  { weight: 1, arbitrary: path.map((at) => named(`touch ${at}`, (root) => touch(root, at))) },
);

function readIf(root: string, at: string): string {
  return existsSync(join(root, at)) ? readFileSync(join(root, at), 'utf8') : '';
}

/** Another content of the same length, with the times put back, as some tools do. */
function keepingTime(root: string, at: string): void {
  const text = readIf(root, at);
  if (text === '') return;
  writeFileSync(join(root, at), text.replaceAll('read', 'tead').replaceAll('orders', 'erders'));
  utimesSync(join(root, at), 1_700_000_000, 1_700_000_000);
}

function rename(root: string, from: string, to: string): void {
  if (existsSync(join(root, from)) && existsSync(dirname(join(root, to)))) renameSync(join(root, from), join(root, to));
}

function configure(root: string, text: string | undefined): void {
  if (text === undefined) rmSync(join(root, 'auditlint.toml'), { force: true });
  else put(root, 'auditlint.toml', text);
}

function goBack(root: string, back: number): void {
  commit(root);
  const commits = git(root, 'rev-list', '--all', '--date-order').trim().split('\n');
  git(root, 'checkout', '--quiet', '--force', commits[Math.min(back, commits.length - 1)] ?? 'HEAD');
}

function touch(root: string, at: string): void {
  if (existsSync(join(root, at))) utimesSync(join(root, at), new Date(), new Date());
}

/** All files of a cache. */
export function cacheFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^(answer|contents|plan|reports)-/.test(name)) : [];
}
