import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../build/bundle.ts';
import { copyGrammars } from '../build/grammars.ts';
import { runJobs } from '../job-process.ts';

/** Jobs that a script of ours does in processes of their own, unless an earlier run kept the answer of the same code. */
export interface Pool<Job, Result> {
  readonly kept: Kept<Job, Result>;
  /** The script, from the root of the project. */
  readonly script: string;
  readonly processes: number;
  readonly describe: (job: Job) => string;
}

interface Kept<Job, Result> {
  /** The folder of the bundled script. */
  readonly worker: string;
  readonly find: (job: Job) => Result | undefined;
  readonly keep: (job: Job, result: Result) => void;
}

/** What was answered to each job, in their order, or why nothing was. */
export async function answersOf<Job extends object, Result>(
  { kept, script, processes, describe }: Pool<Job, Result>,
  jobs: readonly Job[],
  log: (text: string) => void,
): Promise<readonly (Result | string)[]> {
  const outcomes: (Result | string | undefined)[] = jobs.map((job) => kept.find(job));
  const open = jobs.flatMap((job, index) => (outcomes[index] === undefined ? [{ job, index }] : []));
  if (open.length > 0) {
    log(`${jobs.length - open.length} of ${jobs.length} scans are kept from an earlier run`);
    const bundled = await bundledWorker(kept.worker, script);
    let done = 0;
    const answers = await runJobs<Job, Result>(
      { script: bundled, processes, execArgv: [] },
      open.map(({ job }) => job),
      (job, answer, milliseconds) => {
        if (answer.kind === 'done') kept.keep(job, answer.result);
        done++;
        log(`${done} of ${open.length}: ${describe(job)}, ${(milliseconds / 1000).toFixed(1)} s`);
      },
    );
    for (const [position, { index }] of open.entries()) {
      const answer = answers[position];
      if (answer !== undefined) outcomes[index] = answer.kind === 'done' ? answer.result : answer.reason;
    }
  }
  return outcomes.map((outcome) => outcome ?? 'nothing was scanned');
}

/** As it is published: a development loader would slow every function. Once for each state of the code. */
async function bundledWorker(made: string, script: string): Promise<string> {
  if (!existsSync(made)) {
    const aside = `${made}.${process.pid}`;
    await bundle(aside, { 'scan-worker': script });
    copyGrammars(aside);
    renameSync(aside, made);
  }
  return join(made, 'scan-worker.js');
}
