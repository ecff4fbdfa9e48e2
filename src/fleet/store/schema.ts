import { FleetError } from '../fleet-error.ts';
import type { Query, SqlDatabase, SqlRow } from './sql-database.ts';

/** Raised when the tables change; what writes the older form into the newer goes into `prepareTables` then. */
const SCHEMA_VERSION = 1;

/** Makes the tables where they are not there yet. Throws `FleetError` for those of a newer auditlint. */
export async function prepareTables(database: SqlDatabase): Promise<void> {
  await database.transaction(async (query) => {
    await database.lockTables(query);
    await query('CREATE TABLE IF NOT EXISTS auditlint_schema (version INTEGER NOT NULL)');
    const [row] = await query('SELECT version FROM auditlint_schema');
    if (row === undefined) await makeTables(query, database);
    else checkSchema(row, database);
  });
}

/** Throws `FleetError` where the tables are not there, or are those of another auditlint. Makes nothing. */
export async function checkTables(database: SqlDatabase): Promise<void> {
  await database.reading(async (query) => {
    const isThere = await database.hasTable(query, 'auditlint_schema');
    const [row] = isThere ? await query('SELECT version FROM auditlint_schema') : [];
    if (row !== undefined) return checkSchema(row, database);
    throw new FleetError(`no store in \`${database.shownAs}\`; \`auditlint fleet LIST\` creates one`);
  });
}

function checkSchema({ version }: SqlRow, { shownAs }: SqlDatabase): void {
  if (version !== SCHEMA_VERSION) throw otherSchema(shownAs, Number(version));
}

function otherSchema(shownAs: string, version: number): FleetError {
  return new FleetError(
    `the store \`${shownAs}\` has schema ${version}, but this auditlint supports ${SCHEMA_VERSION}; ` +
      (version > SCHEMA_VERSION ? 'use the newer version that made it, or another store' : 'use another store'),
  );
}

async function makeTables(query: Query, { bytesType }: SqlDatabase): Promise<void> {
  for (const statement of tables(bytesType)) await query(statement);
  await query('INSERT INTO auditlint_schema (version) VALUES (?)', [SCHEMA_VERSION]);
}

function tables(bytesType: string): readonly string[] {
  return [
    `CREATE TABLE auditlint_scan (
      id TEXT PRIMARY KEY,
      repository TEXT NOT NULL,
      commit_id TEXT NOT NULL,
      version TEXT NOT NULL,
      options TEXT NOT NULL,
      scanned_at TEXT NOT NULL,
      is_complete INTEGER NOT NULL,
      sarif ${bytesType} NOT NULL,
      UNIQUE (repository, commit_id, version, options)
    )`,
    'CREATE INDEX auditlint_scan_by_time ON auditlint_scan (repository, scanned_at)',
    `CREATE TABLE auditlint_finding (
      scan_id TEXT NOT NULL REFERENCES auditlint_scan (id),
      finding INTEGER NOT NULL,
      place INTEGER NOT NULL,
      rule TEXT NOT NULL,
      severity TEXT NOT NULL,
      path TEXT NOT NULL,
      line INTEGER NOT NULL,
      fingerprint TEXT NOT NULL,
      PRIMARY KEY (scan_id, finding, place)
    )`,
    `CREATE TABLE auditlint_repository (
      repository TEXT PRIMARY KEY,
      checks INTEGER NOT NULL,
      checked_at TEXT NOT NULL,
      scan_id TEXT REFERENCES auditlint_scan (id),
      failure TEXT
    )`,
  ];
}
