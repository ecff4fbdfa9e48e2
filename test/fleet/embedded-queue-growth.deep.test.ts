import { expect, it } from 'vitest';
import { makeJob } from '../../src/fleet/job.ts';
import { EmbeddedQueue } from '../../src/fleet/queue/embedded-queue.ts';
import type { DoJob } from '../../src/fleet/queue/job-queue.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

const RETRY = { attempts: 3, delaySeconds: 0.01 };

function endOf({ signal }: AbortController) {
  return { enough: signal, abort: signal };
}

it('hands out thousands in a time that grows with their number', async () => {
  const fill = async (size: number) => {
    const queue = new EmbeddedQueue();
    const many = Array.from({ length: size }, (_, i) => makeJob({ name: `${i}`, url: `https://git.example/${i}` }, {}));
    await queue.add(many, RETRY);
    return { queue, size };
  };
  const doAll = async ({ queue, size }: Awaited<ReturnType<typeof fill>>) => {
    const controller = new AbortController();
    let done = 0;
    const doJob: DoJob = async () => {
      if (++done === size) controller.abort();
    };
    await queue.work(doJob, 1, endOf(controller));
  };
  expect(await growthOf(fill, doAll, 1000)).toBeLessThan(HALFWAY_TO_SQUARE);
});
