import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetError } from './fleet-error.ts';

const BEAT_MILLISECONDS = 60_000;
/** A process that has not touched its folder for so long was killed. */
const ABANDONED_MILLISECONDS = 15 * BEAT_MILLISECONDS;
/** In the folder that the user names, and that may hold other things of his. */
export const CLONES_FOLDER = 'auditlint-fleet-clones';
const PREFIX = 'work-';
/** What `mkdtemp` makes of it. */
const OWN_NAME = /^work-[A-Za-z0-9]{6}$/;

/** Where a process keeps its clones: a folder of its own in one that all share. What killed processes left is removed. */
export class Workspace {
  readonly #folder: string;
  readonly #beat: NodeJS.Timeout;

  /** Throws `FleetError`. */
  constructor(workFolder: string) {
    const shared = join(workFolder, CLONES_FOLDER);
    try {
      mkdirSync(shared, { recursive: true, mode: 0o700 });
      removeAbandoned(shared);
      this.#folder = mkdtempSync(join(shared, PREFIX));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new FleetError(`\`${workFolder}\` has no space for clones: ${reason}; choose another \`--work-dir\``, {
        cause,
      });
    }
    this.#beat = setInterval(() => touch(this.#folder), BEAT_MILLISECONDS);
    this.#beat.unref();
  }

  /** Runs `work` with an empty folder, which is gone afterwards. Meanwhile others go on: their jobs are lost if nobody renews them. */
  async within<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(this.#folder, 'job-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, REMOVE);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    await rm(this.#folder, REMOVE);
  }
}

/** Again, where a process that was stopped still writes. */
const REMOVE = { recursive: true, force: true, maxRetries: 5 } as const;

function removeAbandoned(shared: string): void {
  for (const name of readdirSync(shared)) if (OWN_NAME.test(name)) removeIfAbandoned(join(shared, name));
}

function removeIfAbandoned(folder: string): void {
  try {
    const stats = lstatSync(folder);
    if (stats.isDirectory() && Date.now() - stats.mtimeMs > ABANDONED_MILLISECONDS) rmSync(folder, REMOVE);
  } catch {
    // Another process removes it, or it is another user's: it takes room, and keeps nobody from working.
  }
}

function touch(folder: string): void {
  const now = new Date();
  try {
    utimesSync(folder, now, now);
  } catch {
    // Someone has removed it, and the next clone shows that.
  }
}
