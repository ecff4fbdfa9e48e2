import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { installPreCommit } from './tools.ts';

/** Equal code would be one finding with several places. */
const faulty = (path: string): string =>
  `def read(${path}):\n    try:\n        return open(${path}).read()\n    except:\n        return ""\n`;
const CLEAN = 'def double(x):\n    return x * 2\n';
/** What a user's repository holds. */
const FILES = {
  'auditlint.toml': 'exclude = ["generated/**"]\nselect = ["bare-except"]\n\n[severity]\nbare-except = "P0"\n',
  'clean.py': CLEAN,
  'faulty.py': faulty('path'),
  'generated/faulty.py': faulty('made'),
  'legacy/faulty.py': faulty('old'),
  '-faulty.py': faulty('option'),
  'a b;$(x).py': faulty('command'),
  LICENSE: 'except:\n',
  '.pre-commit-config.yaml': 'repos: []\n',
};

interface Case {
  readonly name: string;
  /** Arguments of `pre-commit try-repo TREE auditlint`. */
  readonly args: readonly string[];
  readonly status: 0 | 1;
  /** What the output must tell. */
  readonly says: RegExp;
  readonly neverSays?: RegExp;
}

const CASES: readonly Case[] = [
  { name: 'a clean file', args: ['--files', 'clean.py'], status: 0, says: /Passed/ },
  {
    name: 'a file with a finding, and no other',
    args: ['--files', 'clean.py', 'faulty.py'],
    status: 1,
    says: /bare-except {2}faulty\.py:4:5/,
    neverSays: /generated|legacy|-faulty/,
  },
  {
    name: 'a file that the configuration excludes',
    args: ['--files', 'generated/faulty.py'],
    status: 0,
    says: /Passed/,
  },
  { name: 'a file that no rule reads', args: ['--files', 'LICENSE'], status: 0, says: /no files to check/ },
  { name: 'a name that looks like an option', args: ['--files', '-faulty.py'], status: 1, says: /-faulty\.py:4:5/ },
  {
    name: 'a name that looks like a command',
    args: ['--files', 'a b;$(x).py'],
    status: 1,
    says: /'a b;\$\(x\)\.py':4:5/,
  },
  {
    name: 'all files but the excluded',
    args: ['--all-files'],
    status: 1,
    says: /legacy\/faulty\.py:4:5/,
    neverSays: /generated\/faulty/,
  },
];

/** Lets pre-commit install and run the hook from a git repository made of the tree. Returns problems, one line each. */
export function verifyHook(tree: string, workspace: string): string[] {
  const release = join(workspace, 'hook-release');
  execFileSync('cp', ['-R', tree, release]);
  commitAll(release);
  const user = makeRepository(join(workspace, 'hook-user'));
  const runHook = hookRunner(user, workspace);
  const tried = CASES.flatMap((expected) =>
    judge(expected, runHook(['try-repo', release, 'auditlint', ...separated(expected.args)])),
  );
  return [...tried, ...verifyConfigured(release, user, runHook)];
}

/** The same where pip installs the wheel, as docs/pre-commit.md shows it. */
export function verifyWheelHook(wheel: string, workspace: string): string[] {
  const user = makeRepository(join(workspace, 'wheel-hook-user'));
  const config = shownConfiguration('language: python').replace(/(?<=additional_dependencies: ).*/, () => `[${wheel}]`);
  writeFileSync(join(user, '.pre-commit-config.yaml'), config);
  execFileSync('git', ['add', '.'], { cwd: user });
  const expected = { status: 1, says: / {2}faulty\.py:4:5/, neverSays: /generated\/faulty/ } as const;
  const run = hookRunner(user, workspace)(['run', '--all-files']);
  return judge({ ...expected, name: 'from the wheel' }, run);
}

function makeRepository(user: string): string {
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(user, path)), { recursive: true });
    writeFileSync(join(user, path), content);
  }
  commitAll(user);
  return user;
}

function hookRunner(cwd: string, workspace: string): RunHook {
  const preCommit = installPreCommit();
  const env = { ...process.env, PRE_COMMIT_HOME: join(workspace, 'pre-commit'), PRE_COMMIT_COLOR: 'never' };
  return (args) => spawnSync(preCommit, args, { cwd, encoding: 'utf8', env });
}

/** The configuration on docs/pre-commit.md that says something. */
function shownConfiguration(saying: string): string {
  const page = readFileSync(join(projectRoot, 'docs/pre-commit.md'), 'utf8');
  const shown = [...page.matchAll(/^```yaml[^\n]*\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  return shown.find((text) => text.includes(saying)) ?? '';
}

type RunHook = (args: readonly string[]) => { readonly status: number | null; readonly stdout: string };

/** As a user has it: with the options and the `exclude` that docs/pre-commit.md shows. */
function verifyConfigured(release: string, user: string, runHook: RunHook): string[] {
  const revision = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: release, encoding: 'utf8' }).trim();
  const config = shownConfiguration('rev: ')
    .replace(/(?<=repo: ).*/, () => release)
    .replace(/(?<=rev: ).*/, revision);
  const run = (written: string) => {
    writeFileSync(join(user, '.pre-commit-config.yaml'), written);
    execFileSync('git', ['add', '.'], { cwd: user });
    return runHook(['run', '--all-files']);
  };
  const expected = { status: 1, says: / {2}faulty\.py:4:5/ } as const;
  const staged = { status: 0, says: /Passed/ } as const;
  return [
    ...judge({ ...expected, name: 'as the page shows it', neverSays: /legacy\/|generated\// }, run(config)),
    ...judge({ ...staged, name: 'with --staged' }, run(config.replace(/(?<=args: ).*/, '[--staged, --]'))),
  ];
}

function judge({ name, status, says, neverSays }: Omit<Case, 'args'>, run: ReturnType<RunHook>): string[] {
  const isRight = run.status === status && says.test(run.stdout) && neverSays?.test(run.stdout) !== true;
  if (!isRight) return [`pre-commit, ${name}: ended with ${run.status} and said ${JSON.stringify(run.stdout)}`];
  console.log(`pre-commit, ${name}: ${status === 0 ? 'passes' : 'fails'} as it should`);
  return [];
}

// argparse takes a name that begins with a dash for an option.
function separated(args: readonly string[]): string[] {
  return args.map((arg) => (arg.startsWith('-') && !arg.startsWith('--') ? `./${arg}` : arg));
}

function commitAll(folder: string): void {
  const git = (...args: string[]): void => {
    execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  git('init', '--quiet');
  git('add', '--force', '--all');
  git(
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@t',
    '-c',
    'commit.gpgsign=false',
    'commit',
    '--quiet',
    '--message=release',
  );
}
