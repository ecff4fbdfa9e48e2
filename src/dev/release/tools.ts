/**
 * Programs that a release is checked with and nobody needs otherwise, from their registries, each at one version. They are
 * kept in .cache/tools, so that only the first run needs the network; what cannot be had is an error, never a check left out.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

const ACTIONLINT = 'v1.7.12';
const PRE_COMMIT = '4.7.0';
const ZIZMOR = '1.32.0';
/** The oldest Node that package.json allows, and the newest of each line. */
const NODES = ['20.19.0', '20.20.2', '22.23.3', '24.21.0'];

/** The program actionlint, built from its Go module. */
export function installActionlint(): string {
  const folder = install(`actionlint-${ACTIONLINT}`, (place) => {
    run('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@${ACTIONLINT}`], { GOBIN: place });
  });
  return join(folder, 'actionlint');
}

export const installPreCommit = (): string => installPythonProgram('pre-commit', PRE_COMMIT);

export const installZizmor = (): string => installPythonProgram('zizmor', ZIZMOR);

/** Programs `node`, by version. */
export function installNodes(): ReadonlyMap<string, string> {
  const name = `node-${process.platform}-${process.arch}`;
  return new Map(
    NODES.map((version) => {
      const folder = install(`${name}-${version}`, (place) => {
        writeFileSync(join(place, 'package.json'), '{ "private": true }');
        run('npm', ['install', '--prefix', place, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`]);
      });
      return [version, join(folder, 'node_modules', name, 'bin/node')];
    }),
  );
}

/** In a virtual environment of its own, which works only at the place it was made for. */
function installPythonProgram(name: string, version: string): string {
  const folder = install(`${name}-${version}`, (place) => {
    run('python3', ['-m', 'venv', place]);
    run(join(place, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', `${name}==${version}`]);
  });
  return join(folder, 'bin', name);
}

function install(name: string, fill: (place: string) => void): string {
  const place = join(projectRoot, '.cache/tools', name);
  const mark = join(place, 'complete');
  if (existsSync(mark)) return place;
  console.log(`installing ${name}`);
  try {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    fill(place);
    writeFileSync(mark, '');
    return place;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Error(`${name} could not be installed, so nothing was checked with it: ${reason}`, { cause });
  }
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
}
