/** A value of a row. Texts hold no NUL: PostgreSQL has no such texts. */
export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Runs a statement with `?` for each value, and gives its rows. */
export type Query = (sql: string, values?: readonly SqlValue[]) => Promise<readonly SqlRow[]>;

/** What two databases have in common. */
export interface SqlDatabase {
  /** What messages call it: a file, or a URL without its password. */
  readonly shownAs: string;
  /** The type of a column that holds bytes. */
  readonly bytesType: 'BLOB' | 'BYTEA';
  /**
   * Runs `work` in a transaction, again when the database is gone or busy for a while, so `work` must have no effect but in
   * the database. Throws `FleetError` when that lasts.
   */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** The same for work that only reads: it keeps nobody from writing, and needs no right to. */
  reading<T>(work: (query: Query) => Promise<T>): Promise<T>;
  hasTable(query: Query, name: string): Promise<boolean>;
  /** Keeps others from making the tables at the same time, until the transaction ends. */
  lockTables(query: Query): Promise<void>;
  close(): Promise<void>;
}
