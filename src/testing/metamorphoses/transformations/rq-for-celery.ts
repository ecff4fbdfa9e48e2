import { type Job, rewriteJobs } from '../celery-jobs.ts';
import type { Transformation } from '../transformation.ts';

export const rqForCelery: Transformation = {
  name: 'rq-for-celery',
  what: 'the tasks of Celery are functions that are enqueued with RQ',
  sameness: 'jobs',
  apply(subject, rewriting) {
    rewriteJobs(subject, rewriting, {
      names: ['Redis', 'Queue', 'Retry'],
      // Of what nobody enqueues here RQ does not even know.
      isFit: ({ tasks }) => tasks.every(({ sent }) => sent.length > 0),
      imports: ({ tasks }) => {
        const retries = tasks.some(({ attempts }) => attempts !== undefined);
        return `from redis import Redis\nfrom rq import Queue${retries ? ', Retry' : ''}`;
      },
      make: ({ broker, tasks }) =>
        [...new Set(tasks.map(({ queue }) => queue))]
          .map((queue) => {
            const name = queue === undefined ? '' : `"${queue}", `;
            return `${queueOf({ queue })} = Queue(${name}connection=Redis.from_url(${broker}))`;
          })
          .join('\n'),
      decorated: () => undefined,
      send: (job, hasArguments) => [
        `${queueOf(job)}.enqueue(${job.fn.name}${hasArguments ? ', ' : ''}`,
        job.attempts === undefined ? '' : `, retry=Retry(max=${job.attempts})`,
      ],
      register: () => '',
      worker: (_module, queues) => `rq worker${queues === undefined ? '' : ` ${queues.split(',').join(' ')}`}`,
    });
  },
};

const queueOf = ({ queue }: Pick<Job, 'queue'>): string => `${queue ?? 'plain'}_queue`;
