import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import type { Workers } from '../engine/index.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** Beside the bundle. Where the sources run as they are (`tsx`, tests) there is none, and one thread does all. */
const SCRIPT = fileURLToPath(new URL('./map-worker.js', import.meta.url));

const LEAST_HEAP_MEGABYTES = 1024;

/** More threads than any machine has use for only cost memory. */
const MOST_JOBS = 256;

/**
 * A thread takes a while to load, and its code runs slowly at first: that is a fourth more of the processor's time. On two idle cores (Node 20,
 * runs in turn, all rules) 1.6 MB take 3.9 s with two threads instead of 5.0, 2.2 MB 4.7 instead of 6.3, and 0.9 MB of the default profile
 * 2.7 instead of 3.2.
 */
const WORTH_BYTES = 1.5 * 1024 * 1024;

/** Reads `--jobs`, else `AUDITLINT_JOBS`; as many threads as the machine runs at once without either. */
export function planWorkers(option: string | undefined, { env }: Pick<Io, 'env'>): Workers | undefined {
  const jobs = readJobs('--jobs', option) ?? readJobs('AUDITLINT_JOBS', env.AUDITLINT_JOBS || undefined);
  return existsSync(SCRIPT) ? workersOf(jobs ?? availableParallelism()) : undefined;
}

/** All heaps together get what the process would have without threads, but for each enough for any file that is read. */
function workersOf(jobs: number): Workers {
  const allowed = getHeapStatistics().heap_size_limit / (1024 * 1024);
  const heapMegabytes = Math.floor(Math.min(allowed, Math.max(LEAST_HEAP_MEGABYTES, allowed / jobs)));
  return { jobs, script: SCRIPT, heapMegabytes, worthBytes: WORTH_BYTES };
}

function readJobs(name: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const jobs = /^\d{1,9}$/.test(written.trim()) ? Number(written) : 0;
  if (jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  throw new UsageError(`${name}: \`${written}\` is not a number of threads: use a whole number from 1 to ${MOST_JOBS}`);
}
