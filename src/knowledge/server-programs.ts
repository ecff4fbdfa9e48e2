/** Programs that serve requests or take jobs until they are stopped. Source: the manual of each, as of November 2026. */

/** Are told what to serve as `module:object`. */
const NAMING_OBJECT = [
  ['uvicorn', '8000'],
  ['gunicorn', '8000'],
  ['hypercorn', '8000'],
  ['daphne', '8000'],
  ['granian', '8000'],
  ['waitress-serve', '8080'],
] as const;

export const WEB_SERVERS: ReadonlySet<string> = new Set(NAMING_OBJECT.map(([program]) => program));

/** All that serve HTTP, with the port that each listens on where no option, file or variable names one. */
export const SERVER_PORTS: ReadonlyMap<string, string> = new Map([
  ...NAMING_OBJECT,
  ['fastapi', '8000'],
  ['flask', '5000'],
  ['streamlit', '8501'],
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
