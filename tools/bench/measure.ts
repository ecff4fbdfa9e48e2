/**
 * Runs in a process of its own, so that every measurement starts cold: `parse|scan|phases FOLDER [RULE,…] [JOBS]` prints a
 * Measurement. With more than one job threads map, by the script beside this one.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import { rules } from '../../rules/index.ts';
import { setCompilerFlags } from '../../src/cli/compiler-flags.ts';
import { discover } from '../../src/discover/index.ts';
import { type ScanRequest, scan, Timing } from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { strictOptions } from '../strict-options.ts';

export interface Measurement {
  readonly milliseconds: number;
  /** Of them, what the reduce took: the project model, its answers and the project rules. */
  readonly reduceMilliseconds: number;
  /** Of all threads of the process, from where this file begins. */
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
  readonly files: number;
  readonly lines: number;
  /** What the scan spent its time on, the slowest first. */
  readonly phases: readonly (readonly [name: string, milliseconds: number])[];
  readonly slowestRules: readonly (readonly [name: string, milliseconds: number])[];
  /** Every part that was run, by its kind and name, with how much the heap grew in it. */
  readonly parts: readonly { readonly name: string; readonly milliseconds: number; readonly megabytes: number }[];
  /** All rules together, with what of the shared model they were the first to ask for. */
  readonly rulesMilliseconds: number;
}

setCompilerFlags();
const atStart = process.cpuUsage();
const [task, root = '', selected = '', jobs = '1'] = process.argv.slice(2);
const measuredRules = selected === '' ? rules : selected.split(',').map(ruleNamed);
const measured =
  task === 'parse' ? await measureParsing() : await measureScan(task === 'phases' ? new Timing() : undefined);
const { user, system } = process.cpuUsage(atStart);
const cpuMilliseconds = (user + system) / 1000;
const measurement: Measurement = { ...measured, cpuMilliseconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
console.log(JSON.stringify(measurement));

/** Parsing alone: the binding makes each tree and throws it away; nobody reads it. */
async function measureParsing(): Promise<Omit<Measurement, 'peakMegabytes' | 'cpuMilliseconds'>> {
  const texts = await readPythonFiles();
  const start = performance.now();
  const parser = await loadParser();
  for (const text of texts) parser.parse(text)?.delete();
  const milliseconds = performance.now() - start;
  const lines = texts.reduce((sum, text) => sum + text.split('\n').length, 0);
  return {
    milliseconds,
    reduceMilliseconds: 0,
    files: texts.length,
    lines,
    phases: [],
    slowestRules: [],
    parts: [],
    rulesMilliseconds: 0,
  };
}

/**
 * The whole scan with every rule in the strict profile: finding files, reading, parsing, rules, conclusion. Phases and rules
 * are timed in a run of their own.
 */
async function measureScan(
  timing: Timing | undefined,
): Promise<Omit<Measurement, 'peakMegabytes' | 'cpuMilliseconds'>> {
  const options = strictOptions(measuredRules, '2026-11-20');
  const start = performance.now();
  const workers = { jobs: Number(jobs), script: join(import.meta.dirname, 'map-worker.js'), worthBytes: 0 };
  const request = { root, paths: [], exclude: [], respectsGitIgnore: true, rules: measuredRules, options, workers };
  let mapped = start;
  const onProgress: ScanRequest['onProgress'] = ({ phase }) => {
    if (phase === 'concluding') mapped = performance.now();
  };
  const outcome = await scan({ ...request, onProgress, ...(timing !== undefined && { timing }) });
  const end = performance.now();
  const times = { milliseconds: end - start, reduceMilliseconds: end - mapped };
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  const { scanned, lines } = outcome.report.statistics;
  const { phases, rules: byRule, parts } = timing ?? new Timing();
  return {
    ...times,
    files: scanned,
    lines,
    phases: [...phases].sort((a, b) => b[1] - a[1]),
    slowestRules: slowest(byRule),
    parts: [...parts]
      .map(([name, { milliseconds, bytes }]) => ({ name, milliseconds, megabytes: bytes / 1_000_000 }))
      .sort((a, b) => b.milliseconds - a.milliseconds),
    rulesMilliseconds: [...byRule.values()].reduce((sum, each) => sum + each, 0),
  };
}

function ruleNamed(wanted: string): RegisteredRule {
  const found = rules.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`there is no rule ${wanted}`);
  return found;
}

async function readPythonFiles(): Promise<string[]> {
  const { files } = await discover({ root, paths: [], exclude: [], respectsGitIgnore: true });
  return files
    .filter((file) => file.kind === 'python' || file.kind === 'stub')
    .map((file) => readFileSync(join(root, file.path), 'utf8'));
}

async function loadParser(): Promise<Parser> {
  const { resolve } = createRequire(import.meta.url);
  await Parser.init({ wasmBinary: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')) });
  const language = await Language.load(readFileSync(resolve('tree-sitter-python/tree-sitter-python.wasm')));
  return new Parser().setLanguage(language);
}

function slowest(times: ReadonlyMap<string, number>): [string, number][] {
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, 8);
}
