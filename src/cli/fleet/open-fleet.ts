import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TOOL } from '../../audit/version.ts';
import {
  BullmqQueue,
  CLONES_FOLDER,
  FleetError,
  type FleetStore,
  type JobQueue,
  loadSqliteDriver,
  makeDoJob,
  PostgresDatabase,
  SqliteDatabase,
  SqlStore,
  Workspace,
} from '../../fleet/index.ts';
import type { Io } from '../io.ts';
import { refuseLink } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { showPath } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';
import { builtinSqlite } from './builtin-sqlite.ts';
import { endGroup } from './end-group.ts';
import type { QueuePlace, StorePlace, WorkerPlan } from './fleet-plan.ts';

/** What is only read has to be there: a slip of the pen would make an empty file, or tables in a database of others. */
export async function openStore(place: StorePlace, use: 'read' | 'write', io: Io): Promise<FleetStore> {
  const open = use === 'read' ? SqlStore.openExisting : SqlStore.open;
  if (place.kind === 'postgres') {
    return open(await PostgresDatabase.open({ ...place, onTrouble: reportTrouble(place.shownAs, io) }));
  }
  if (use === 'read' && !existsSync(place.file)) {
    throw new UsageError(`no store \`${place.shownAs}\`; \`auditlint fleet LIST\` creates one`);
  }
  for (const ending of SQLITE_ENDINGS) refuseLink(`${place.file}${ending}`, `${place.shownAs}${ending}`, [io.cwd]);
  const driver = await loadSqliteDriver(builtinSqlite());
  return open(SqliteDatabase.open(place.file, place.shownAs, driver));
}

/** The file and those that SQLite and its drivers write beside it, links followed. */
const SQLITE_ENDINGS = ['', '-journal', '-wal', '-shm', '.lock'];

export async function openQueue(place: QueuePlace, stalledAfterSeconds: number, io: Io): Promise<JobQueue> {
  return BullmqQueue.open({
    ...place,
    stalledAfterSeconds,
    version: TOOL.version,
    onTrouble: reportTrouble(place.shownAs, io),
  });
}

/** What does the jobs, with a workspace that is to be closed. */
export function openWorker(store: FleetStore, { workFolder, timeLimitSeconds }: WorkerPlan, io: Io) {
  refuseLink(join(workFolder, CLONES_FOLDER), showPath(join(workFolder, CLONES_FOLDER), io.cwd), [io.cwd]);
  const workspace = new Workspace(workFolder);
  const doJob = makeDoJob({
    store,
    workspace,
    timeLimitSeconds,
    version: TOOL.version,
    program: io.self,
    environment: io.env,
    endGroup,
    now,
  });
  return { workspace, doJob };
}

export function now(): string {
  return new Date().toISOString();
}

/** Runs `work` with a signal that is aborted when it is to end. Whatever ends this process, nothing that it started stays. */
export async function untilInterrupted<T>(io: Io, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stopListening = io.onEnd(() => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    stopListening();
  }
}

/**
 * Runs `work`, closes all that was opened in any case, and says what keeps a fleet from running as wrong use: what went wrong
 * first.
 */
export async function withOpened<T>(
  work: (opened: <C extends { close(): unknown }>(resource: C) => C) => Promise<T>,
): Promise<T> {
  const resources: { close(): unknown }[] = [];
  const errors: unknown[] = [];
  const working = work((resource) => {
    resources.unshift(resource);
    return resource;
  });
  await working.catch((error: unknown) => errors.push(error));
  for (const resource of resources) await close(resource).catch((error: unknown) => errors.push(error));
  const [first] = errors;
  if (first instanceof FleetError) throw new UsageError(first.message, { cause: first });
  if (first !== undefined) throw first;
  return working;
}

async function close(resource: { close(): unknown }): Promise<void> {
  try {
    await resource.close();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FleetError(`cannot close the queue or the store: ${reason}`, { cause });
  }
}

const QUIET_MILLISECONDS = 30_000;

/** Once for a while: connections are tried many times. */
function reportTrouble(shownAs: string, io: Io): (reason: string) => void {
  let next = 0;
  return (reason) => {
    if (Date.now() < next) return;
    next = Date.now() + QUIET_MILLISECONDS;
    new Writer(io.stderr, io.env).line(`auditlint: waiting for \`${shownAs}\`: ${reason || 'it is gone'}`);
  };
}
