/**
 * Drivers of databases that wait until the database has answered, by their modules, each with a function `connect`. Which of
 * them let threads share a connection is their own word: `threadsafety` of
 * https://peps.python.org/pep-0249/#threadsafety, and what their documentation says where they have none.
 */
import { words } from './words.ts';

/** The database is a file of this machine; threads may not share the connection. */
const OF_FILES = words('sqlite3 sqlite3.dbapi2 pysqlite3 duckdb');
const OF_ONE_THREAD = words('libsql libsql_client libsql_experimental pymysql MySQLdb mysql.connector pyodbc pymssql');
const OF_MANY_THREADS = words('psycopg2 psycopg cx_Oracle oracledb');
const ALL = [...OF_FILES, ...OF_ONE_THREAD, ...OF_MANY_THREADS];

const connectors = (modules: readonly string[]): ReadonlySet<string> =>
  new Set(modules.map((module) => `${module}.connect`));

/** What makes a pool or a connection that coroutines share. */
export const ASYNCHRONOUS_CONNECTORS: ReadonlySet<string> = new Set(
  `asyncpg.create_pool asyncpg.connect aiopg.create_pool aiopg.connect aiomysql.create_pool aiomysql.connect asyncmy.create_pool
  aiosqlite.connect aioredis.from_url aioredis.create_redis_pool aioredis.create_pool redis.asyncio.from_url
  redis.asyncio.Redis.from_url redis.Redis.from_url redis.StrictRedis.from_url oracledb.create_pool oracledb.create_pool_async
  aio_pika.connect aio_pika.connect_robust nats.connect sqlalchemy.ext.asyncio.create_async_engine
  psycopg.AsyncConnection.connect`
    .trim()
    .split(/\s+/),
);

/** Distributions, and extras of them, that bring SQLAlchemy a driver or dialect of a database that is a server, or may be one. */
export const SERVER_DRIVER =
  /^(?:psycopg|asyncpg|aiopg|pg8000|(?:py-?)?postgresql|pymysql|mysql|aiomysql|asyncmy|mariadb|(?:cx-)?oracle|pyodbc|aioodbc|(?:py)?mssql|ibm-db|redshift|snowflake|databricks|clickhouse|trino|cockroachdb|google-cloud-spanner|sqlalchemy-(?!utils|stubs|mixins|serializer|json|continuum|searchable|filters))/;

/** What opens a connection. */
export const CONNECTORS = connectors(ALL);
/** What opens one that threads may not share. */
export const UNSHARED_CONNECTORS = connectors([...OF_FILES, ...OF_ONE_THREAD]);

/**
 * Conversations of one thread by their documentation: clients of mail and files, a connection of pika, a browser, a session of SQLAlchemy,
 * a serial line.
 */
export const OF_ONE_THREAD_OBJECTS: ReadonlySet<string> = new Set(
  words(`
    smtplib.SMTP smtplib.SMTP_SSL imaplib.IMAP4 imaplib.IMAP4_SSL ftplib.FTP ftplib.FTP_TLS poplib.POP3 poplib.POP3_SSL telnetlib.Telnet
    pika.BlockingConnection selenium.webdriver.Chrome selenium.webdriver.Firefox selenium.webdriver.Edge selenium.webdriver.Remote
    selenium.webdriver.Safari sqlalchemy.orm.Session serial.Serial
  `),
);

/** Whether a qualified name is a driver's own: `sqlite3.Cursor.execute`. */
export function isOfDriver(name: string): boolean {
  return ALL.some((module) => name.startsWith(`${module}.`));
}

/** Whether it is that of a driver whose statements are a function call away, not a network. */
export function isOfFileDriver(name: string): boolean {
  return OF_FILES.some((module) => name.startsWith(`${module}.`));
}
