import { rmdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { FleetError } from '../fleet-error.ts';
import type { Query, SqlDatabase } from './sql-database.ts';
import type { SqliteConnection, SqliteDriver } from './sqlite-driver.ts';

/** How long another process may be at work on the file. Our own transactions take some milliseconds. */
const PATIENCE_MILLISECONDS = 30_000;
/** A lock that has been the same for so long is that of a process that was killed. */
const STALE_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 25;

/** A file with SQLite in it, for one machine. */
export class SqliteDatabase implements SqlDatabase {
  readonly bytesType = 'BLOB';
  /** One transaction at a time: there is one connection. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly shownAs: string,
    readonly file: string,
    readonly connection: SqliteConnection,
    readonly locksByFolder: boolean,
  ) {}

  /** Throws `FleetError`. */
  static open(file: string, shownAs: string, driver: SqliteDriver): SqliteDatabase {
    try {
      return new SqliteDatabase(shownAs, file, driver.open(file), driver.locksByFolder);
    } catch (error) {
      throw storeError(shownAs, error);
    }
  }

  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#inTurn('BEGIN IMMEDIATE', work);
  }

  reading<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#inTurn('BEGIN', work);
  }

  async hasTable(query: Query, name: string): Promise<boolean> {
    return (await query("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", [name])).length > 0;
  }

  #inTurn<T>(begin: string, work: (query: Query) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => this.#patiently(begin, work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #patiently<T>(begin: string, work: (query: Query) => Promise<T>): Promise<T> {
    const started = Date.now();
    for (;;) {
      try {
        return await this.#once(begin, work);
      } catch (error) {
        if (!isBusy(error)) throw error instanceof FleetError ? error : storeError(this.shownAs, error);
        if (Date.now() - started > PATIENCE_MILLISECONDS) {
          throw new FleetError(`the store \`${this.shownAs}\` is in use by another process`, { cause: error });
        }
      }
      if (this.locksByFolder) removeStaleLock(`${this.file}.lock`);
      await sleep(PAUSE_MILLISECONDS);
    }
  }

  async #once<T>(begin: string, work: (query: Query) => Promise<T>): Promise<T> {
    this.connection.all(begin, []);
    try {
      const result = await work(async (sql, values = []) => this.connection.all(sql, values));
      this.connection.all('COMMIT', []);
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  #rollBack(): void {
    try {
      this.connection.all('ROLLBACK', []);
    } catch {
      // A full disk has rolled back already; what was thrown first says so.
    }
  }

  /** `BEGIN IMMEDIATE` has. */
  async lockTables(): Promise<void> {}

  async close(): Promise<void> {
    await this.#last;
    this.connection.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /database (?:table )?is locked/.test(error.message);
}

function storeError(shownAs: string, cause: unknown): FleetError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const problem = /file is not a database/.test(message) ? 'is not a store' : `cannot be used: ${message}`;
  return new FleetError(`the store \`${shownAs}\` ${problem}`, { cause });
}

function removeStaleLock(folder: string): void {
  try {
    if (Date.now() - statSync(folder).mtimeMs > STALE_MILLISECONDS) rmdirSync(folder);
  } catch {
    // Gone already.
  }
}
