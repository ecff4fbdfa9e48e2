/**
 * `npm run bench -- [--project] [--select RULE,…] [folder…]`: prints ratios, which mean the same on every machine. The demo,
 * unless folders are given; the thirty rules of `bench/core-rules.ts` and every rule, unless some are selected. `--project` scans the folders together, as one repository, and prints what the project part adds to the map. `--warm FILE`
 * prints what a cache leaves of a scan of the command line: nothing changed, FILE changed, FILE staged.
 * `--phases [--write] [--check]` prints what each phase, summary part, fact and rule costs over a folder (a pinned package where none is named); with
 * `--check` it fails where one exceeds its budget (`docs/internals/budgets.tsv`) by half.
 * `--peers [--write] [--lines N,…] [--rounds N] repository…` compares with other linters (`bench/peers.ts`).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { budgetsText, exceeded, medianOf, readBudgets, sharesOf } from './bench/budgets.ts';
import { CORE_RULES } from './bench/core-rules.ts';
import type { Measurement } from './bench/measure.ts';
import { withOneFolder } from './bench/one-folder.ts';
import { measureWarm } from './bench/warm.ts';
import { bundle, POOL_WORKER } from './build/bundle.ts';
import { copyGrammars } from './build/grammars.ts';
import { alignedTable } from './corpus/aligned-table.ts';
import { fetchSdist } from './corpus/fetch-sdist.ts';
import { readPackages } from './corpus/packages.ts';
import { projectRoot } from './project-root.ts';

const ROUNDS = 3;
const BUDGETS = join(projectRoot, 'docs/internals/budgets.tsv');
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
    phases: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
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
} else if (values.phases) {
  await reportPhases(positionals[0] ?? (await largePackage()));
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

/** Of its rounds the middle one: what the machine does beside disturbs one of them. */
async function reportPhases(folder: string): Promise<void> {
  const runs = Array.from({ length: ROUNDS }, () => measure('phases', folder, values.select));
  const shares = medianOf(runs.map(sharesOf));
  const megabytes = new Map(runs[0]?.parts.map((part) => [part.name, part.megabytes]));
  const budgets = readBudgets(readFileSync(BUDGETS, 'utf8'));
  const rows = [...shares].sort(([, a], [, b]) => b - a);
  console.log(
    alignedTable(
      [
        ['% of parsing', 'budget', 'MB', 'part'],
        ...rows.map(([name, share]) => [
          share.toFixed(1),
          budgets.get(name)?.toString() ?? '',
          megabytes.get(name)?.toFixed(0) ?? '',
          name,
        ]),
      ],
      new Set([0, 1, 2]),
    ),
  );
  if (values.write) writeFileSync(BUDGETS, budgetsText(shares));
  const problems = values.check ? exceeded(shares, budgets) : [];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

async function largePackage(): Promise<string> {
  const pin = readPackages(join(projectRoot, 'measurements/corpus/packages.txt')).find(
    ({ name }) => name === 'bentoml',
  );
  if (pin === undefined) throw new Error('measurements/corpus/packages.txt does not pin bentoml');
  return fetchSdist(pin, join(projectRoot, '.cache/corpus'));
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
