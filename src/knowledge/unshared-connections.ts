/**
 * What opens connections that threads may not share, by the drivers' own word: `threadsafety` 1 of
 * https://peps.python.org/pep-0249/#threadsafety, and what their documentation says where they have none.
 */
import { words } from './words.ts';

export const UNSHARED_CONNECTORS: ReadonlySet<string> = new Set(
  words(`
  sqlite3.connect sqlite3.dbapi2.connect pysqlite3.connect libsql.connect libsql_client.connect
  libsql_experimental.connect duckdb.connect pymysql.connect MySQLdb.connect mysql.connector.connect pyodbc.connect
  pymssql.connect
`),
);
