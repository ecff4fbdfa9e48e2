import type { FleetJob } from '../job.ts';

/** What a queue tells the work. */
export interface Attempt {
  /** Whether the job is given up when this fails. */
  readonly isLast: boolean;
  /** Aborted when the work is to stop; what was not finished then is still to be done. */
  readonly signal: AbortSignal;
}

/** Does a job. What it throws is a failed attempt; a `RepositoryFailure` that is final is not tried again. */
export type DoJob = (job: FleetJob, attempt: Attempt) => Promise<void>;

/** What ends the work. */
export interface WorkEnd {
  /** No more jobs are taken; what is at work is finished. Aborted with `abort` at the latest. */
  readonly enough: AbortSignal;
  /** What is at work is stopped and given back. */
  readonly abort: AbortSignal;
}

/** How often a job is tried, and how long after a failure: twice as long each time. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly delaySeconds: number;
}

/** What becomes of a job in the queue; done and unknown are one, because the store knows what is done. */
export type JobState = 'waiting' | 'active' | 'failed' | 'gone';

/** A job that was given up. */
export interface DeadLetter {
  readonly repository: string;
  readonly reason: string;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  /** Waiting for another try. */
  readonly delayed: number;
  readonly dead: readonly DeadLetter[];
}

/** Hands jobs to those who do them. It may lose jobs (a Redis without a disk): the store says what was done. */
export interface JobQueue {
  /** Adds what it does not hold yet. A job that was given up is tried anew. */
  add(jobs: readonly FleetJob[], retry: RetryPolicy): Promise<void>;
  /** Does jobs, so many at a time, until it is told to end; resolves when none is at work any more. */
  work(doJob: DoJob, concurrency: number, end: WorkEnd): Promise<void>;
  statesOf(ids: readonly string[]): Promise<ReadonlyMap<string, JobState>>;
  counts(): Promise<QueueCounts>;
  /** Drops what waits; gives how many those were. */
  cancel(): Promise<number>;
  /** Rises with each `cancel`, so that anyone who waits for jobs learns of it. */
  cancellations(): Promise<number>;
  close(): Promise<void>;
}
