import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { FleetError } from './fleet-error.ts';

const BEAT_MILLISECONDS = 60_000;
/** A process that has not touched its folder for so long was killed. */
const ABANDONED_MILLISECONDS = 15 * BEAT_MILLISECONDS;
const PREFIX = 'work-';

/** Where a process keeps its clones: a folder of its own in one that all share. What killed processes left is removed. */
export class Workspace {
  readonly #folder: string;
  readonly #beat: NodeJS.Timeout;

  /** Throws `FleetError`. */
  constructor(shared: string) {
    try {
      mkdirSync(shared, { recursive: true, mode: 0o700 });
      removeAbandoned(shared);
      this.#folder = mkdtempSync(join(shared, PREFIX));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new FleetError(`there is no room for clones in \`${shared}\`: ${reason}; name another \`--work-dir\``, {
        cause,
      });
    }
    this.#beat = setInterval(() => touch(this.#folder), BEAT_MILLISECONDS);
    this.#beat.unref();
  }

  /** Runs `work` with an empty folder, which is gone afterwards. */
  async within<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(this.#folder, 'job-'));
    try {
      return await work(folder);
    } finally {
      rmSync(folder, REMOVE);
    }
  }

  close(): void {
    clearInterval(this.#beat);
    rmSync(this.#folder, REMOVE);
  }
}

/** Again, where a process that was stopped still writes. */
const REMOVE = { recursive: true, force: true, maxRetries: 5 } as const;

function removeAbandoned(shared: string): void {
  for (const name of readdirSync(shared)) {
    const folder = join(shared, name);
    if (name.startsWith(PREFIX) && ageOf(folder) > ABANDONED_MILLISECONDS) rmSync(folder, REMOVE);
  }
}

function ageOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs;
}

function touch(folder: string): void {
  const now = new Date();
  try {
    utimesSync(folder, now, now);
  } catch {
    // Somebody has removed it, and the next clone tells that.
  }
}
