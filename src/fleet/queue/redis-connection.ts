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

/** What went wrong while nobody answered is the reason. */
async function firstAnswer(client: Redis, shownAs: string): Promise<string> {
  let reason = `no answer in ${PATIENCE_MILLISECONDS / 1000} s`;
  const keepReason = (error: Error) => {
    reason = reasonOf(error);
  };
  client.on('error', keepReason);
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(reason)), PATIENCE_MILLISECONDS);
    });
    return await Promise.race([client.connect().then(() => client.info()), late]);
  } catch (cause) {
    keepReason(cause instanceof Error ? cause : new Error(String(cause)));
    throw new FleetError(`the queue \`${shownAs}\` cannot be reached: ${reason}`, { cause });
  } finally {
    clearTimeout(timer);
    client.off('error', keepReason);
  }
}

function reasonOf(error: Error): string {
  return error.message === 'Connection is closed.' ? 'it closes the connection' : (error.message.split('\n')[0] ?? '');
}

function parseInfo(info: string): ReadonlyMap<string, string> {
  const pairs = info.split(/\r?\n/).map((line) => line.split(':'));
  return new Map(pairs.flatMap(([name, value]) => (name && value !== undefined ? [[name, value] as const] : [])));
}

function checkServer(info: ReadonlyMap<string, string>, shownAs: string): void {
  // Valkey and others say here which Redis they are as good as.
  const version = info.get('redis_version') ?? '';
  if (compareVersions(version, OLDEST) < 0) {
    const has = version === '' ? 'does not say its version' : `is Redis ${version}`;
    throw new FleetError(`the queue \`${shownAs}\` ${has}; Redis ${OLDEST} or Valkey, or newer, is needed`);
  }
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (Number(info.get('maxmemory') ?? 0) > 0 && policy !== 'noeviction') {
    throw new FleetError(
      `the queue \`${shownAs}\` drops keys when its memory is full (${policy}); set \`maxmemory-policy noeviction\``,
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
