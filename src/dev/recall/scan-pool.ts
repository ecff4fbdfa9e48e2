import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../build/bundle.ts';
import { packGrammars } from '../build/grammars.ts';
import type { KeptScans } from './kept-scans.ts';
import type { ScanJob, ScannedJob } from './scan-job.ts';
import type { WorkerAnswer } from './scan-worker.ts';

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
    const worker = await bundledWorker(kept.worker);
    const total = open.length;
    let done = 0;
    const lane = async (): Promise<void> => {
      const scanning = new Worker(worker);
      for (let index = open.shift(); index !== undefined; index = open.shift()) {
        const job = jobs[index];
        if (job === undefined) continue;
        const start = performance.now();
        const outcome = await scanning.run(job);
        outcomes[index] = outcome;
        if (typeof outcome !== 'string') kept.keep(job, outcome);
        done++;
        tell(progressLine(done, total, job, performance.now() - start));
      }
      scanning.end();
    };
    await Promise.all(Array.from({ length: PROCESSES }, lane));
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

/** A process that scans one job after the other, and is started again when it ends by itself. */
class Worker {
  #child: ChildProcess | undefined;

  constructor(readonly file: string) {}

  run(job: ScanJob): Promise<JobOutcome> {
    const child = this.#child ?? fork(this.file, { execArgv: ['--max-old-space-size=4000'] });
    this.#child = child;
    return new Promise((resolve) => {
      const ended = (code: number | null): void => {
        this.#child = undefined;
        resolve(`the scan ended with ${code === null ? 'a signal' : `exit code ${code}`}`);
      };
      child.once('exit', ended);
      // Only our own worker answers.
      child.once('message', (message) => {
        child.off('exit', ended);
        const answer = message as WorkerAnswer;
        resolve(answer.kind === 'scanned' ? answer.scanned : answer.reason);
      });
      child.send(job);
    });
  }

  end(): void {
    this.#child?.disconnect();
  }
}
