import { DEFAULT_LIMITS, type ScanReport, scan, Timing } from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { MemoryTree } from '../../src/testing/metamorphoses/memory-tree.ts';
import { strictOptions } from '../../tools/strict-options.ts';
import { cpuMilliseconds } from '../cpu-time.ts';

export interface TimedScan {
  readonly milliseconds: number;
  readonly report: ScanReport;
  /** Phases and rules, each with its own milliseconds. */
  readonly parts: ReadonlyMap<string, number>;
  readonly byFile: ReadonlyMap<string, number>;
}

/** One scan in memory, and what took its time. A file may take `maxFileMilliseconds`. */
export async function timeScan(
  files: ReadonlyMap<string, string>,
  rules: readonly RegisteredRule[],
  maxFileMilliseconds = DEFAULT_LIMITS.maxFileMilliseconds,
): Promise<TimedScan> {
  const tree = new MemoryTree(files);
  const timing = new Timing(cpuMilliseconds);
  const options = { ...strictOptions(rules, '2026-11-20'), limits: { ...DEFAULT_LIMITS, maxFileMilliseconds } };
  const request = { root: tree.root, tree, paths: [], exclude: [], respectsGitIgnore: true, rules, options, timing };
  const start = cpuMilliseconds();
  const outcome = await scan(request);
  const milliseconds = cpuMilliseconds() - start;
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return {
    milliseconds,
    report: outcome.report,
    parts: new Map([...timing.phases, ...timing.rules]),
    byFile: timing.files,
  };
}
