import { fileURLToPath } from 'node:url';
import { groupBy } from '../../src/collections/index.ts';
import { runJobs } from '../job-process.ts';
import { sortedLines } from './figure.ts';
import type { FoundJobs } from './find-jobs.ts';
import type { GoldenJob, JobLines } from './golden-job.ts';
import { type GoldenPart, PARTS } from './table.ts';

/** What was seen of a part. */
export interface ScannedPart {
  /** Sorted, by rule; of rules that found nothing there are none. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
  readonly repositories: number;
  /** Names of the jobs that were done. */
  readonly done: readonly string[];
  /** Nothing of the part was left out. */
  readonly isWhole: boolean;
}

export interface ScannedParts {
  /** Those of which something was scanned. */
  readonly parts: ReadonlyMap<GoldenPart, ScannedPart>;
  /** One sentence for each reason for which something was not scanned. */
  readonly problems: readonly string[];
}

interface DoneJob extends JobLines {
  readonly job: GoldenJob;
}

const WORKER = fileURLToPath(new URL('golden-worker.ts', import.meta.url));

/** Does all jobs in so many processes. */
export async function scanAll(
  { jobs, wholeParts }: FoundJobs,
  processes: number,
  log: (progress: string) => void,
): Promise<ScannedParts> {
  const done: DoneJob[] = [];
  const failed: { readonly job: GoldenJob; readonly reason: string }[] = [];
  const made = { script: WORKER, processes, execArgv: process.execArgv };
  await runJobs<GoldenJob, JobLines>(made, jobs, (job, answer, milliseconds) => {
    if (answer.kind === 'done') done.push({ job, ...answer.result });
    else failed.push({ job, reason: answer.reason });
    const count = done.length + failed.length;
    if (job.part === 'packages' || count % JOBS_A_LINE === 0)
      log(`${count} of ${jobs.length}: ${job.name}, ${(milliseconds / 1000).toFixed(1)} s`);
  });
  const parts = PARTS.flatMap((part) => {
    const own = done.filter(({ job }) => job.part === part);
    const isWhole = wholeParts.includes(part) && !failed.some(({ job }) => job.part === part);
    return own.length === 0 ? [] : [[part, partOf(own, isWhole)] as const];
  });
  const problems = [...groupBy(failed, ({ reason }) => reason)].map(([reason, alike]) =>
    problemOf(alike.map(({ job }) => job.name).sort(), reason),
  );
  return { parts: new Map(parts), problems };
}

/** Fixtures take a second or less each. */
const JOBS_A_LINE = 50;

function partOf(done: readonly DoneJob[], isWhole: boolean): ScannedPart {
  const byRule = groupBy(
    done.flatMap(({ lines }) => lines),
    ([rule]) => rule,
  );
  return {
    lines: new Map([...byRule].map(([rule, lines]) => [rule, sortedLines(lines.map(([, line]) => line))])),
    repositories: done.reduce((sum, { repositories }) => sum + repositories, 0),
    done: done.map(({ job }) => job.name),
    isWhole,
  };
}

function problemOf([first = '', ...others]: readonly string[], reason: string): string {
  return `${first}${others.length === 0 ? ' was' : ` and ${others.length} more were`} not scanned: ${reason}`;
}
