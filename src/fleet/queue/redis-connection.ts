import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { FleetError } from '../fleet-error.ts';
import { loadOptional } from '../optional-package.ts';

/** BullMQ runs scripts that older versions do not have. */
const OLDEST = '6.2.0';
const PATIENCE_MILLISECONDS = 5000;

/** A connection to Redis or Valkey that has answered, is new enough and forgets nothing. Throws `FleetError`. */
export async function connectRedis(url: string, shownAs: string): Promise<Redis> {
  const ioredis = await loadOptional(() => import('ioredis'), '`--queue redis://…`', 'bullmq ioredis');
  const client = new ioredis.Redis(url, {
    // Waits for a server that is gone instead of failing what was asked.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(200 * times, 2000),
    lazyConnect: true,
  });
  try {
    checkServer(parseInfo(await firstAnswer(client, shownAs)), shownAs);
    return client;
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

/** An error that comes before the connection is closed says why it is. */
async function firstAnswer(client: Redis, shownAs: string): Promise<string> {
  let reason: string | undefined;
  const keepReason = ({ message }: Error) => {
    reason = message.split('\n')[0];
  };
  client.on('error', keepReason);
  try {
    return await Promise.race([client.connect().then(() => client.info()), silence()]);
  } catch (cause) {
    // The event of the error may come after.
    await setImmediate();
    const causeText = cause instanceof Error ? cause.message : String(cause);
    throw new FleetError(`the queue \`${shownAs}\` cannot be reached: ${reason ?? causeText}`, { cause });
  } finally {
    client.off('error', keepReason);
  }
}

async function silence(): Promise<never> {
  await sleep(PATIENCE_MILLISECONDS, undefined, { ref: false });
  throw new Error(`no answer in ${PATIENCE_MILLISECONDS / 1000} s`);
}

function parseInfo(info: string): ReadonlyMap<string, string> {
  const pairs = info.split(/\r?\n/).map((line) => line.split(':'));
  return new Map(pairs.flatMap(([name, value]) => (name && value !== undefined ? [[name, value] as const] : [])));
}

function checkServer(info: ReadonlyMap<string, string>, shownAs: string): void {
  // Valkey and others say here which Redis they are as good as.
  const version = info.get('redis_version') ?? '';
  if (compareVersions(version, OLDEST) < 0) {
    const has = version === '' ? 'does not report its version' : `is Redis ${version}`;
    throw new FleetError(`the queue \`${shownAs}\` ${has}; Redis ${OLDEST} or Valkey, or newer, is needed`);
  }
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (Number(info.get('maxmemory') ?? 0) > 0 && policy !== 'noeviction') {
    throw new FleetError(
      `the queue \`${shownAs}\` evicts keys when its memory is full (${policy}); set \`maxmemory-policy noeviction\``,
    );
  }
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] || 0) - (right?.[i] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
