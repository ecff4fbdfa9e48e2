import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { EmbeddedQueue } from '../../src/fleet/queue/embedded-queue.ts';
import type { DoJob } from '../../src/fleet/queue/job-queue.ts';
import { type FleetRun, runFleet } from '../../src/fleet/run-fleet.ts';
import type { FleetStore } from '../../src/fleet/store/fleet-store.ts';
import { SqlStore } from '../../src/fleet/store/sql-store.ts';
import { SqliteDatabase } from '../../src/fleet/store/sqlite-database.ts';
import { loadWasmDriver } from '../../src/fleet/store/sqlite-driver.ts';
import { makeProject } from '../cli/run-cli.ts';

const repositories = ['a', 'b', 'c'].map((name) => ({ name, url: `https://git.example/${name}` }));

async function openStore(): Promise<SqlStore> {
  return SqlStore.open(SqliteDatabase.open(join(makeProject(), 'fleet.sqlite'), 'here', await loadWasmDriver()));
}

function makeRun(store: FleetStore, run: Partial<FleetRun>): FleetRun {
  return {
    ...{ repositories, store, options: {}, queue: new EmbeddedQueue(), retry: { attempts: 1, delaySeconds: 0 } },
    ...{ doJob: recordIn(store), concurrency: 1, signal: new AbortController().signal },
    now: () => '2026-11-20T10:00:00.000Z',
    onSettled: () => undefined,
    pauseMilliseconds: 1,
    ...run,
  };
}

/** Finds nothing in every repository. */
function recordIn(store: FleetStore): DoJob {
  const scan = { version: '1', options: '{}', isComplete: true, places: [], sarif: Uint8Array.of() };
  return async ({ repository }) => {
    const scannedAt = '2026-11-20T10:00:00.000Z';
    await store.record({ ...scan, repository: repository.name, commit: 'a'.repeat(40), scannedAt });
  };
}

/** A queue whose numbers of cancellations are given, one a look, the last one again. */
class CountingQueue extends EmbeddedQueue {
  constructor(readonly numbers: number[]) {
    super();
  }

  override async cancellations(): Promise<number> {
    return (this.numbers.length > 1 ? this.numbers.shift() : this.numbers[0]) ?? 0;
  }
}

describe('a run of a fleet', () => {
  it('is cancelled also after the queue has forgotten how often it was', async () => {
    const store = await openStore();
    const queue = new CountingQueue([5, 5, 0, 0, 1]);
    // Nobody does the jobs.
    expect(await runFleet(makeRun(store, { queue, concurrency: 0 }))).toBe('cancelled');
    await store.close();
  });

  it('asks the store only where a job has ended, and the queue once why jobs were given up', async () => {
    const store = await openStore();
    const queue = new EmbeddedQueue();
    const [checks, counts] = [vi.spyOn(store, 'checks'), vi.spyOn(queue, 'counts')];
    let looks = 0;
    vi.spyOn(queue, 'statesOf').mockImplementation(async (ids) => {
      // As where workers die again and again: nobody told the store.
      if (++looks > 10) return new Map(ids.map((id) => [id, 'failed']));
      return new Map(ids.map((id) => [id, 'waiting']));
    });
    const settled: (string | undefined)[] = [];
    const run = makeRun(store, { queue, concurrency: 0, onSettled: ({ failure }) => settled.push(failure) });
    expect(await runFleet(run)).toBe('done');
    expect(settled).toEqual(['for an unknown reason', 'for an unknown reason', 'for an unknown reason']);
    // Once before jobs are added.
    expect({ checks: checks.mock.calls.length, counts: counts.mock.calls.length }).toEqual({ checks: 2, counts: 1 });
    await store.close();
  });

  it('that is cancelled finishes what it does, takes no more, and gives nothing back', async () => {
    const store = await openStore();
    const queue = new EmbeddedQueue();
    const cancellations = queue.cancellations.bind(queue);
    const isSeen = new Promise<void>((resolve) => {
      vi.spyOn(queue, 'cancellations').mockImplementation(async () => {
        const seen = await cancellations();
        if (seen > 0) resolve();
        return seen;
      });
    });
    const settled: string[] = [];
    const doJob: DoJob = async (job, attempt) => {
      await queue.cancel();
      await isSeen;
      // The run has its turn with what it saw.
      await setImmediate();
      attempt.signal.throwIfAborted();
      await recordIn(store)(job, attempt);
    };
    const run = makeRun(store, { queue, doJob, onSettled: ({ repository }) => settled.push(repository) });
    expect(await runFleet(run)).toBe('cancelled');
    expect(settled).toEqual(['a']);
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, dead: [] });
    await store.close();
  });
});
