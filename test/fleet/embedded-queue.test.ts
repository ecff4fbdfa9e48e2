import { describe, expect, it } from 'vitest';
import { RepositoryFailure } from '../../src/fleet/fleet-error.ts';
import { type FleetJob, makeJob } from '../../src/fleet/job.ts';
import { EmbeddedQueue } from '../../src/fleet/queue/embedded-queue.ts';
import type { DoJob } from '../../src/fleet/queue/job-queue.ts';

const jobs = ['a', 'b', 'c'].map((name): FleetJob => makeJob({ name, url: `https://git.example/${name}` }, {}));
const RETRY = { attempts: 3, delaySeconds: 0.01 };

function endOf({ signal }: AbortController) {
  return { enough: signal, abort: signal };
}

/** Works until the queue has nothing to do, and gives what was tried. */
async function workOff(queue: EmbeddedQueue, doJob: DoJob, concurrency = 2): Promise<void> {
  const controller = new AbortController();
  const working = queue.work(doJob, concurrency, endOf(controller));
  for (;;) {
    const { waiting, active, delayed } = await queue.counts();
    if (waiting + active + delayed === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  controller.abort();
  await working;
}

describe('the embedded queue', () => {
  it('hands out each job once, so many at a time', async () => {
    const queue = new EmbeddedQueue();
    await queue.add(jobs, RETRY);
    await queue.add(jobs, RETRY);
    const seen: string[] = [];
    let atWork = 0;
    let most = 0;
    let notifyTwo: () => void = () => undefined;
    const areTwo = new Promise<void>((resolve) => {
      notifyTwo = resolve;
    });
    await workOff(queue, async ({ repository }) => {
      most = Math.max(most, ++atWork);
      if (atWork === 2) notifyTwo();
      await areTwo;
      atWork--;
      seen.push(repository.name);
    });
    expect({ seen: seen.sort(), most }).toEqual({ seen: ['a', 'b', 'c'], most: 2 });
    expect([...(await queue.statesOf(jobs.map(({ id }) => id))).values()]).toEqual(['gone', 'gone', 'gone']);
  });

  it('tries again what fails, says which try is the last, and gives up then, or at once', async () => {
    const queue = new EmbeddedQueue();
    await queue.add(jobs, RETRY);
    const tries: string[] = [];
    await workOff(queue, async ({ repository: { name } }, { isLast }) => {
      tries.push(`${name}${isLast ? ' last' : ''}`);
      if (name !== 'c') throw new RepositoryFailure(`no ${name}`, name === 'b');
    });
    expect(tries.sort()).toEqual(['a', 'a', 'a last', 'b', 'c']);
    const dead = [
      { repository: 'a', reason: 'no a' },
      { repository: 'b', reason: 'no b' },
    ];
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, dead });
    await queue.add(jobs.slice(0, 1), RETRY);
    expect((await queue.counts()).waiting).toBe(1);
  });

  it('keeps what was not finished when the work ends', async () => {
    const queue = new EmbeddedQueue();
    await queue.add(jobs, RETRY);
    const controller = new AbortController();
    await queue.work(
      async (_, { signal }) => {
        controller.abort();
        signal.throwIfAborted();
      },
      1,
      endOf(controller),
    );
    expect((await queue.counts()).waiting).toBe(3);
    expect(await queue.cancel()).toBe(3);
    expect(await queue.cancellations()).toBe(1);
  });
});
