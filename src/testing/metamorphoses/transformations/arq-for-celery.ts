import { type Job, rewriteJobs } from '../celery-jobs.ts';
import type { Transformation } from '../transformation.ts';

export const arqForCelery: Transformation = {
  name: 'arq-for-celery',
  what: 'the tasks of Celery are coroutines that a worker of arq runs',
  sameness: 'jobs',
  apply(subject, rewriting) {
    rewriteJobs(subject, rewriting, {
      names: ['func', 'RedisSettings', 'WorkerSettings', 'ctx'],
      // To enqueue a job is to be awaited, which a plain function cannot; and a worker has one queue.
      isFit: ({ tasks }) => tasks.every(({ sent, queue }) => sent.length === 0 && queue === tasks[0]?.queue),
      imports: ({ tasks }) =>
        `${tasks.some(isLimited) ? 'from arq import func\n' : ''}from arq.connections import RedisSettings`,
      make: ({ broker }) => `redis_settings = RedisSettings.from_dsn(${broker})`,
      decorated: () => undefined,
      send: () => ['', ''],
      register: ({ tasks }) => {
        const functions = tasks.map((job) =>
          isLimited(job) ? `func(${job.fn.name}, max_tries=${job.attempts})` : job.fn.name,
        );
        const queue = tasks[0]?.queue;
        return [
          'class WorkerSettings:',
          `    functions = [${functions.join(', ')}]`,
          ...(queue === undefined ? [] : [`    queue_name = "${queue}"`]),
          '    redis_settings = redis_settings',
        ].join('\n');
      },
      isAsync: true,
      worker: (module) => `arq ${module}.WorkerSettings`,
    });
  },
};

const isLimited = ({ attempts }: Job): boolean => attempts !== undefined;
