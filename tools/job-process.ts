import { type ChildProcess, fork } from 'node:child_process';

/** What a process says of a job. */
export type JobAnswer<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly reason: string };

/** Where jobs are done. */
export interface JobProcesses {
  /** Calls `answerJobs`. */
  readonly script: string;
  readonly processes: number;
  /** What the script needs of Node to be loaded: that of this process for TypeScript, nothing for a bundle. */
  readonly execArgv: readonly string[];
}

/** A process that does one job after the other, and is started again when it ends by itself. */
class JobProcess<Job extends object, Result> {
  #child: ChildProcess | undefined;

  constructor(readonly made: JobProcesses) {}

  run(job: Job): Promise<JobAnswer<Result>> {
    const { script, execArgv } = this.made;
    const child = this.#child ?? fork(script, { execArgv: [...execArgv, '--max-old-space-size=4000'] });
    this.#child = child;
    return new Promise((resolve) => {
      const ended = (code: number | null): void => {
        this.#child = undefined;
        resolve({
          kind: 'failed',
          reason: `its process ended with ${code === null ? 'a signal' : `exit code ${code}`}`,
        });
      };
      child.once('exit', ended);
      // Only our own script answers.
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message as JobAnswer<Result>);
      });
      child.send(job);
    });
  }

  end(): void {
    this.#child?.disconnect();
  }
}

/** The other side: does each job that comes, and answers why where it cannot be done. */
export function answerJobs<Job, Result>(work: (job: Job) => Promise<Result>): void {
  const answer = async (job: Job): Promise<JobAnswer<Result>> => {
    try {
      return { kind: 'done', result: await work(job) };
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  };
  // Only the parent sends messages, and nothing else than jobs.
  process.on('message', (job) => void answer(job as Job).then((message) => process.send?.(message)));
}

/**
 * Does all jobs in so many processes, each the next one that is open. Answers are in the order of the jobs, and `onDone` hears of each
 * when it comes, with the milliseconds that it took.
 */
export async function runJobs<Job extends object, Result>(
  made: JobProcesses,
  jobs: readonly Job[],
  onDone: (job: Job, answer: JobAnswer<Result>, milliseconds: number) => void,
): Promise<readonly JobAnswer<Result>[]> {
  const answers: JobAnswer<Result>[] = jobs.map(() => ({ kind: 'failed', reason: 'it was not begun' }));
  const open = jobs.entries();
  const lane = async (): Promise<void> => {
    const own = new JobProcess<Job, Result>(made);
    // All lanes take from one iterator.
    for (const [index, job] of open) {
      const start = performance.now();
      const answer = await own.run(job);
      answers[index] = answer;
      onDone(job, answer, performance.now() - start);
    }
    own.end();
  };
  await Promise.all(Array.from({ length: Math.min(made.processes, jobs.length) }, lane));
  return answers;
}
