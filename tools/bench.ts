/**
 * `npm run bench -- [--project] [--select RULE,…] [folder…]`: prints ratios, which mean the same on every machine. The demo,
 * unless folders are given; the thirty rules of `bench/core-rules.ts` and every rule, unless some are selected. `--project` scans the folders together, as one repository, and prints what the project part adds to the map. `--warm FILE`
 * prints what a cache leaves of a scan of the command line: nothing changed, FILE changed, FILE staged.
 * `--peers [--write] [--lines N,…] [--rounds N] repository…` compares with other linters (`bench/peers.ts`).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CORE_RULES } from './bench/core-rules.ts';
import type { Measurement } from './bench/measure.ts';
import { withOneFolder } from './bench/one-folder.ts';
import { measureWarm } from './bench/warm.ts';
import { bundle, POOL_WORKER } from './build/bundle.ts';
import { copyGrammars } from './build/grammars.ts';
import { projectRoot } from './project-root.ts';

const ROUNDS = 3;
const START_ROUNDS = 15;

// As it is published: a development loader wraps every function that it loads, and slows all of them.
const bundled = join(projectRoot, '.cache/bench');
await bundle(bundled, {
  measure: 'tools/bench/measure.ts',
  cli: 'src/cli/main.ts',
  'map-worker': 'src/cli/map-worker.ts',
  ...POOL_WORKER,
});
copyGrammars(bundled);

const { values, positionals } = parseArgs({
  options: {
    project: { type: 'boolean', default: false },
    warm: { type: 'string' },
    select: { type: 'string', default: '' },
    peers: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    lines: { type: 'string', default: '100000,1000000,5000000' },
    rounds: { type: 'string', default: String(ROUNDS) },
  },
  allowPositionals: true,
});
const folders = (positionals.length > 0 ? positionals : ['fixtures/demo-service']).map((folder) => resolve(folder));
if (values.peers) {
  const { comparePeers } = await import('./bench/peers.ts');
  comparePeers({
    repositories: folders,
    sizes: values.lines.split(',').map(Number),
    rounds: Number(values.rounds),
    bundled,
    writes: values.write,
    date: new Date().toISOString().slice(0, 10),
  });
} else if (values.project) {
  withOneFolder(folders, reportProject);
} else if (values.warm !== undefined) {
  for (const folder of folders) reportWarm(folder, values.warm);
} else {
  for (const folder of folders) {
    const selections = values.select === '' ? [CORE_RULES.join(), ''] : [values.select];
    for (const selected of selections) reportFolder(folder, selected);
  }
  reportStart();
}

// Parsing and scanning alternate, so that a busy minute of the machine hits both.
function reportFolder(folder: string, selected: string): void {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    parse: measure('parse', folder, selected),
    scan: measure('scan', folder, selected),
    threads: measure('scan', folder, selected, availableParallelism()),
  }));
  const chosen = selected === '' ? 'all rules' : `${selected.split(',').length} rules`;
  const parse = fastest(rounds.map((round) => round.parse));
  const scan = fastest(rounds.map((round) => round.scan));
  const threads = fastest(rounds.map((round) => round.threads));
  console.log(`${folder}: ${scan.files} files, ${scan.lines} lines`);
  console.log(
    `  with ${availableParallelism()} threads       ${(threads.milliseconds / parse.milliseconds).toFixed(2)}   (at most 2.2 with two), CPU time ${(threads.cpuMilliseconds / parse.cpuMilliseconds).toFixed(2)} (at most 4.2), peak ${threads.peakMegabytes.toFixed(0)} MB`,
  );
  console.log(
    `  scan / parse alone   ${(scan.milliseconds / parse.milliseconds).toFixed(2)}   (${chosen}; at most 3 on a large repository)`,
  );
  console.log(
    `  the same in CPU time ${(scan.cpuMilliseconds / parse.cpuMilliseconds).toFixed(2)}   (steadier where the machine is busy; counts compilers and collectors)`,
  );
  console.log(
    `  scan ${scan.milliseconds.toFixed(0)} ms, parse alone ${parse.milliseconds.toFixed(0)} ms, the fastest of ${ROUNDS} cold runs each`,
  );
  console.log(
    `  peak memory          ${Math.max(...rounds.map((round) => round.scan.peakMegabytes)).toFixed(0)} MB   (at most 500)`,
  );
  const timed = measure('phases', folder, selected);
  console.log(
    `  all rules together   ${((100 * timed.rulesMilliseconds) / timed.milliseconds).toFixed(0)} % of the scan   (at most 40 %)`,
  );
  console.log(`  phases               ${list(timed.phases)}`);
  console.log(`  slowest rules        ${list(timed.slowestRules)}`);
}

/** Whole processes of the command line, with a cache, against parsing alone within one. */
function reportWarm(folder: string, file: string): void {
  const before = Array.from({ length: ROUNDS }, () => measure('parse', folder, ''));
  const { unchanged, oneChanged, staged } = measureWarm(folder, file, ROUNDS);
  const parse = fastest([
    ...before,
    ...Array.from({ length: ROUNDS }, () => measure('parse', folder, '')),
  ]).milliseconds;
  const ratio = (milliseconds: number): string =>
    `${(milliseconds / parse).toFixed(2)} (${milliseconds.toFixed(0)} ms)`;
  console.log(`${folder}: with a cache, start of the process included; parse alone ${parse.toFixed(0)} ms`);
  console.log(`  nothing changed / parse alone     ${ratio(unchanged)}   (at most 0.25)`);
  console.log(`  one file changed / parse alone    ${ratio(oneChanged)}   (at most 0.5)`);
  console.log(`  one file staged / parse alone     ${ratio(staged)}   (at most 0.6)`);
}

function reportProject(folder: string): void {
  const scan = fastest(Array.from({ length: ROUNDS }, () => measure('scan', folder, values.select)));
  const { reduceMilliseconds: reduce, milliseconds } = scan;
  const map = milliseconds - reduce;
  console.log(`${folders.join(' + ')}: ${scan.files} files, ${scan.lines} lines in one scan`);
  console.log(`  project part / map   ${((100 * reduce) / map).toFixed(1)} %   (at most 20 %)`);
  console.log(
    `  map ${map.toFixed(0)} ms, project part ${reduce.toFixed(0)} ms, the fastest of ${ROUNDS} cold runs; peak memory ${scan.peakMegabytes.toFixed(0)} MB`,
  );
}

function reportStart(): void {
  const bin = join(projectRoot, 'bin/auditlint.js');
  const [empty, version] = [
    ['-e', '0'],
    [bin, '--version'],
  ].map((args) => median(START_ROUNDS, () => timeNode(args)));
  if (empty === undefined || version === undefined) return;
  console.log(
    `--version: ${(version - empty).toFixed(0)} ms above node -e 0 (at most 60), ${(version / empty).toFixed(2)} times its ${empty.toFixed(0)} ms`,
  );
}

function measure(task: 'parse' | 'scan' | 'phases', folder: string, selected: string, jobs = 1): Measurement {
  const output = execFileSync(process.execPath, [join(bundled, 'measure.js'), task, folder, selected, String(jobs)], {
    cwd: projectRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as Measurement;
}

function timeNode(args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}; is it built?`);
  return performance.now() - start;
}

function median(rounds: number, time: () => number): number {
  const times = Array.from({ length: rounds }, time).sort((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? 0;
}

function fastest(measurements: readonly Measurement[]): Measurement {
  return measurements.reduce((best, next) => (next.milliseconds < best.milliseconds ? next : best));
}

function list(times: Measurement['phases']): string {
  return times.map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(0)} ms`).join(', ');
}
