import { describe, expect, it } from 'vitest';
import { workerCommands } from '../../../../rules/delivery/orphan-queue-consumer/worker-queues.ts';
import { deliveryOf } from '../../../project/read-project.ts';

/** The worker that a line of a Procfile starts, with its queues; `?` where those cannot be determined. */
function workerOf(command: string): string | undefined {
  const [worker, ...more] = workerCommands(deliveryOf(new Map([['Procfile', `work: ${command}\n`]])));
  expect(more).toEqual([]);
  return worker && `${worker.broker} ${worker.queues?.map(({ name }) => name).join(' ') ?? '?'}`;
}

describe('workerCommands', () => {
  it.each([
    ['celery -A shop worker -Q mail,reports', 'celery mail reports'],
    ['celery -A shop worker --queues mail', 'celery mail'],
    ['celery -A shop worker --queues=mail,reports -c 4', 'celery mail reports'],
    ['celery -A shop worker -Qmail', 'celery mail'],
    ['python -m celery -A shop worker -Q mail', 'celery mail'],
    ['rq worker mail reports', 'rq mail reports'],
    ['rq worker --url redis://cache mail', 'rq mail'],
    ['celery -A shop worker', 'celery ?'],
    ['celery -A shop worker -Q $QUEUES', 'celery ?'],
    ['rq worker', 'rq ?'],
    ['celery -A shop beat', undefined],
    ['celery -A shop flower --queues=mail', undefined],
    ['rq info mail', undefined],
    ['python worker.py', undefined],
  ])('%s: %s', (command, expected) => expect(workerOf(command)).toBe(expected));

  it('names each queue where it is written', () => {
    const [worker] = workerCommands(deliveryOf(new Map([['Procfile', 'work: celery -A shop worker -Q mail\n']])));
    const [queue] = worker?.queues ?? [];
    expect(worker && queue && worker.placed.placeOf(queue.span)).toMatchObject({
      path: 'Procfile',
      line: 1,
      column: 32,
    });
  });
});
