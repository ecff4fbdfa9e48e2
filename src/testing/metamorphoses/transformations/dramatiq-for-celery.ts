import { rewriteJobs } from '../celery-jobs.ts';
import type { Transformation } from '../transformation.ts';

export const dramatiqForCelery: Transformation = {
  name: 'dramatiq-for-celery',
  what: 'the tasks of Celery are actors of Dramatiq',
  sameness: 'jobs',
  apply(subject, rewriting) {
    rewriteJobs(subject, rewriting, {
      names: ['dramatiq', 'RedisBroker'],
      isFit: () => true,
      imports: () => 'import dramatiq\nfrom dramatiq.brokers.redis import RedisBroker',
      make: ({ broker }) => `dramatiq.set_broker(RedisBroker(url=${broker}))`,
      decorated: ({ queue, attempts }) => {
        const options = [
          ...(queue === undefined ? [] : [`queue_name="${queue}"`]),
          ...(attempts === undefined ? [] : [`max_retries=${attempts}`]),
        ];
        return options.length === 0 ? 'dramatiq.actor' : `dramatiq.actor(${options.join(', ')})`;
      },
      send: ({ fn }) => [`${fn.name}.send(`, ''],
      register: () => '',
      worker: (module, queues) =>
        `dramatiq ${module}${queues === undefined ? '' : ` -Q ${queues.split(',').join(' ')}`}`,
    });
  },
};
