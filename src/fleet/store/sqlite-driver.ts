import { createRequire } from 'node:module';
import { loadOptional } from '../optional-package.ts';
import type { SqlRow, SqlValue } from './sql-database.ts';

/** An open file. Everything happens at once, and throws what SQLite says. */
export interface SqliteConnection {
  all(sql: string, values: readonly SqlValue[]): readonly SqlRow[];
  close(): void;
}

/** What opens a file with SQLite in it, and makes one that is not there. */
export interface SqliteDriver {
  open(file: string): SqliteConnection;
  /** Whether it locks a file by a folder beside it, which stays when its process is killed. */
  readonly locksByFolder: boolean;
}

/** What is used of `node:sqlite`, which the types of Node 20 do not know. */
interface BuiltinSqlite {
  readonly DatabaseSync: new (
    file: string,
  ) => {
    prepare(sql: string): { all(...values: SqlValue[]): SqlRow[] };
    close(): void;
  };
}

/** SQLite as Node has it, or else WebAssembly: a package that needs no compiler. Throws `FleetError`. */
export async function loadSqliteDriver(builtin: unknown): Promise<SqliteDriver> {
  return builtin === undefined ? loadWasmDriver() : builtinDriver(builtin);
}

export function builtinDriver(builtin: unknown): SqliteDriver {
  // What Node gives by the name `node:sqlite`.
  const { DatabaseSync } = builtin as BuiltinSqlite;
  return {
    locksByFolder: false,
    open(file) {
      const database = new DatabaseSync(file);
      return {
        all: (sql, values) => database.prepare(sql).all(...values),
        close: () => database.close(),
      };
    },
  };
}

export async function loadWasmDriver(): Promise<SqliteDriver> {
  const wanted = 'a store in a file, on a Node without `node:sqlite` (before 22.13),';
  // Not `import()`: a CommonJS package, whose names Node does not find.
  const load = async (): Promise<typeof import('node-sqlite3-wasm')> =>
    createRequire(import.meta.url)('node-sqlite3-wasm');
  const { Database } = await loadOptional(load, wanted, 'node-sqlite3-wasm');
  return {
    locksByFolder: true,
    open(file) {
      const database = new Database(file);
      return {
        // Without `expand` rows are flat.
        all: (sql, values) => database.all(sql, [...values]) as SqlRow[],
        close: () => database.close(),
      };
    },
  };
}
