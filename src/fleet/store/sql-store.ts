import { batches } from '../../collections/index.ts';
import type { Severity } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import { FleetError } from '../fleet-error.ts';
import { digest } from '../job.ts';
import type {
  FleetStore,
  RepositoryChecks,
  RepositoryState,
  ScanKey,
  ScanResult,
  StoredPlace,
  StoredScan,
} from './fleet-store.ts';
import { checkTables, prepareTables } from './schema.ts';
import type { Query, SqlDatabase, SqlRow, SqlValue } from './sql-database.ts';

/** Rows that one statement inserts: databases allow some thirty thousand values. */
const BATCH = 1000;

/** The store as tables. The statements are those that SQLite and PostgreSQL have in common. */
export class SqlStore implements FleetStore {
  private constructor(readonly database: SqlDatabase) {}

  /** Makes the tables where they are not there yet. Throws `FleetError`. */
  static open(database: SqlDatabase): Promise<SqlStore> {
    return SqlStore.#openWith(prepareTables, database);
  }

  /** To read only, where a store is: no other database gets tables by that. Throws `FleetError`. */
  static openExisting(database: SqlDatabase): Promise<SqlStore> {
    return SqlStore.#openWith(checkTables, database);
  }

  static async #openWith(prepare: typeof prepareTables, database: SqlDatabase): Promise<SqlStore> {
    try {
      await prepare(database);
      return new SqlStore(database);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  recall(key: ScanKey, checkedAt: string): Promise<boolean> {
    return this.database.transaction(async (query) => {
      const id = scanId(key);
      const [row] = await query('SELECT id FROM auditlint_scan WHERE id = ? AND is_complete = 1', [id]);
      if (row !== undefined) await holdsNow(query, key.repository, id, checkedAt);
      return row !== undefined;
    });
  }

  record(result: ScanResult): Promise<void> {
    return this.database.transaction(async (query) => {
      const id = scanId(result);
      const { repository, commit, version, options, scannedAt, isComplete, sarif } = result;
      // The moment stays, or each scan that is not complete would make all that it found new since then.
      const written = await query(
        `INSERT INTO auditlint_scan (id, repository, commit_id, version, options, scanned_at, is_complete, sarif)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET is_complete = excluded.is_complete, sarif = excluded.sarif
           WHERE auditlint_scan.is_complete = 0 RETURNING id`,
        [id, repository, commit, version, options, scannedAt, isComplete ? 1 : 0, sarif],
      );
      if (written.length > 0) {
        await query('DELETE FROM auditlint_finding WHERE scan_id = ?', [id]);
        await insertPlaces(query, id, result.places);
      }
      await holdsNow(query, repository, id, scannedAt);
    });
  }

  fail(repository: string, reason: string, checkedAt: string): Promise<void> {
    return this.database.transaction(async (query) => {
      await query(
        `INSERT INTO auditlint_repository (repository, checks, checked_at, failure) VALUES (?, 1, ?, ?)
         ON CONFLICT (repository) DO UPDATE SET checks = auditlint_repository.checks + 1,
           checked_at = excluded.checked_at, failure = excluded.failure`,
        [repository, checkedAt, reason.replaceAll('\0', '')],
      );
    });
  }

  states(): Promise<readonly RepositoryState[]> {
    return this.database.reading(async (query) => {
      const rows = await query(
        `SELECT r.repository AS name, r.checks, r.checked_at, r.failure, ${SCAN_COLUMNS}
         FROM auditlint_repository r LEFT JOIN auditlint_scan s ON s.id = r.scan_id`,
      );
      const states = rows.map((row) => ({
        repository: String(row.name),
        checks: Number(row.checks),
        checkedAt: String(row.checked_at),
        scan: row.id === null ? undefined : toScan(row),
        failure: optionalText(row.failure),
      }));
      // Not by the database: each has an order of its own.
      return states.sort((a, b) => compareText(a.repository, b.repository));
    });
  }

  checks(): Promise<ReadonlyMap<string, RepositoryChecks>> {
    return this.database.reading(async (query) => {
      const rows = await query('SELECT repository, checks, failure FROM auditlint_repository');
      return new Map(
        rows.map(({ repository, checks, failure }) => [
          String(repository),
          { checks: Number(checks), failure: optionalText(failure) },
        ]),
      );
    });
  }

  tally(): Promise<ReadonlyMap<string, Partial<Record<Severity, number>>>> {
    return this.database.reading(async (query) => {
      const rows = await query(
        `SELECT r.repository, f.severity, COUNT(*) AS findings
         FROM auditlint_repository r JOIN auditlint_finding f ON f.scan_id = r.scan_id
         WHERE f.place = 0 GROUP BY r.repository, f.severity`,
      );
      const tally = new Map<string, Partial<Record<Severity, number>>>();
      for (const { repository, severity, findings } of rows) {
        const name = String(repository);
        tally.set(name, { ...tally.get(name), [String(severity)]: Number(findings) });
      }
      return tally;
    });
  }

  placesOf(scan: string): Promise<readonly StoredPlace[]> {
    return this.database.reading(async (query) => {
      const rows = await query(
        `SELECT finding, place, rule, severity, path, line, fingerprint FROM auditlint_finding WHERE scan_id = ?
         ORDER BY finding, place`,
        [scan],
      );
      return rows.map(toPlace);
    });
  }

  scanBefore(repository: string, options: string, moment: string): Promise<StoredScan | undefined> {
    return this.database.reading(async (query) => {
      const [row] = await query(
        `SELECT ${SCAN_COLUMNS} FROM auditlint_scan s WHERE s.repository = ? AND s.options = ? AND s.scanned_at < ?
         ORDER BY s.scanned_at DESC LIMIT 1`,
        [repository, options, moment],
      );
      return row && toScan(row);
    });
  }

  sarifOf(scan: string): Promise<Uint8Array> {
    return this.database.reading(async (query) => {
      const [row] = await query('SELECT sarif FROM auditlint_scan WHERE id = ?', [scan]);
      if (row?.sarif instanceof Uint8Array) return row.sarif;
      throw new FleetError(`the store \`${this.database.shownAs}\` is missing a report; scan into another store`);
    });
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

const SCAN_COLUMNS = 's.id, s.repository, s.commit_id, s.version, s.options, s.scanned_at, s.is_complete';

function scanId({ repository, commit, version, options }: ScanKey): string {
  return digest(['scan', repository, commit, version, options]);
}

async function holdsNow(query: Query, repository: string, id: string, checkedAt: string): Promise<void> {
  await query(
    `INSERT INTO auditlint_repository (repository, checks, checked_at, scan_id) VALUES (?, 1, ?, ?)
     ON CONFLICT (repository) DO UPDATE SET checks = auditlint_repository.checks + 1,
       checked_at = excluded.checked_at, scan_id = excluded.scan_id, failure = NULL`,
    [repository, checkedAt, id],
  );
}

async function insertPlaces(query: Query, scan: string, places: readonly StoredPlace[]): Promise<void> {
  for (const batch of batches(places, BATCH)) {
    const values = batch.flatMap(({ finding, place, rule, severity, path, line, fingerprint }): SqlValue[] => [
      ...[scan, finding, place, rule, severity],
      ...[path.replaceAll('\0', ''), line, fingerprint],
    ]);
    await query(
      `INSERT INTO auditlint_finding (scan_id, finding, place, rule, severity, path, line, fingerprint)
       VALUES ${batch.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      values,
    );
  }
}

function toScan(row: SqlRow): StoredScan {
  return {
    id: String(row.id),
    repository: String(row.repository),
    commit: String(row.commit_id),
    version: String(row.version),
    options: String(row.options),
    scannedAt: String(row.scanned_at),
    isComplete: Number(row.is_complete) === 1,
  };
}

function toPlace(row: SqlRow): StoredPlace {
  return {
    finding: Number(row.finding),
    place: Number(row.place),
    rule: String(row.rule),
    // Only `insertPlaces` writes it.
    severity: String(row.severity) as Severity,
    path: String(row.path),
    line: Number(row.line),
    fingerprint: String(row.fingerprint),
  };
}

function optionalText(value: SqlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
