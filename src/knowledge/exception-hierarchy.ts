/**
 * Exceptions and their direct bases among exceptions: all builtin ones, those that standard modules raise, and the roots of widely used
 * libraries. Source: `__bases__` in CPython 3.14.2 (2026-11); the libraries' were written from knowledge of them.
 */
import { words } from './words.ts';

/** One exception per line: its qualified name, then its direct bases; names without a dot are builtins. */
const BASES = `
  BaseException
  BaseExceptionGroup BaseException
  Exception BaseException
  ExceptionGroup BaseExceptionGroup Exception
  GeneratorExit BaseException
  KeyboardInterrupt BaseException
  SystemExit BaseException
  ArithmeticError Exception
  FloatingPointError ArithmeticError
  OverflowError ArithmeticError
  ZeroDivisionError ArithmeticError
  AssertionError Exception
  AttributeError Exception
  BufferError Exception
  EOFError Exception
  ImportError Exception
  ModuleNotFoundError ImportError
  LookupError Exception
  IndexError LookupError
  KeyError LookupError
  MemoryError Exception
  NameError Exception
  UnboundLocalError NameError
  OSError Exception
  BlockingIOError OSError
  ChildProcessError OSError
  ConnectionError OSError
  BrokenPipeError ConnectionError
  ConnectionAbortedError ConnectionError
  ConnectionRefusedError ConnectionError
  ConnectionResetError ConnectionError
  FileExistsError OSError
  FileNotFoundError OSError
  InterruptedError OSError
  IsADirectoryError OSError
  NotADirectoryError OSError
  PermissionError OSError
  ProcessLookupError OSError
  TimeoutError OSError
  ReferenceError Exception
  RuntimeError Exception
  NotImplementedError RuntimeError
  PythonFinalizationError RuntimeError
  RecursionError RuntimeError
  StopAsyncIteration Exception
  StopIteration Exception
  SyntaxError Exception
  IndentationError SyntaxError
  TabError IndentationError
  SystemError Exception
  TypeError Exception
  ValueError Exception
  UnicodeError ValueError
  UnicodeDecodeError UnicodeError
  UnicodeEncodeError UnicodeError
  UnicodeTranslateError UnicodeError
  Warning Exception
  BytesWarning Warning
  DeprecationWarning Warning
  EncodingWarning Warning
  FutureWarning Warning
  ImportWarning Warning
  PendingDeprecationWarning Warning
  ResourceWarning Warning
  RuntimeWarning Warning
  SyntaxWarning Warning
  UnicodeWarning Warning
  UserWarning Warning
  argparse.ArgumentError Exception
  argparse.ArgumentTypeError Exception
  asyncio.CancelledError BaseException
  asyncio.IncompleteReadError EOFError
  asyncio.InvalidStateError Exception
  asyncio.LimitOverrunError Exception
  asyncio.QueueEmpty Exception
  asyncio.QueueFull Exception
  binascii.Error ValueError
  concurrent.futures.BrokenExecutor RuntimeError
  concurrent.futures._base.Error Exception
  concurrent.futures.CancelledError concurrent.futures._base.Error
  concurrent.futures.InvalidStateError concurrent.futures._base.Error
  configparser.Error Exception
  configparser.DuplicateSectionError configparser.Error
  configparser.NoOptionError configparser.Error
  configparser.NoSectionError configparser.Error
  configparser.ParsingError configparser.Error
  csv.Error Exception
  ctypes.ArgumentError Exception
  dataclasses.FrozenInstanceError AttributeError
  decimal.DecimalException ArithmeticError
  decimal.InvalidOperation decimal.DecimalException
  email.errors.MessageError Exception
  ftplib.Error Exception
  getopt.GetoptError Exception
  graphlib.CycleError ValueError
  gzip.BadGzipFile OSError
  http.client.HTTPException Exception
  http.client.BadStatusLine http.client.HTTPException
  http.client.IncompleteRead http.client.HTTPException
  http.client.RemoteDisconnected ConnectionResetError http.client.BadStatusLine
  importlib.metadata.PackageNotFoundError ModuleNotFoundError
  io.UnsupportedOperation OSError ValueError
  json.JSONDecodeError ValueError
  locale.Error Exception
  lzma.LZMAError Exception
  multiprocessing.ProcessError Exception
  multiprocessing.TimeoutError multiprocessing.ProcessError
  pickle.PickleError Exception
  pickle.PicklingError pickle.PickleError
  pickle.UnpicklingError pickle.PickleError
  plistlib.InvalidFileException ValueError
  poplib.error_proto Exception
  queue.Empty Exception
  queue.Full Exception
  re.error Exception
  shutil.Error OSError
  shutil.ReadError OSError
  shutil.SameFileError shutil.Error
  smtplib.SMTPException OSError
  socket.gaierror OSError
  socket.herror OSError
  sqlite3.Error Exception
  sqlite3.Warning Exception
  sqlite3.InterfaceError sqlite3.Error
  sqlite3.DatabaseError sqlite3.Error
  sqlite3.DataError sqlite3.DatabaseError
  sqlite3.IntegrityError sqlite3.DatabaseError
  sqlite3.InternalError sqlite3.DatabaseError
  sqlite3.NotSupportedError sqlite3.DatabaseError
  sqlite3.OperationalError sqlite3.DatabaseError
  sqlite3.ProgrammingError sqlite3.DatabaseError
  ssl.SSLError OSError
  ssl.SSLCertVerificationError ssl.SSLError ValueError
  statistics.StatisticsError ValueError
  struct.error Exception
  subprocess.SubprocessError Exception
  subprocess.CalledProcessError subprocess.SubprocessError
  subprocess.TimeoutExpired subprocess.SubprocessError
  tarfile.TarError Exception
  tarfile.ReadError tarfile.TarError
  threading.BrokenBarrierError RuntimeError
  tokenize.TokenError Exception
  tomllib.TOMLDecodeError ValueError
  unittest.SkipTest Exception
  urllib.error.URLError OSError
  urllib.error.HTTPError urllib.error.URLError
  xml.etree.ElementTree.ParseError SyntaxError
  xml.parsers.expat.ExpatError Exception
  xml.sax.SAXException Exception
  zipfile.BadZipFile Exception
  zlib.error Exception
  zoneinfo.ZoneInfoNotFoundError KeyError
  aiohttp.ClientError Exception
  botocore.exceptions.BotoCoreError Exception
  botocore.exceptions.ClientError Exception
  bson.errors.BSONError Exception
  bson.errors.InvalidId bson.errors.BSONError
  httpx.HTTPError Exception
  httpx.RequestError httpx.HTTPError
  httpx.TransportError httpx.RequestError
  httpx.TimeoutException httpx.TransportError
  httpx.HTTPStatusError httpx.HTTPError
  marshmallow.ValidationError Exception
  psycopg2.Error Exception
  psycopg2.DatabaseError psycopg2.Error
  psycopg2.OperationalError psycopg2.DatabaseError
  pydantic.ValidationError ValueError
  pymysql.MySQLError Exception
  redis.RedisError Exception
  requests.RequestException OSError
  requests.ConnectionError requests.RequestException
  requests.HTTPError requests.RequestException
  requests.Timeout requests.RequestException
  sqlalchemy.exc.SQLAlchemyError Exception
  torch.OutOfMemoryError RuntimeError
  yaml.YAMLError Exception
`;

/** Direct bases by qualified name (`builtins.KeyError` → `builtins.LookupError`). Only BaseException has none. */
export const EXCEPTION_BASES: ReadonlyMap<string, readonly string[]> = new Map(
  BASES.trim()
    .split('\n')
    .map((line) => words(line).map(qualified))
    .map(([name = '', ...bases]) => [name, bases] as const),
);

/** Other names of exceptions: of most builtin ones the same in every version since 3.3. */
export const EXCEPTION_ALIASES: ReadonlyMap<string, string> = new Map([
  ...words(
    'builtins.IOError builtins.EnvironmentError builtins.WindowsError os.error socket.error select.error mmap.error posix.error resource.error ssl.socket_error',
  ).map((alias) => [alias, 'builtins.OSError'] as const),
  ['calendar.error', 'builtins.ValueError'],
  ['threading.ThreadError', 'builtins.RuntimeError'],
  ['_thread.error', 'builtins.RuntimeError'],
  ['json.decoder.JSONDecodeError', 'json.JSONDecodeError'],
  ['simplejson.decoder.JSONDecodeError', 'simplejson.JSONDecodeError'],
  ['marshmallow.exceptions.ValidationError', 'marshmallow.ValidationError'],
  ['pydantic_core.ValidationError', 'pydantic.ValidationError'],
  ['requests.exceptions.RequestException', 'requests.RequestException'],
  ['requests.exceptions.ConnectionError', 'requests.ConnectionError'],
  ['requests.exceptions.HTTPError', 'requests.HTTPError'],
  ['requests.exceptions.Timeout', 'requests.Timeout'],
  ['redis.exceptions.RedisError', 'redis.RedisError'],
  ['torch.cuda.OutOfMemoryError', 'torch.OutOfMemoryError'],
  ['asyncio.exceptions.CancelledError', 'asyncio.CancelledError'],
  ['concurrent.futures._base.CancelledError', 'concurrent.futures.CancelledError'],
]);

/** What `except Exception` lets pass: `SystemExit`, `KeyboardInterrupt`, a cancelled task. */
export const DEPARTURES: ReadonlySet<string> = new Set([
  'builtins.BaseException',
  'asyncio.exceptions.CancelledError',
  ...[...EXCEPTION_BASES].flatMap(([name, [base]]) =>
    base === 'builtins.BaseException' && name !== 'builtins.Exception' ? [name] : [],
  ),
]);

/** `TimeoutError` under its other names: `socket.timeout` since 3.10, the others since 3.11. */
export const TIMEOUT_ERRORS: ReadonlySet<string> = new Set(
  words(
    'builtins.TimeoutError socket.timeout asyncio.TimeoutError asyncio.exceptions.TimeoutError concurrent.futures.TimeoutError concurrent.futures._base.TimeoutError',
  ),
);

function qualified(name: string): string {
  return name.includes('.') ? name : `builtins.${name}`;
}
