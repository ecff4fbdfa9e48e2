import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { userFolder } from '../../cache/index.ts';
import { CACHE_USER } from '../cache-user.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { FleetOptions, FleetReportOptions, PlaceOptions, WorkerOptions } from './fleet-options.ts';

/** Where results are kept. */
export type StorePlace =
  | { readonly kind: 'file'; readonly file: string; readonly shownAs: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly shownAs: string };

export interface QueuePlace {
  readonly url: string;
  readonly shownAs: string;
}

/** What holds for every process that scans. */
export interface WorkerPlan {
  readonly concurrency: number;
  readonly timeLimitSeconds: number;
  readonly stalledAfterSeconds: number;
  readonly workFolder: string;
}

/** When a job of a worker that fell silent goes to another. */
export const STALLED_AFTER_SECONDS = 30;
const DEFAULT_STORE = 'auditlint-fleet.sqlite';

export function planStore({ store }: PlaceOptions, { env, cwd }: Io): StorePlace {
  const written = store ?? env.AUDITLINT_STORE ?? DEFAULT_STORE;
  if (written === '') throw new UsageError('`--store` needs a file or `postgres://…`');
  if (/^postgres(?:ql)?:\/\//.test(written)) return { kind: 'postgres', ...planUrl('--store', written) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(written)) {
    throw new UsageError('`--store` supports only a file or `postgres://…`');
  }
  return { kind: 'file', file: resolve(cwd, written), shownAs: written };
}

export function planQueue({ queue }: PlaceOptions, { env }: Pick<Io, 'env'>): QueuePlace | undefined {
  const written = queue ?? env.AUDITLINT_QUEUE;
  if (written === undefined) return undefined;
  if (!/^rediss?:\/\//.test(written)) throw new UsageError('`--queue` takes `redis://…` or `rediss://…`');
  return planUrl('--queue', written);
}

/** Of what is shown, nothing may be a password. */
function planUrl(option: string, url: string): { readonly url: string; readonly shownAs: string } {
  if (!URL.canParse(url)) throw new UsageError(`\`${option}\`: the value is not a valid URL`);
  const { protocol, host, pathname } = new URL(url);
  return { url, shownAs: `${protocol}//${host}${pathname}` };
}

/** A file that only this machine sees is no store for workers on others. */
export function refuseFileBesideQueue(queue: QueuePlace | undefined, store: StorePlace): void {
  if (queue === undefined || store.kind === 'postgres') return;
  throw new UsageError('`--queue` needs a store that every worker can reach: add `--store postgres://…`');
}

export function planWorker(options: WorkerOptions, io: Io, leastJobs: 0 | 1): WorkerPlan {
  return {
    concurrency: wholeNumber('--jobs', options.jobs, availableParallelism(), leastJobs),
    timeLimitSeconds: wholeNumber('--timeout', options.timeout, 1800, 1),
    stalledAfterSeconds: wholeNumber('--stalled-after', options.stalledAfter, STALLED_AFTER_SECONDS, 1),
    workFolder:
      options.workDir === undefined
        ? join(userFolder('cache', io.env, CACHE_USER), 'fleet')
        : resolve(io.cwd, options.workDir),
  };
}

export function planRetry({ attempts, retryDelay }: FleetOptions) {
  return {
    attempts: wholeNumber('--attempts', attempts, 3, 1),
    delaySeconds: wholeNumber('--retry-delay', retryDelay, 5, 0),
  };
}

/** Timers hold no more milliseconds. */
const MOST = 2_000_000;

function wholeNumber(option: string, written: string | undefined, otherwise: number, least: number): number {
  if (written === undefined) return otherwise;
  const number = /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN;
  if (number >= least && number <= MOST) return number;
  throw new UsageError(`\`${option} ${written}\`: must be a whole number from ${least} to ${MOST}`);
}

/** The moment at which a day begins, as the store writes moments. */
export function planSince({ since }: FleetReportOptions): string | undefined {
  if (since === undefined) return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(since) ? new Date(`${since}T00:00:00Z`) : new Date(Number.NaN);
  // JavaScript takes the 31st of June for the 1st of July.
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(since);
  if (!isDay) throw new UsageError(`\`--since ${since}\` is not a date such as \`2026-11-20\``);
  return since;
}
