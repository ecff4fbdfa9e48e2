import { tableOf } from './table.ts';

/** What decorators make of a function, where that is another object than the function. */
export const DECORATED_RESULTS: ReadonlyMap<string, string> = tableOf(`
  celery.shared_task celery.Task
  celery.task celery.Task
  celery.Celery.task celery.Task
`);
