import { type ComparisonWish, findSides, type PreparedScan, scanBothSides } from '../audit/index.ts';
import type { ScanReport } from '../engine/index.ts';
import { GitError } from '../git/index.ts';
import { type RunScanOptions, runScan } from './commands/run-scan.ts';
import type { Io } from './io.ts';
import { showPath } from './scan-root.ts';
import { UsageError } from './usage-error.ts';

/** Scans with a comparison or without; undefined when it was interrupted. */
export async function runCompared(
  prepared: PreparedScan,
  wish: ComparisonWish | undefined,
  options: RunScanOptions,
  io: Io,
): Promise<{ readonly prepared: PreparedScan; readonly report: ScanReport } | undefined> {
  if (wish === undefined) {
    const report = await runScan(prepared, options, io);
    return report && { prepared, report };
  }
  return runWithGit(wish, async () => {
    const { root } = prepared.request;
    const sides = findSides(wish, root, io.env, showPath(root, io.cwd));
    const report = await scanBothSides(prepared.request, sides, (request) => runScan({ request }, options, io));
    return report && { prepared: { ...prepared, request: { ...prepared.request, tree: sides.head } }, report };
  });
}

/** What git cannot do is a matter of the option that asks for it. */
export async function runWithGit<T>({ kind }: ComparisonWish, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(`${kind === 'staged' ? '--staged' : '--diff'}: ${error.message}`, { cause: error });
  }
}
