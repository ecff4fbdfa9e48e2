import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildWheel } from '../wheel/build-wheel.ts';
import { installPipx, installUv } from './tools.ts';
import { verifyWheelHook } from './verify-hook.ts';

/** What pip, uv and pipx make of the wheel: an auditlint that does what npm's does. Returns problems, one line each. */
export async function verifyWheel(tree: string, demo: string, workspace: string): Promise<string[]> {
  const folder = join(workspace, 'wheel');
  mkdirSync(folder);
  const wheel = buildWheel(tree, join(workspace, 'wheel-source'), folder);
  mkdirSync(join(workspace, 'wheel-again'));
  const again = buildWheel(tree, join(workspace, 'wheel-source-again'), join(workspace, 'wheel-again'));
  if (!readFileSync(wheel).equals(readFileSync(again))) return [`${basename(wheel)} has other bytes each time`];
  cpSync(demo, join(folder, 'demo'), { recursive: true });
  const found: string[] = [];
  for (const [installer, install] of Object.entries(INSTALLERS)) {
    const environment = join(folder, installer);
    install(environment, wheel);
    const program = join(environment, 'bin/auditlint');
    const problems = [...compareRuns(program, tree, folder), ...(await verifyInterrupt(program, folder))];
    found.push(...problems.map((problem) => `installed with ${installer}, auditlint ${problem}`));
    if (problems.length === 0) console.log(`${basename(wheel)} with ${installer}: as npm's`);
  }
  found.push(...runUninstalled(wheel, folder), ...verifyWheelHook(wheel, folder));
  return found;
}

const INSTALLERS: Readonly<Record<string, (environment: string, wheel: string) => void>> = {
  pip: (environment, wheel) => {
    run('python3', ['-m', 'venv', environment]);
    run(join(environment, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', wheel]);
  },
  uv: (environment, wheel) => {
    const uv = installUv();
    run(uv, ['venv', '--quiet', environment]);
    run(uv, ['pip', 'install', '--quiet', '--python', join(environment, 'bin/python'), wheel]);
  },
};

/** What `uvx` and `pipx run` do, as docs/getting-started.md writes them. */
function runUninstalled(wheel: string, cwd: string): string[] {
  const runners = [
    [installUv(), 'tool', 'run', '--quiet', '--from', wheel, 'auditlint'],
    [installPipx(), 'run', '--quiet', '--spec', wheel, 'auditlint'],
  ] as const;
  const env = { ...process.env, PIPX_HOME: join(cwd, 'pipx') };
  return runners.flatMap(([program, ...words]) => {
    const { status, stdout } = spawnSync(program, [...words, 'demo', '--format', 'csv'], {
      cwd,
      env,
      encoding: 'utf8',
    });
    if (status === 1 && stdout.startsWith('severity,rule,')) return [];
    return [`run by ${basename(program)}, auditlint ended with ${status}: ${stdout}`];
  });
}

/** Command lines whose exit code, output and messages have to be the same, with what is on standard input. */
const RUNS: readonly (readonly [args: readonly string[], stdin: string])[] = [
  [['--version'], ''],
  [['demo'], ''],
  [['demo', '--format', 'json', '--fail-on', 'never'], ''],
  [['demo', '--format', 'sarif', '--quiet'], ''],
  [['-', '--stdin-filename', 'app.py'], 'import os\n'],
  [['nowhere'], ''],
  [['--exclude', '*', 'demo'], ''],
  [['explain', 'bare-except', 'with spaces and "quotes"'], ''],
];

function compareRuns(program: string, tree: string, cwd: string): string[] {
  const env = { ...process.env, AUDITLINT_NO_CACHE: '1' };
  return RUNS.flatMap(([args, input]) => {
    const ours = spawnSync(program, args, { cwd, env, input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const theirs = spawnSync('node', [join(tree, 'bin/auditlint.js'), ...args], {
      ...{ cwd, env, input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    });
    const isSame = (['status', 'stdout', 'stderr'] as const).every((part) => ours[part] === theirs[part]);
    return isSame
      ? []
      : [`${args.join(' ')} ended with ${ours.status}, and npm's with ${theirs.status}: ${ours.stderr}`];
  });
}

/** Ctrl-C while it waits for standard input. */
async function verifyInterrupt(program: string, cwd: string): Promise<string[]> {
  writeFileSync(join(cwd, 'watched.py'), '');
  const child = spawn(program, ['--watch', 'watched.py'], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(`${code ?? signal}`));
  });
  // It says when it is ready for what is saved, and for an end.
  child.stderr.on('data', (said: Buffer) => {
    if (said.includes('watching for changes')) child.kill('SIGINT');
  });
  const how = await ended;
  return how === '0' ? [] : [`ended a watch with ${how} on SIGINT`];
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
