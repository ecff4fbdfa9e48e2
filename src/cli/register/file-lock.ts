/** One process at a time changes a file: who holds it is in a lock file beside it. */
import { randomUUID } from 'node:crypto';
import { closeSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readRegularFile, systemErrorCode } from '../../discover/index.ts';
import { reasonOf } from '../output/output-file.ts';
import { UsageError } from '../usage-error.ts';

export interface FileLock {
  /** Throws `UsageError` where another process has taken it over: this one slept too long. */
  assertHeld(): void;
}

/** A file, and the one that says who changes it. */
export interface LockedFile {
  readonly shownAs: string;
  /** Absolute path. */
  readonly lock: string;
  readonly lockShownAs: string;
}

/** Of the machine that it is told to, once each: that we wait, and that a lock was taken over. */
type Report = (sentence: string) => void;

/** Milliseconds. */
export interface LockLimits {
  /** A change takes a few of them, so anyone who has ended and left a lock this old will not come back. Nor will who never wrote whose it is. */
  readonly deadAfter: number;
  /** Whether a process of another machine has ended nobody here can say. */
  readonly elsewhereAfter: number;
  readonly wait: number;
}

const LIMITS: LockLimits = { deadAfter: 10_000, elsewhereAfter: 600_000, wait: 20_000 };
const POLL = 50;

/** Runs `change` while no other process holds the file. Waits, and says so; throws `UsageError` after twenty seconds. */
export async function withFileLock<T>(
  file: LockedFile,
  report: Report,
  change: (lock: FileLock) => T,
  limits = LIMITS,
): Promise<T> {
  const { lock, shownAs } = file;
  const token = randomUUID();
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), token });
  HELD.add(token);
  try {
    await take(file, mine, report, limits);
    const isMine = (): boolean => readOwner(lock)?.token === token;
    try {
      return change({
        assertHeld: () => {
          if (!isMine()) throw new UsageError(`another process took over \`${shownAs}\`; run the command again`);
        },
      });
    } finally {
      if (isMine()) rmSync(lock, { force: true });
    }
  } finally {
    HELD.delete(token);
  }
}

/** Of this process: in a container its number may be that of one that ended in another. */
const HELD = new Set<string>();

async function take(file: LockedFile, mine: string, report: Report, limits: LockLimits): Promise<void> {
  const { lock, lockShownAs, shownAs } = file;
  for (let waited = 0; !create(file, mine); waited += POLL) {
    const status = lstatSync(lock, { throwIfNoEntry: false });
    if (status === undefined) continue;
    const owner = readOwner(lock);
    if (!status.isFile() || (owner === undefined && !isBegun(lock)))
      throw new UsageError(`\`${lockShownAs}\` is not a lock of auditlint; delete it if nothing uses it`);
    const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
    const age = Date.now() - status.mtimeMs;
    if (!isAlive(owner) && age > (hasEnded(owner) ? limits.deadAfter : limits.elsewhereAfter)) {
      if (!(await takeOver(file, mine))) continue;
      report(`took over \`${lockShownAs}\` from ${who}, which exited without releasing it`);
      return;
    }
    if (waited === 0) report(`waiting for ${who}, which is changing \`${shownAs}\``);
    if (waited >= limits.wait) {
      throw new UsageError(
        `\`${shownAs}\` is locked by ${who}; run the command again, or delete \`${lockShownAs}\` if no other process is running`,
      );
    }
    await setTimeout(POLL);
  }
}

/** False where there is one. */
function create({ lock, lockShownAs }: LockedFile, mine: string): boolean {
  try {
    writeNew(lock, mine);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw cannotWrite(lockShownAs, error);
  }
}

/** Of two that take over at once the later rename wins, which both see when they look again. */
async function takeOver({ lock, lockShownAs }: LockedFile, mine: string): Promise<boolean> {
  const own = `${lock}.${process.pid}.${randomUUID()}`;
  try {
    writeNew(own, mine);
    renameSync(own, lock);
  } catch (error) {
    rmSync(own, { force: true });
    throw cannotWrite(lockShownAs, error);
  }
  await setTimeout(4 * POLL);
  return readText(lock) === mine;
}

/** Opens nothing that is there, be it a link, and leaves nothing half-written: a full disk would lock the file for others. */
function writeNew(file: string, text: string): void {
  const open = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(open, text);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(open);
  }
}

function cannotWrite(lockShownAs: string, cause: unknown): UsageError {
  return new UsageError(`cannot write \`${lockShownAs}\`: ${reasonOf(cause)}`, { cause });
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/** Undefined where the file has gone, or does not say: its owner may be about to write it. */
function readOwner(lock: string): Owner | undefined {
  try {
    const { pid, host, token } = JSON.parse(readText(lock) ?? '') as Partial<Record<keyof Owner, unknown>>;
    const isOwner = Number.isInteger(pid) && Number(pid) > 0 && typeof host === 'string' && typeof token === 'string';
    return isOwner ? { pid: Number(pid), host, token } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether anyone who made the file may have been about to write whose it is; also where it has gone meanwhile. */
function isBegun(lock: string): boolean {
  const text = readText(lock) ?? '';
  return text.startsWith(BEGIN) || BEGIN.startsWith(text);
}

/** What all owners are written with. */
const BEGIN = '{"pid":';

function readText(lock: string): string | undefined {
  const content = readRegularFile(dirname(lock), basename(lock), MAX_BYTES);
  return content.kind === 'content' ? content.bytes.toString('utf8') : undefined;
}

const MAX_BYTES = 1000;

/** Known to have ended, or to have failed to write whose lock it is. */
function hasEnded(owner: Owner | undefined): boolean {
  return owner === undefined || (owner.host === hostname() && !isAlive(owner));
}

function isAlive(owner: Owner | undefined): boolean {
  if (owner === undefined || owner.host !== hostname()) return false;
  if (owner.pid === process.pid) return HELD.has(owner.token);
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}
