import { setTimeout as sleep } from 'node:timers/promises';
import { RepositoryFailure } from '../fleet-error.ts';
import type { FleetJob } from '../job.ts';
import type { DoJob, JobQueue, JobState, QueueCounts, RetryPolicy, WorkEnd } from './job-queue.ts';

interface Entry {
  readonly job: FleetJob;
  readonly retry: RetryPolicy;
  state: Exclude<JobState, 'gone'> | 'delayed';
  failures: number;
  reason: string;
}

/**
 * The queue of one process. It keeps nothing: after a crash the same list makes the same jobs, and those that the store
 * holds are done at once.
 */
export class EmbeddedQueue implements JobQueue {
  readonly #entries = new Map<string, Entry>();
  /** Those of the entries that wait. */
  #waiting: Entry[] = [];
  /** Called when there may be something to take. */
  readonly #wakers = new Set<() => void>();
  #cancellations = 0;

  async add(jobs: readonly FleetJob[], retry: RetryPolicy): Promise<void> {
    for (const job of jobs) {
      const known = this.#entries.get(job.id);
      if (known !== undefined && known.state !== 'failed') continue;
      const entry: Entry = { job, retry, state: 'waiting', failures: 0, reason: '' };
      this.#entries.set(job.id, entry);
      this.#waiting.push(entry);
    }
    this.#wake();
  }

  async work(doJob: DoJob, concurrency: number, end: WorkEnd): Promise<void> {
    const wake = () => this.#wake();
    end.enough.addEventListener('abort', wake);
    try {
      await Promise.all(Array.from({ length: concurrency }, () => this.#takeJobs(doJob, end)));
    } finally {
      end.enough.removeEventListener('abort', wake);
    }
  }

  async #takeJobs(doJob: DoJob, { enough, abort }: WorkEnd): Promise<void> {
    while (!enough.aborted) {
      const entry = this.#waiting.shift();
      if (entry === undefined) await new Promise<void>((resolve) => this.#wakers.add(resolve));
      else await this.#try(entry, doJob, abort);
    }
  }

  async #try(entry: Entry, doJob: DoJob, signal: AbortSignal): Promise<void> {
    const { job, retry } = entry;
    entry.state = 'active';
    try {
      await doJob(job, { isLast: entry.failures + 1 >= retry.attempts, signal });
      this.#entries.delete(job.id);
    } catch (error) {
      if (signal.aborted) this.#putBack(entry);
      else this.#fail(entry, error, signal);
    }
  }

  #fail(entry: Entry, error: unknown, signal: AbortSignal): void {
    entry.failures++;
    entry.reason = error instanceof Error ? error.message : String(error);
    const isFinal = error instanceof RepositoryFailure && error.isFinal;
    if (isFinal || entry.failures >= entry.retry.attempts) {
      entry.state = 'failed';
      return;
    }
    entry.state = 'delayed';
    const delay = entry.retry.delaySeconds * 1000 * 2 ** (entry.failures - 1);
    const ready = () => {
      if (this.#entries.get(entry.job.id) === entry) this.#putBack(entry);
    };
    // Aborted or not, it is to be done again unless it was dropped.
    sleep(delay, undefined, { signal }).then(ready, ready);
  }

  #putBack(entry: Entry): void {
    entry.state = 'waiting';
    this.#waiting.push(entry);
    this.#wake();
  }

  #wake(): void {
    for (const waker of this.#wakers) waker();
    this.#wakers.clear();
  }

  async statesOf(ids: readonly string[]): Promise<ReadonlyMap<string, JobState>> {
    const stateOf = (id: string): JobState => {
      const state = this.#entries.get(id)?.state ?? 'gone';
      return state === 'delayed' ? 'waiting' : state;
    };
    return new Map(ids.map((id) => [id, stateOf(id)]));
  }

  async counts(): Promise<QueueCounts> {
    const entries = [...this.#entries.values()];
    const count = (wanted: Entry['state']) => entries.filter(({ state }) => state === wanted).length;
    const dead = entries.filter(({ state }) => state === 'failed');
    return {
      waiting: count('waiting'),
      active: count('active'),
      delayed: count('delayed'),
      dead: dead.map(({ job, reason }) => ({ repository: job.repository.name, reason })),
    };
  }

  async cancel(): Promise<number> {
    const dropped = [...this.#entries.values()].filter(({ state }) => state === 'waiting' || state === 'delayed');
    for (const { job } of dropped) this.#entries.delete(job.id);
    this.#waiting = [];
    this.#cancellations++;
    return dropped.length;
  }

  async cancellations(): Promise<number> {
    return this.#cancellations;
  }

  async close(): Promise<void> {
    this.#entries.clear();
    this.#waiting = [];
  }
}
