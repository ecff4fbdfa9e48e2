/**
 * What opens something that has to be closed, by qualified name. Written 2026-11 from the documentation of CPython 3.14 and
 * of the libraries. What a pool hands out is identified by the methods that take it back instead.
 */
import { CONNECTORS } from './database-drivers.ts';
import { words } from './words.ts';

export type ResourceKind =
  | 'browser'
  | 'connection'
  | 'cursor'
  | 'executor'
  | 'file'
  | 'lock'
  | 'process'
  | 'session'
  | 'temporary file'
  | 'temporary folder';

const CONNECTIONS = words(`
  asyncpg.connect aiosqlite.connect aiomysql.connect aiopg.connect psycopg.Connection.connect psycopg.AsyncConnection.connect
  sqlalchemy.engine.Engine.connect sqlalchemy.engine.Engine.raw_connection sqlalchemy.ext.asyncio.AsyncEngine.connect
  snowflake.connector.connect clickhouse_driver.connect trino.dbapi.connect pika.BlockingConnection aio_pika.connect
  smtplib.SMTP smtplib.SMTP_SSL ftplib.FTP ftplib.FTP_TLS imaplib.IMAP4 imaplib.IMAP4_SSL poplib.POP3 telnetlib.Telnet
  socket.socket socket.create_connection http.client.HTTPConnection http.client.HTTPSConnection paramiko.SSHClient
  websockets.connect websocket.create_connection ldap3.Connection redis.Redis.pubsub redis.asyncio.Redis.pubsub
  asyncio.open_connection asyncio.open_unix_connection telnetlib3.open_connection nats.connect pysftp.Connection
  asyncssh.connect asyncssh.connection.connect minio.Minio.get_object
`);
const SESSIONS = words(`
  requests.Session requests.session requests.sessions.Session httpx.Client httpx.AsyncClient aiohttp.ClientSession
  sqlalchemy.orm.Session sqlalchemy.orm.session.Session sqlalchemy.ext.asyncio.AsyncSession sqlmodel.Session
  sqlalchemy.orm.sessionmaker.__call__ sqlalchemy.ext.asyncio.async_sessionmaker.__call__
`);
const FILES = words(`
  builtins.open io.open codecs.open gzip.open bz2.open lzma.open tarfile.open zipfile.ZipFile os.fdopen wave.open shelve.open
  tempfile.TemporaryFile pathlib.Path.open aiofiles.open h5py.File pdfplumber.open fitz.open fitz.Document pymupdf.open
  pymupdf.Document rasterio.open netCDF4.Dataset cv2.VideoCapture cv2.VideoWriter os.open serial.Serial
`);
const EXECUTORS = words(`
  concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor multiprocessing.Pool multiprocessing.pool.Pool
  multiprocessing.pool.ThreadPool
`);

const BROWSERS = words(`
  playwright.sync_api.BrowserType.launch playwright.async_api.BrowserType.launch playwright.sync_api.Browser.new_context
  playwright.sync_api.Browser.new_page playwright.async_api.Browser.new_context playwright.async_api.Browser.new_page selenium.webdriver.Chrome
  selenium.webdriver.Firefox selenium.webdriver.Edge selenium.webdriver.Safari selenium.webdriver.Remote
  undetected_chromedriver.Chrome pyppeteer.launch
`);
const PROCESSES = words('subprocess.Popen asyncio.create_subprocess_exec asyncio.create_subprocess_shell');

const all = (names: Iterable<string>, kind: ResourceKind): [string, ResourceKind][] =>
  Array.from(names, (name) => [name, kind]);

export const RESOURCE_OPENERS: ReadonlyMap<string, ResourceKind> = new Map([
  ...all([...CONNECTORS, ...CONNECTIONS], 'connection'),
  ...all(SESSIONS, 'session'),
  ...all(FILES, 'file'),
  ...all(EXECUTORS, 'executor'),
  ...all(BROWSERS, 'browser'),
  ...all(PROCESSES, 'process'),
]);

/** Classes whose objects are sessions, however they are made. */
export const SESSION_CLASSES: ReadonlySet<string> = new Set([
  'sqlalchemy.orm.Session',
  'sqlalchemy.ext.asyncio.AsyncSession',
]);

/** What ends a process; waiting for it with a limit may leave it running. */
export const ENDING_PROCESSES: ReadonlySet<string> = new Set([
  'wait',
  'communicate',
  'kill',
  'terminate',
  'send_signal',
]);

/** A `with` on these ends the transaction and leaves the connection open. */
export const ENTERED_FOR_TRANSACTION: ReadonlySet<string> = new Set([
  'sqlite3.connect',
  'sqlite3.dbapi2.connect',
  'psycopg2.connect',
  'pyodbc.connect',
]);

/** Methods that end them. */
export const CLOSING_METHODS: ReadonlySet<string> = new Set([
  'close',
  'aclose',
  'release',
  'shutdown',
  'terminate',
  'disconnect',
  'quit',
  'logout',
  'dispose',
  // `ldap3.Connection`, and `LDAPObject` of python-ldap.
  'unbind',
  'unbind_s',
]);

/** What only a cursor, a connection or a session is asked. */
export const CONNECTION_METHODS: ReadonlySet<string> = new Set([
  'cursor',
  'execute',
  'executemany',
  'commit',
  'fetch',
  'fetchrow',
]);

/** Classes and functions that read or write a file that they are given, and leave it to the giver to close it. */
export const NEVER_CLOSING: ReadonlySet<string> = new Set([
  ...['csv.reader', 'csv.writer', 'csv.DictReader', 'csv.DictWriter'],
  ...['pickle.Pickler', 'pickle.Unpickler', 'zipfile.ZipFile'],
  ...['PyPDF2.PdfFileReader', 'PyPDF2.PdfReader', 'PyPDF4.PdfFileReader', 'pypdf.PdfReader'],
]);
