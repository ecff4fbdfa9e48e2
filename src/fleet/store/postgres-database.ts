import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { FleetError } from '../fleet-error.ts';
import { loadOptional } from '../optional-package.ts';
import type { Query, SqlDatabase, SqlRow, SqlValue } from './sql-database.ts';

export interface PostgresSetting {
  readonly url: string;
  /** The URL without a password. */
  readonly shownAs: string;
  /** Told once each time that the database is gone. */
  readonly onTrouble: (reason: string) => void;
}

const OLDEST = 12;
const CONNECT_MILLISECONDS = 5000;
/** No answer for so long is none: a network that fell silent. */
const QUERY_MILLISECONDS = 120_000;
/** A restart, a switch to a replica. */
const PATIENCE_MILLISECONDS = 180_000;
const PAUSE_MILLISECONDS = 250;
const MAX_CONNECTIONS = 4;
/** Any number, the same for all. */
const TABLE_LOCK = 7_310_417;

/** A PostgreSQL database, for any number of machines. */
export class PostgresDatabase implements SqlDatabase {
  readonly bytesType = 'BYTEA';

  private constructor(
    readonly pool: Pool,
    readonly setting: PostgresSetting,
  ) {}

  /** Throws `FleetError`. */
  static async open(setting: PostgresSetting): Promise<PostgresDatabase> {
    const { default: pg } = await loadOptional(() => import('pg'), '`--store postgres://…`', 'pg');
    const pool = new pg.Pool({
      connectionString: setting.url,
      application_name: 'auditlint',
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MILLISECONDS,
      query_timeout: QUERY_MILLISECONDS,
      keepAlive: true,
    });
    // Connections that nobody uses at the time; anyone who wants one next learns of it.
    pool.on('error', () => undefined);
    const database = new PostgresDatabase(pool, setting);
    try {
      await database.#checkVersion();
      return database;
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  get shownAs(): string {
    return this.setting.shownAs;
  }

  async #checkVersion(): Promise<void> {
    const { rows } = await this.pool.query<{ server_version_num: string }>('SHOW server_version_num').catch((cause) => {
      throw new FleetError(`the store \`${this.shownAs}\` cannot be reached: ${reasonOf(cause)}`, { cause });
    });
    const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
    // A server that speaks like PostgreSQL and is none may say anything.
    if (major >= OLDEST) return;
    throw new FleetError(`the store \`${this.shownAs}\` is PostgreSQL ${major}; ${OLDEST} or newer is needed`);
  }

  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#patiently('BEGIN', work);
  }

  reading<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#patiently('BEGIN READ ONLY', work);
  }

  async hasTable(query: Query, name: string): Promise<boolean> {
    return (await query('SELECT 1 AS found WHERE to_regclass(?) IS NOT NULL', [name])).length > 0;
  }

  async #patiently<T>(begin: string, work: (query: Query) => Promise<T>): Promise<T> {
    const started = Date.now();
    for (let tries = 0; ; tries++) {
      try {
        return await this.#once(begin, work);
      } catch (error) {
        if (error instanceof FleetError) throw error;
        if (!isPassing(error) || Date.now() - started > PATIENCE_MILLISECONDS) {
          throw new FleetError(`the store \`${this.shownAs}\`: ${reasonOf(error)}`, { cause: error });
        }
        if (tries === 0) this.setting.onTrouble(reasonOf(error));
        await sleep(PAUSE_MILLISECONDS);
      }
    }
  }

  async #once<T>(begin: string, work: (query: Query) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    // Told by the query that fails as well.
    const ignore = () => undefined;
    client.on('error', ignore);
    let isBroken = true;
    try {
      await client.query(begin);
      const result = await work((sql, values = []) => runOn(client, sql, values));
      await client.query('COMMIT');
      isBroken = false;
      return result;
    } finally {
      client.off('error', ignore);
      // Of a transaction that failed the connection goes, and with it all that it did.
      client.release(isBroken);
    }
  }

  async lockTables(query: Query): Promise<void> {
    await query('SELECT pg_advisory_xact_lock(?)', [TABLE_LOCK]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

async function runOn(client: PoolClient, sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
  let number = 0;
  const { rows } = await client.query<SqlRow>(
    sql.replace(/\?/g, () => `$${++number}`),
    values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)),
  );
  return rows;
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html; the rest are those of the network. */
const PASSING_CODES =
  /^(?:08...|57P0[123]|53300|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOENT)$/;
/** What `pg` says without a code. */
const PASSING_MESSAGES = /connection terminated|connection error|timeout|connection ended/i;

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return PASSING_CODES.test(code) || PASSING_MESSAGES.test(error.message);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of several addresses each has its error, and all together have a code.
  const [message = ''] = error.message.split('\n');
  return message === '' && 'code' in error ? String(error.code) : message;
}
