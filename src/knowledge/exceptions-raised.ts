/**
 * What well-known calls are documented to raise when the world is not as hoped (not on wrong types): the exceptions that
 * a handler around them should name. Written 2026-11 from knowledge of CPython 3.14 and of the libraries; not checked page by page.
 * `Class.*` stands for every method. Exceptions that depend on an argument (`check=True`) are for the asker to add.
 */
import { words } from './words.ts';

const RAISED: readonly (readonly [exceptions: string, calls: string])[] = [
  [
    'builtins.OSError',
    `builtins.open io.open os.open os.read os.write os.remove os.unlink os.rename os.replace os.mkdir os.makedirs os.rmdir
     os.removedirs os.listdir os.scandir os.stat os.lstat os.chmod os.chown os.link os.symlink os.readlink os.truncate
     os.utime os.chdir os.getcwd os.fsync os.kill os.killpg os.getpgid os.waitpid os.popen os.statvfs os.getlogin
     os.path.getsize os.path.getmtime os.path.getctime os.path.samefile os.sendfile os.pipe os.fork os.getloadavg
     os.sched_getaffinity os.get_terminal_size shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.move
     shutil.rmtree shutil.disk_usage shutil.chown tempfile.mkstemp tempfile.mkdtemp tempfile.NamedTemporaryFile
     tempfile.TemporaryDirectory tempfile.TemporaryFile fcntl.flock fcntl.lockf fcntl.ioctl json.dump pickle.dump
     pathlib.Path.open pathlib.Path.read_bytes pathlib.Path.write_bytes pathlib.Path.write_text pathlib.Path.stat
     pathlib.Path.lstat pathlib.Path.unlink pathlib.Path.rename pathlib.Path.replace pathlib.Path.mkdir pathlib.Path.rmdir
     pathlib.Path.touch pathlib.Path.iterdir pathlib.Path.chmod pathlib.Path.symlink_to pathlib.Path.hardlink_to
     pathlib.Path.readlink pathlib.Path.samefile pathlib.Path.owner io.TextIOWrapper.read io.TextIOWrapper.write
     io.TextIOWrapper.readline io.TextIOWrapper.readlines io.TextIOWrapper.writelines io.TextIOWrapper.flush
     io.BufferedReader.read io.BufferedWriter.write
     subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen
     asyncio.create_subprocess_exec asyncio.create_subprocess_shell
     socket.socket.* socket.create_connection socket.create_server socket.gethostbyname socket.gethostbyaddr
     socket.getaddrinfo socket.gethostname asyncio.open_connection asyncio.start_server ctypes.CDLL ctypes.PyDLL
     ctypes.cdll.LoadLibrary logging.FileHandler logging.handlers.RotatingFileHandler signal.pause
     numpy.load numpy.save numpy.savez pandas.read_csv torch.load torch.save joblib.load joblib.dump`,
  ],
  ['builtins.OSError builtins.UnicodeDecodeError', 'pathlib.Path.read_text'],
  ['builtins.ValueError', 'builtins.int builtins.float builtins.complex builtins.chr builtins.bytes.fromhex'],
  [
    'builtins.ValueError',
    `builtins.bytearray.fromhex datetime.datetime.strptime datetime.datetime.fromisoformat datetime.date.fromisoformat
     datetime.time.fromisoformat time.strptime uuid.UUID ipaddress.ip_address ipaddress.ip_network ipaddress.ip_interface
     ipaddress.IPv4Address ipaddress.IPv6Address shlex.split fractions.Fraction math.sqrt math.log urllib.parse.urlparse
     urllib.parse.urlsplit signal.signal ipaddress.IPv4Network ipaddress.IPv6Network math.factorial email.utils.parsedate_to_datetime`,
  ],
  [
    'builtins.ValueError builtins.OverflowError builtins.OSError',
    'datetime.datetime.fromtimestamp time.localtime time.gmtime',
  ],
  ['json.JSONDecodeError', 'json.loads json.load json.JSONDecoder.decode json.JSONDecoder.raw_decode'],
  ['builtins.TypeError builtins.ValueError', 'json.dumps'],
  ['builtins.ValueError builtins.SyntaxError', 'ast.literal_eval builtins.compile'],
  ['builtins.SyntaxError', 'ast.parse'],
  ['tokenize.TokenError builtins.SyntaxError', 'tokenize.tokenize tokenize.generate_tokens'],
  ['builtins.ImportError', 'importlib.import_module builtins.__import__ importlib.reload'],
  ['builtins.ModuleNotFoundError builtins.ValueError', 'importlib.util.find_spec'],
  [
    'importlib.metadata.PackageNotFoundError',
    'importlib.metadata.version importlib.metadata.distribution importlib.metadata.metadata importlib.metadata.requires',
  ],
  ['builtins.UnicodeDecodeError', 'builtins.bytes.decode builtins.bytearray.decode'],
  ['builtins.UnicodeEncodeError', 'builtins.str.encode'],
  ['builtins.EOFError', 'builtins.input'],
  ['builtins.StopIteration', 'builtins.next'],
  ['builtins.AttributeError', 'builtins.delattr'],
  [
    'builtins.KeyError',
    'builtins.dict.popitem os.unsetenv pwd.getpwnam pwd.getpwuid grp.getgrnam grp.getgrgid builtins.set.remove builtins.set.pop',
  ],
  ['builtins.ValueError', 'builtins.list.remove builtins.list.index builtins.str.index builtins.tuple.index'],
  ['builtins.IndexError', 'builtins.list.pop collections.deque.pop collections.deque.popleft'],
  ['builtins.LookupError', 'codecs.lookup contextvars.ContextVar.get'],
  [
    'binascii.Error',
    'base64.b64decode base64.standard_b64decode base64.urlsafe_b64decode base64.b32decode base64.b16decode binascii.unhexlify binascii.a2b_hex binascii.a2b_base64',
  ],
  ['struct.error', 'struct.unpack struct.pack struct.unpack_from struct.pack_into struct.iter_unpack struct.Struct.*'],
  ['zlib.error', 'zlib.decompress'],
  ['lzma.LZMAError', 'lzma.decompress'],
  ['builtins.OSError builtins.EOFError', 'gzip.open gzip.decompress bz2.open lzma.open bz2.decompress'],
  ['zipfile.BadZipFile builtins.OSError', 'zipfile.ZipFile'],
  ['tarfile.TarError builtins.OSError', 'tarfile.open tarfile.TarFile.*'],
  ['csv.Error', 'csv.reader csv.DictReader csv.Sniffer.sniff'],
  ['configparser.Error', 'configparser.ConfigParser.* configparser.RawConfigParser.*'],
  ['tomllib.TOMLDecodeError', 'tomllib.load tomllib.loads'],
  [
    'xml.etree.ElementTree.ParseError',
    'xml.etree.ElementTree.parse xml.etree.ElementTree.fromstring xml.etree.ElementTree.XML xml.etree.ElementTree.iterparse',
  ],
  ['pickle.UnpicklingError builtins.EOFError builtins.AttributeError builtins.ImportError', 'pickle.load pickle.loads'],
  ['pickle.PicklingError', 'pickle.dumps'],
  ['plistlib.InvalidFileException', 'plistlib.load plistlib.loads'],
  ['re.error', 're.compile'],
  ['decimal.InvalidOperation', 'decimal.Decimal'],
  ['zoneinfo.ZoneInfoNotFoundError', 'zoneinfo.ZoneInfo'],
  ['locale.Error', 'locale.setlocale'],
  ['subprocess.CalledProcessError', 'subprocess.check_call subprocess.check_output'],
  ['subprocess.TimeoutExpired', 'subprocess.Popen.wait subprocess.Popen.communicate'],
  ['builtins.TimeoutError', 'asyncio.wait_for asyncio.timeout'],
  [
    'queue.Empty',
    'queue.Queue.get_nowait queue.SimpleQueue.get_nowait queue.LifoQueue.get_nowait queue.PriorityQueue.get_nowait',
  ],
  ['queue.Full', 'queue.Queue.put_nowait queue.LifoQueue.put_nowait queue.PriorityQueue.put_nowait'],
  ['asyncio.QueueEmpty', 'asyncio.Queue.get_nowait'],
  ['asyncio.QueueFull', 'asyncio.Queue.put_nowait'],
  ['urllib.error.URLError', 'urllib.request.urlopen urllib.request.urlretrieve'],
  ['http.client.HTTPException builtins.OSError', 'http.client.HTTPConnection.* http.client.HTTPSConnection.*'],
  ['smtplib.SMTPException builtins.OSError', 'smtplib.SMTP smtplib.SMTP_SSL smtplib.SMTP.* smtplib.SMTP_SSL.*'],
  ['ssl.SSLError', 'ssl.SSLContext.load_cert_chain ssl.SSLContext.wrap_socket ssl.SSLContext.load_verify_locations'],
  ['sqlite3.Error', 'sqlite3.connect sqlite3.Connection.* sqlite3.Cursor.*'],
  ['multiprocessing.TimeoutError', 'multiprocessing.pool.AsyncResult.get'],
  [
    'requests.RequestException',
    `requests.get requests.post requests.put requests.patch requests.delete requests.head requests.options requests.request
     requests.Session.get requests.Session.post requests.Session.put requests.Session.patch requests.Session.delete
     requests.Session.head requests.Session.options requests.Session.request requests.Session.send`,
  ],
  ['requests.HTTPError', 'requests.Response.raise_for_status'],
  [
    'httpx.HTTPError',
    `httpx.get httpx.post httpx.put httpx.patch httpx.delete httpx.head httpx.options httpx.request httpx.stream
     httpx.Client.get httpx.Client.post httpx.Client.put httpx.Client.patch httpx.Client.delete httpx.Client.request
     httpx.Client.send httpx.AsyncClient.get httpx.AsyncClient.post httpx.AsyncClient.put httpx.AsyncClient.patch
     httpx.AsyncClient.delete httpx.AsyncClient.request httpx.AsyncClient.send`,
  ],
  ['httpx.HTTPStatusError', 'httpx.Response.raise_for_status'],
  ['aiohttp.ClientError', 'aiohttp.request aiohttp.ClientSession.*'],
  ['redis.RedisError', 'redis.Redis.* redis.StrictRedis.* redis.asyncio.Redis.*'],
  ['psycopg2.Error', 'psycopg2.connect psycopg2.extensions.connection.* psycopg2.extensions.cursor.*'],
  ['pymysql.MySQLError', 'pymysql.connect pymysql.connections.Connection.* pymysql.cursors.Cursor.*'],
  [
    'sqlalchemy.exc.SQLAlchemyError',
    'sqlalchemy.orm.Session.* sqlalchemy.ext.asyncio.AsyncSession.* sqlalchemy.engine.Engine.* sqlalchemy.engine.Connection.*',
  ],
  ['yaml.YAMLError', 'yaml.load yaml.safe_load yaml.load_all yaml.safe_load_all yaml.full_load'],
];

/** Exceptions by qualified name of the call; a key that ends in `.*` speaks for all methods of a class. */
export const EXCEPTIONS_RAISED: ReadonlyMap<string, readonly string[]> = build();

/** The same by the bare name of a method, for receivers of unknown type: only names that mean one thing. */
export const EXCEPTIONS_RAISED_BY_METHOD: ReadonlyMap<string, readonly string[]> = new Map([
  ['read_text', ['builtins.OSError', 'builtins.UnicodeDecodeError']],
  ['write_text', ['builtins.OSError']],
  ['read_bytes', ['builtins.OSError']],
  ['write_bytes', ['builtins.OSError']],
  ['iterdir', ['builtins.OSError']],
  ['unlink', ['builtins.OSError']],
  ['decode', ['builtins.UnicodeDecodeError']],
  ['strptime', ['builtins.ValueError']],
  ['fromisoformat', ['builtins.ValueError']],
  ['fromhex', ['builtins.ValueError']],
]);

function build(): Map<string, readonly string[]> {
  const table = new Map<string, readonly string[]>();
  for (const [exceptions, calls] of RAISED) {
    for (const call of words(calls)) table.set(call, [...(table.get(call) ?? []), ...words(exceptions)]);
  }
  return table;
}
