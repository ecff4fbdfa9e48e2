import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../build/bundle.ts';
import { packGrammars } from '../build/grammars.ts';
import { runJobs } from '../job-process.ts';
import type { KeptScans } from './kept-scans.ts';
import type { ScanJob, ScannedJob } from './scan-job.ts';

/** What was seen for a job, or why nothing was. */
export type JobOutcome = ScannedJob | string;

/** Does all jobs; the answers are in their order. */
export type Scanner = (jobs: readonly ScanJob[]) => Promise<readonly JobOutcome[]>;

const PROCESSES = 2;

/** Scans in processes of their own, unless an earlier run kept what the same code saw. */
export function scanInProcesses(kept: KeptScans, tell: (text: string) => void): Scanner {
  return async (jobs) => {
    const outcomes: (JobOutcome | undefined)[] = jobs.map((job) => kept.find(job));
    const open = [...outcomes.entries()].filter(([, outcome]) => outcome === undefined).map(([index]) => index);
    if (open.length === 0) return jobs.map((_, index) => outcomes[index] ?? 'nothing was scanned');
    tell(`${jobs.length - open.length} of ${jobs.length} scans are kept from an earlier run`);
    const script = await bundledWorker(kept.worker);
    const openJobs = open.flatMap((index) => jobs[index] ?? []);
    let done = 0;
    const answers = await runJobs<ScanJob, ScannedJob>(
      { script, processes: PROCESSES, execArgv: [] },
      openJobs,
      (job, answer, milliseconds) => {
        if (answer.kind === 'done') kept.keep(job, answer.result);
        done++;
        tell(progressLine(done, openJobs.length, job, milliseconds));
      },
    );
    for (const [position, index] of open.entries()) {
      const answer = answers[position];
      if (answer !== undefined) outcomes[index] = answer.kind === 'done' ? answer.result : answer.reason;
    }
    return jobs.map((_, index) => outcomes[index] ?? 'nothing was scanned');
  };
}

function progressLine(done: number, total: number, { repository, commits, rules }: ScanJob, time: number): string {
  const shown = commits.map((commit) => commit.slice(0, 8)).join(' ');
  return `${done} of ${total}: ${repository} ${shown}, ${rules.length} rules, ${(time / 1000).toFixed(1)} s`;
}

/** As it is published: a development loader would slow every function. Once for each state of the code. */
async function bundledWorker(made: string): Promise<string> {
  if (!existsSync(made)) {
    const aside = `${made}.${process.pid}`;
    await bundle(aside, { 'scan-worker': 'src/dev/recall/scan-worker.ts' });
    await packGrammars(aside);
    renameSync(aside, made);
  }
  return join(made, 'scan-worker.js');
}
