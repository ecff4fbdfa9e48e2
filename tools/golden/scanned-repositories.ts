/** What is scanned beside the fixtures of rules: chosen once, so that the net stays as it is while code moves above it. */

/** Repositories below `fixtures` that belong to no rule. */
export const FIXTURE_REPOSITORIES: readonly string[] = [
  'fixtures/cli/orders-service',
  'fixtures/demo-service',
  'fixtures/engine/recursion',
  'fixtures/engine/suppressions',
  'fixtures/project/cycles',
  'fixtures/project/imports',
  'fixtures/project/queues',
  'fixtures/project/services',
];

/** Each folder in them is a repository. */
export const FOLDERS_OF_REPOSITORIES: readonly string[] = ['fixtures/project/answers'];

/**
 * Names among the pins of `measurements/corpus/packages.txt`, those that take longest first. Together they are 550,000 lines of Python,
 * of as many kinds as there are, in which a third of the rules find something: of the pinned packages those that made most
 * rules fire for their time.
 */
export const PACKAGES: Readonly<Record<string, string>> = {
  bentoml: 'serves models: containers, templates, configuration, async beside threads',
  aiohttp: 'an HTTP client and server on asyncio, with many tests',
  trl: 'trains models: notebooks, scripts, configuration in YAML',
  luigi: 'pipelines of jobs over dozens of databases and stores',
  kombu: 'speaks to brokers of messages, with connections that are kept and retried',
  tornado: 'a web framework with an event loop of its own, and old code',
  paramiko: 'cryptography and a protocol, on threads and sockets',
  starlette: 'a web framework on asyncio',
  rq: 'a queue on Redis, with processes that are forked',
  huey: 'a queue with several stores, threads and greenlets',
  dramatiq: 'a queue with middleware and brokers',
  flask: 'a web framework without async, with example projects',
  apscheduler: 'schedules jobs, with stores and executors',
  requests: 'an HTTP client without async',
  arq: 'a small queue on asyncio',
};
