/** Programs that serve requests or take jobs until they are stopped. Source: the manual of each, as of November 2026. */

/** Are told what to serve as `module:object`. */
export const WEB_SERVERS: ReadonlySet<string> = new Set([
  'uvicorn',
  'gunicorn',
  'hypercorn',
  'daphne',
  'granian',
  'waitress-serve',
]);

/** Take jobs from a queue, with the word that says that they do. */
export const WORKER_PROGRAMS: ReadonlyMap<string, RegExp> = new Map([
  ['celery', /^(?:worker|beat)$/],
  ['rq', /^(?:worker|worker-pool)$/],
  ['arq', /./],
  ['dramatiq', /./],
  ['huey_consumer', /./],
  ['huey_consumer.py', /./],
  ['procrastinate', /^worker$/],
  ['taskiq', /^(?:worker|scheduler)$/],
]);
