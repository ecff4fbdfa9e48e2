import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { batches } from '../../collections/index.ts';
import { RepositoryFailure } from '../fleet-error.ts';
import type { FleetJob } from '../job.ts';
import { loadOptional } from '../optional-package.ts';
import type { DeadLetter, DoJob, JobQueue, JobState, QueueCounts, RetryPolicy, WorkEnd } from './job-queue.ts';
import { connectRedis } from './redis-connection.ts';

export interface BullmqSetting {
  readonly url: string;
  /** The URL without a password. */
  readonly shownAs: string;
  /** Only workers of this version take the jobs: another one finds other things. */
  readonly version: string;
  /** A job whose worker has not been heard of for so long goes to another. */
  readonly stalledAfterSeconds: number;
  /** What happens to the connection, told while the work waits for it. */
  readonly onTrouble: (reason: string) => void;
}

/** A job that is given to another worker so often has ended those that had it. */
const MAX_STALLED = 3;
const PREFIX = 'auditlint-fleet';
/** Keeps questions about many jobs from filling the connection. */
const BATCH = 500;

type Bullmq = typeof import('bullmq');

/** The queue of many machines: BullMQ over Redis or Valkey. */
export class BullmqQueue implements JobQueue {
  readonly #bullmq: Bullmq;
  readonly #client: Redis;
  readonly #queue: Queue<FleetJob>;
  readonly #setting: BullmqSetting;

  private constructor(bullmq: Bullmq, client: Redis, setting: BullmqSetting) {
    this.#bullmq = bullmq;
    this.#client = client;
    this.#setting = setting;
    this.#queue = new bullmq.Queue(setting.version, this.#connection());
    this.#queue.on('error', ({ message }) => setting.onTrouble(message));
  }

  /** Throws `FleetError`. */
  static async open(setting: BullmqSetting): Promise<BullmqQueue> {
    const bullmq = await loadOptional(() => import('bullmq'), '`--queue redis://…`', 'bullmq ioredis');
    return new BullmqQueue(bullmq, await connectRedis(setting.url, setting.shownAs), setting);
  }

  #connection() {
    // The version was looked at; BullMQ would write to the console.
    return { connection: this.#client, prefix: PREFIX, skipVersionCheck: true };
  }

  async add(jobs: readonly FleetJob[], { attempts, delaySeconds }: RetryPolicy): Promise<void> {
    const states = await this.statesOf(jobs.map(({ id }) => id));
    for (const { id } of jobs) if (states.get(id) === 'failed') await this.#queue.remove(id);
    for (const batch of batches(jobs, BATCH)) {
      await this.#queue.addBulk(
        batch.map((job) => ({
          name: 'scan',
          data: job,
          opts: {
            jobId: job.id,
            attempts,
            backoff: { type: 'exponential', delay: delaySeconds * 1000 },
            removeOnComplete: true,
          },
        })),
      );
    }
  }

  async work(doJob: DoJob, concurrency: number, { enough, abort }: WorkEnd): Promise<void> {
    const lease = this.#setting.stalledAfterSeconds * 1000;
    const worker = new this.#bullmq.Worker<FleetJob>(
      this.#setting.version,
      (job, token) => this.#do(job, token, doJob, abort),
      { ...this.#connection(), concurrency, lockDuration: lease, stalledInterval: lease, maxStalledCount: MAX_STALLED },
    );
    worker.on('error', ({ message }) => this.#setting.onTrouble(message));
    await new Promise<void>((resolve) => {
      if (enough.aborted) resolve();
      else enough.addEventListener('abort', () => resolve(), { once: true });
    });
    await worker.close();
  }

  async #do(job: Job<FleetJob>, token: string | undefined, doJob: DoJob, signal: AbortSignal): Promise<void> {
    try {
      await doJob(job.data, { isLast: job.attemptsMade + 1 >= (job.opts.attempts ?? 1), signal });
    } catch (error) {
      if (signal.aborted) {
        // Back to where it was: nobody failed.
        await job.moveToDelayed(Date.now(), token);
        throw new this.#bullmq.DelayedError();
      }
      if (error instanceof RepositoryFailure && error.isFinal) throw new this.#bullmq.UnrecoverableError(error.message);
      throw error;
    }
  }

  async statesOf(ids: readonly string[]): Promise<ReadonlyMap<string, JobState>> {
    const states = new Map<string, JobState>();
    for (const batch of batches(ids, BATCH)) {
      const found = await Promise.all(batch.map((id) => this.#queue.getJobState(id)));
      for (const [i, id] of batch.entries()) states.set(id, STATES[found[i] ?? 'unknown'] ?? 'waiting');
    }
    return states;
  }

  async counts(): Promise<QueueCounts> {
    const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = await this.#queue.getJobCounts();
    return { waiting: waiting + prioritized, active, delayed, dead: await this.#dead() };
  }

  async #dead(): Promise<DeadLetter[]> {
    const failed = await this.#queue.getFailed();
    return failed.map(({ data, failedReason }) => ({ repository: data.repository.name, reason: failedReason }));
  }

  async cancel(): Promise<number> {
    const { waiting, delayed } = await this.counts();
    await this.#client.incr(this.#cancellationKey);
    await this.#queue.drain(true);
    return waiting + delayed;
  }

  async cancellations(): Promise<number> {
    return Number((await this.#client.get(this.#cancellationKey)) ?? 0);
  }

  get #cancellationKey(): string {
    return `${PREFIX}:${this.#setting.version}:cancellations`;
  }

  async close(): Promise<void> {
    await this.#queue.close();
    this.#client.disconnect();
  }
}

const STATES: Readonly<Record<string, JobState>> = {
  active: 'active',
  failed: 'failed',
  completed: 'gone',
  unknown: 'gone',
};
