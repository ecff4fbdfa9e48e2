import { setTimeout as sleep } from 'node:timers/promises';
import { type FleetJob, type FleetScanOptions, makeJob } from './job.ts';
import type { DoJob, JobQueue, RetryPolicy } from './queue/job-queue.ts';
import type { FleetRepository } from './repository-address.ts';
import type { FleetStore, RepositoryChecks } from './store/fleet-store.ts';

export interface FleetRun {
  readonly repositories: readonly FleetRepository[];
  readonly options: FleetScanOptions;
  readonly queue: JobQueue;
  readonly store: FleetStore;
  readonly retry: RetryPolicy;
  /** What this process does itself; with a concurrency of 0 it only waits for others. */
  readonly doJob: DoJob;
  readonly concurrency: number;
  /** Aborted when the user wants it to end. */
  readonly signal: AbortSignal;
  readonly now: () => string;
  readonly onSettled: (settled: Settled) => void;
  /** How long it waits between two looks at store and queue. */
  readonly pauseMilliseconds: number;
}

/** A repository of which this run knows how it stands. */
export interface Settled {
  readonly repository: string;
  /** Why it was not scanned; undefined where it was, or had been. */
  readonly failure: string | undefined;
}

export type FleetEnd = 'done' | 'cancelled' | 'interrupted';

/**
 * Has all repositories scanned, by this process and by whoever else takes jobs from the queue. The store alone says what is
 * done: a job that the queue has lost is added again. Throws `FleetError` where store or queue cannot be had any more.
 */
export async function runFleet(run: FleetRun): Promise<FleetEnd> {
  const [enough, abort] = [new AbortController(), new AbortController()];
  const stop = () => {
    enough.abort();
    abort.abort();
  };
  run.signal.addEventListener('abort', stop, { once: true });
  const watch = await Watch.begin(run);
  const ends = { enough: enough.signal, abort: abort.signal };
  const working = run.concurrency > 0 ? run.queue.work(run.doJob, run.concurrency, ends) : undefined;
  try {
    // Work ends when it is told to, so that this only ever brings a failure.
    const watching = watch.untilSettled();
    const end = await Promise.race([watching, ...(working === undefined ? [] : [working.then(() => watching)])]);
    if (end === 'cancelled') {
      // Who cancels drops what nobody has begun. To give back what has been would fill the queue again.
      enough.abort();
      await working;
      await watch.settle();
    }
    return end;
  } finally {
    stop();
    run.signal.removeEventListener('abort', stop);
    await working?.catch(() => undefined);
  }
}

/** What is still to be done of a run. */
class Watch {
  readonly #pending: Map<string, FleetJob>;
  /** Jobs that the queue did not have the last time: they may be done, or lost. */
  #missing: ReadonlySet<string> = new Set();
  /** The last number seen: a queue that has forgotten everything counts from 0 again. */
  #cancellations: number;

  private constructor(
    readonly run: FleetRun,
    readonly before: ReadonlyMap<string, RepositoryChecks>,
    cancellations: number,
    jobs: readonly FleetJob[],
  ) {
    this.#pending = new Map(jobs.map((job) => [job.repository.name, job]));
    this.#cancellations = cancellations;
  }

  static async begin(run: FleetRun): Promise<Watch> {
    const jobs = run.repositories.map((repository) => makeJob(repository, run.options));
    // Before jobs are added, or what is done at once would not be seen.
    const watch = new Watch(run, await run.store.checks(), await run.queue.cancellations(), jobs);
    await run.queue.add(jobs, run.retry);
    return watch;
  }

  async untilSettled(): Promise<FleetEnd> {
    for (;;) {
      await this.#look();
      if (this.#pending.size === 0) return 'done';
      if (this.run.signal.aborted) return 'interrupted';
      const cancellations = await this.run.queue.cancellations();
      if (cancellations > this.#cancellations) return 'cancelled';
      this.#cancellations = cancellations;
      await sleep(this.run.pauseMilliseconds, undefined, { signal: this.run.signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const missing = await this.settle();
    // Twice in a row: at most the queue was just about to take it in.
    const lost = missing.filter(({ id }) => this.#missing.has(id));
    if (lost.length > 0) await this.run.queue.add(lost, this.run.retry);
    this.#missing = new Set(missing.map(({ id }) => id));
  }

  /** Tells what has ended; gives the jobs of which neither queue nor store knows. */
  async settle(): Promise<readonly FleetJob[]> {
    const jobs = [...this.#pending.values()];
    // First the queue: what it has no more by then is in the store.
    const states = await this.run.queue.statesOf(jobs.map(({ id }) => id));
    const ended = jobs.filter(({ id }) => states.get(id) === 'gone' || states.get(id) === 'failed');
    if (ended.length === 0) return [];
    const checks = await this.run.store.checks();
    const unknown = ended.filter(({ repository: { name } }) => {
      const now = checks.get(name);
      const isKnown = now !== undefined && now.checks > (this.before.get(name)?.checks ?? 0);
      if (isKnown) this.#settle(name, now.failure);
      return !isKnown;
    });
    await this.#giveUp(unknown.filter(({ id }) => states.get(id) === 'failed'));
    return unknown.filter(({ id }) => states.get(id) === 'gone');
  }

  #settle(repository: string, failure: string | undefined): void {
    this.#pending.delete(repository);
    this.run.onSettled({ repository, failure });
  }

  /** Jobs that nobody could tell the end of: their workers died. */
  async #giveUp(jobs: readonly FleetJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const { dead } = await this.run.queue.counts();
    const reasons = new Map(dead.map(({ repository, reason }) => [repository, reason]));
    for (const { repository } of jobs) {
      const reason = reasons.get(repository.name) ?? 'for an unknown reason';
      await this.run.store.fail(repository.name, `given up: ${reason}`, this.run.now());
      this.#settle(repository.name, reason);
    }
  }
}
