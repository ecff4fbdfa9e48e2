/** What libraries make that holds connections, threads or keys: two of them are not one. */
import { ASYNCHRONOUS_CONNECTORS, CONNECTORS } from './database-drivers.ts';

/** Classes of libraries whose instances hold connections, threads or keys; two of them are not one. */
export const CLIENT_CLASS =
  /(Client|Session|Pool|Engine|Connection|Executor|Lock|RLock|Semaphore|Queue|Scheduler|Redis|Producer|Consumer|Fernet|Channel|Elasticsearch)$/;
export const CLIENT_FACTORIES: ReadonlySet<string> = new Set([
  ...CONNECTORS,
  ...ASYNCHRONOUS_CONNECTORS,
  'boto3.client',
  'boto3.resource',
  'redis.from_url',
  'sqlalchemy.create_engine',
]);
