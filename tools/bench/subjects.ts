import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readdirSync, renameSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { installPeers } from '../release/tools.ts';
import type { Measurement } from './measure.ts';
import { type TimedRun, timedRun } from './timed-run.ts';

/** Who takes longer is ended, and has no figure but this. */
const PATIENCE_SECONDS = 240;

/** One thing that is measured. */
export interface Subject {
  readonly name: string;
  /** What it runs, for the page. */
  readonly what: string;
  /** Makes ready what is not counted. */
  prepare?(): void;
  run(): TimedRun;
}

/** Folders that a comparison works in. */
export interface Bench {
  /** The bundles `cli.js` and `measure.js`. */
  readonly bundled: string;
  /** The code: a copy, in which a file is changed. */
  readonly folder: string;
  /** For caches and reports. */
  readonly scratch: string;
}

/** Parsing alone, and this tool. */
export function ownSubjects({ bundled, folder, scratch }: Bench): Subject[] {
  const scan: Scan = (...options) => {
    const report = ['--format', `json=${join(scratch, 'report.json')}`, '--fail-on', 'never', '--quiet'];
    const args = [join(bundled, 'cli.js'), folder, '--profile', 'strict', ...report, ...options];
    return timedRun(process.execPath, args, scratch, { accepted: [0, 3] });
  };
  const all = `auditlint, ${availableParallelism()} cores`;
  return [
    {
      name: 'parsing alone',
      what: 'tree-sitter, each tree thrown away',
      run: () => parseAlone(bundled, folder),
    },
    {
      name: 'auditlint, one core',
      what: 'all rules, strict profile, cold',
      run: () => scan('--no-cache', '--jobs', '1'),
    },
    { name: all, what: 'the same, on every core', run: () => scan('--no-cache') },
    ...warmSubjects(scan, folder, ['--cache-dir', join(scratch, 'cache')]),
  ];
}

type Scan = (...options: readonly string[]) => TimedRun;

function warmSubjects(scan: Scan, folder: string, cache: readonly string[]): Subject[] {
  return [
    {
      name: 'auditlint, nothing changed',
      what: 'a second scan',
      prepare: () => void scan(...cache),
      run: () => scan(...cache),
    },
    {
      name: 'auditlint, one file changed',
      what: 'a line was added to one file since',
      prepare: () => {
        scan(...cache);
        changeOneFile(folder);
      },
      run: () => scan(...cache),
    },
  ];
}

/** Without the start of the process, which loads more than parsing needs. */
function parseAlone(bundled: string, folder: string): TimedRun {
  const output = execFileSync(process.execPath, [join(bundled, 'measure.js'), 'parse', folder], { encoding: 'utf8' });
  const { milliseconds, cpuMilliseconds, peakMegabytes } = JSON.parse(output) as Measurement;
  return { seconds: milliseconds / 1000, cpuSeconds: cpuMilliseconds / 1000, peakMegabytes };
}

/** The linters that others use, with all that they can find by themselves. Programs and versions: `installPeers`. */
export function peerSubjects({ folder, scratch }: Bench): Subject[] {
  const peers = installPeers();
  const run = (name: string, ...args: readonly string[]) =>
    timedRun(join(peers.bin, name), args, scratch, { limitSeconds: PATIENCE_SECONDS });
  const version = (name: string) => `${name} ${peers.versions.get(name)}`;
  return [
    ...ruffSubjects(version('ruff'), (...args) => run('ruff', ...args), { folder, scratch }),
    {
      name: version('bandit'),
      what: 'all tests',
      run: () => run('bandit', '-r', '-q', '--exit-zero', '-f', 'json', '-o', join(scratch, 'bandit.json'), folder),
    },
    {
      name: version('flake8'),
      what: `with bugbear ${peers.versions.get('flake8-bugbear')} and its opinions, on every core`,
      run: () => run('flake8', '--isolated', '--exit-zero', '-q', '--extend-select', 'B9', folder),
    },
    {
      name: version('pylint'),
      what: 'its own choice of checks, on every core',
      run: () =>
        run(
          'pylint',
          '--rcfile',
          '/dev/null',
          '--persistent',
          'n',
          '-j',
          '0',
          '--exit-zero',
          '--recursive',
          'y',
          folder,
        ),
    },
  ];
}

function ruffSubjects(
  name: string,
  run: (...args: readonly string[]) => TimedRun,
  { folder, scratch }: Pick<Bench, 'folder' | 'scratch'>,
): Subject[] {
  const check = ['check', '--isolated', '--select', 'ALL', '--exit-zero', '--quiet'];
  const warm = () => run(...check, '--cache-dir', join(scratch, 'ruff'), folder);
  return [
    { name, what: 'all rules, cold', run: () => run(...check, '--no-cache', folder) },
    { name: `${name}, warm`, what: 'all rules, a second run', prepare: () => void warm(), run: warm },
  ];
}

/** The file may be linked to another place, which stays as it is. */
function changeOneFile(folder: string): void {
  const file = firstPython(folder);
  if (file === undefined) throw new Error(`no Python in ${folder}`);
  copyFileSync(file, `${file}.changed`);
  renameSync(`${file}.changed`, file);
  appendFileSync(file, '\nCHANGED = True\n');
}

function firstPython(folder: string): string | undefined {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = entries.find((entry) => entry.isFile() && entry.name.endsWith('.py'));
  if (own !== undefined) return join(folder, own.name);
  for (const entry of entries) {
    const found = entry.isDirectory() ? firstPython(join(folder, entry.name)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
