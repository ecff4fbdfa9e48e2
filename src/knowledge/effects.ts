/**
 * What well-known calls do to the world. Written 2026-11 from knowledge of CPython 3.14 and of the libraries; not checked page by page.
 * A name that ends in `.*` speaks for everything below it; the longest name that fits wins. Under such a name, what
 * begins with a capital is the making of an object and counts as pure (clients connect at their first use): where
 * making it already opens or starts something, it is here by its full name.
 */
import { SERVICE_LIBRARIES } from './service-libraries.ts';
import { words } from './words.ts';

export type KnownEffect =
  | 'network'
  | 'file'
  | 'database'
  | 'process'
  | 'sleep'
  | 'thread'
  | 'parse'
  | 'log'
  | 'clean-up'
  | 'probe'
  | 'introspection'
  | 'pure';

const NETWORK = words(`
  tornado.httpclient.* tornado.websocket.websocket_connect httplib2.* pycurl.* treq.* curl_cffi.* niquests.* cloudscraper.*
  requests.* httpx.* urllib.request.* urllib3.* http.client.* aiohttp.* websockets.* websocket.* socket.* ssl.*
  smtplib.* smtplib.SMTP smtplib.SMTP_SSL aiosmtplib.* ftplib.* ftplib.FTP ftplib.FTP_TLS imaplib.* imaplib.IMAP4
  imaplib.IMAP4_SSL poplib.* telnetlib.* telnetlib.Telnet nntplib.* xmlrpc.client.* socketserver.* http.server.*
  socket.socket socketserver.TCPServer socketserver.UDPServer socketserver.ThreadingTCPServer http.server.HTTPServer
  http.server.ThreadingHTTPServer paramiko.* fabric.* asyncssh.* boto3.* botocore.* aioboto3.* aiobotocore.*
  google.cloud.* googleapiclient.* azure.* kubernetes.client.* kubernetes.watch.* docker.* grpc.* zmq.* pika.*
  pika.BlockingConnection pika.SelectConnection aio_pika.* kafka.* kafka.KafkaProducer kafka.KafkaConsumer aiokafka.*
  confluent_kafka.* nats.* paho.mqtt.* stomp.* kombu.* slack_sdk.* twilio.* stripe.* openai.* anthropic.* cohere.*
  mistralai.* litellm.* huggingface_hub.* sendgrid.* dns.resolver.* ldap3.* consul.* hvac.* etcd3.* minio.* gql.*
  wandb.* mlflow.* gradio_client.* playwright.* selenium.webdriver.* torch.hub.* nltk.download webbrowser.open
  asyncio.open_connection asyncio.start_server asyncio.open_unix_connection asyncio.start_unix_server
  fastapi.WebSocket.* starlette.websockets.WebSocket.* asyncio.StreamWriter.* asyncio.StreamReader.* asyncio.AbstractEventLoop.create_connection
  asyncio.AbstractEventLoop.create_server torch.distributed.* uvicorn.run
`);

const FILE = words(`
  builtins.open io.open io.FileIO io.TextIOWrapper.* io.BufferedReader.* io.BufferedWriter.* io.BufferedRandom.*
  io.FileIO.* gzip.GzipFile.* bz2.BZ2File.*
  lzma.LZMAFile.* codecs.open codecs.StreamReaderWriter.* tempfile._TemporaryFileWrapper.* os.fdopen os.open os.read os.write os.rename os.renames os.replace os.makedirs os.mkdir os.listdir os.scandir os.walk
  os.stat os.lstat os.fstat os.chmod os.chown os.fsync os.link os.symlink os.readlink os.truncate os.ftruncate os.utime
  os.chdir os.sendfile os.mkfifo shutil.* tempfile.* tempfile.NamedTemporaryFile tempfile.TemporaryFile
  tempfile.SpooledTemporaryFile tempfile.TemporaryDirectory glob.* fileinput.* linecache.* filecmp.* fcntl.* mmap.*
  pathlib.Path.* zipfile.* zipfile.ZipFile tarfile.* gzip.open gzip.GzipFile bz2.open lzma.open zipfile.ZipFile.*
  json.dump pickle.dump marshal.dump plistlib.dump shelve.open dbm.open logging.FileHandler logging.config.fileConfig
  logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler logging.handlers.WatchedFileHandler
  configparser.ConfigParser.read configparser.ConfigParser.write configparser.RawConfigParser.read aiofiles.*
  numpy.load numpy.save numpy.savez numpy.savez_compressed numpy.loadtxt numpy.savetxt numpy.fromfile numpy.memmap
  torch.load torch.save joblib.load joblib.dump safetensors.torch.load_file safetensors.torch.save_file
  pandas.read_csv pandas.read_parquet pandas.read_json pandas.read_excel pandas.read_pickle pandas.read_hdf
  pandas.DataFrame.to_csv pandas.DataFrame.to_parquet pandas.DataFrame.to_json pandas.DataFrame.to_excel
  PIL.Image.open PIL.Image.Image.save cv2.imread cv2.imwrite h5py.File dotenv.load_dotenv xml.etree.ElementTree.parse
  py_compile.compile compileall.* pkgutil.get_data importlib.resources.* runpy.run_path
`);

const DATABASE = words(`
  sqlite3.* psycopg2.* psycopg.* psycopg_pool.* pymysql.* MySQLdb.* mysql.connector.* pyodbc.* cx_Oracle.* oracledb.*
  pymssql.* asyncpg.* aiosqlite.* aiomysql.* aiopg.* databases.* duckdb.* snowflake.connector.* clickhouse_driver.*
  clickhouse_connect.* redis.* aioredis.* fakeredis.* rediscluster.* valkey.* pymongo.* pymongo.MongoClient motor.*
  cassandra.* neo4j.* influxdb.* influxdb_client.* memcache.* pymemcache.* aiomcache.* elasticsearch.* opensearchpy.*
  dbutils.* lmdb.* plyvel.* leveldb.* rocksdb.* qdrant_client.* pymilvus.* weaviate.* pinecone.* chromadb.*
  sqlalchemy.orm.Session.* sqlalchemy.orm.session.Session.* sqlalchemy.orm.Query.* sqlalchemy.orm.scoped_session.*
  sqlalchemy.ext.asyncio.AsyncSession.* sqlalchemy.ext.asyncio.AsyncConnection.* sqlalchemy.ext.asyncio.AsyncEngine.*
  sqlalchemy.engine.Engine.* sqlalchemy.engine.Connection.* sqlalchemy.Engine.* sqlalchemy.Connection.*
  sqlmodel.Session.* django.db.connection.* django.db.connections.* django.db.transaction.*
  shelve.Shelf.*
`);

const PROCESS = words(`
  subprocess.* subprocess.Popen os.system os.popen os.execv os.execve os.execvp os.execvpe os.execl os.execle os.execlp
  os.spawnl os.spawnle os.spawnlp os.spawnv os.spawnve os.spawnvp os.posix_spawn os.posix_spawnp os.fork os.forkpty
  os.wait os.waitpid os.wait3 os.wait4 os.startfile pty.spawn multiprocessing.Process.* multiprocessing.Pool
  multiprocessing.pool.Pool.* multiprocessing.Manager asyncio.create_subprocess_exec asyncio.create_subprocess_shell
  asyncio.subprocess.Process.* pexpect.* pexpect.spawn plumbum.* invoke.run torch.multiprocessing.spawn
`);

const SLEEP = words(`
  time.sleep asyncio.sleep trio.sleep anyio.sleep curio.sleep gevent.sleep eventlet.sleep eventlet.greenthread.sleep
  threading.Event.wait threading.Condition.wait threading.Condition.wait_for asyncio.Event.wait asyncio.Condition.wait
  multiprocessing.Event.wait signal.pause twisted.internet.task.deferLater
`);

const THREAD = words(`
  threading.Thread.start threading.Timer.start threading.Thread.join threading.Timer.join _thread.start_new_thread
  concurrent.futures.*
  multiprocessing.dummy.* multiprocessing.pool.ThreadPool.* asyncio.to_thread
  asyncio.AbstractEventLoop.run_in_executor asyncio.run_coroutine_threadsafe starlette.concurrency.run_in_threadpool
  fastapi.concurrency.run_in_threadpool anyio.to_thread.run_sync threading.Lock.* threading.RLock.* threading.Semaphore.*
  threading.Barrier.* queue.Queue.* queue.SimpleQueue.* queue.LifoQueue.* queue.PriorityQueue.*
`);

const PARSE = words(`
  json.load json.loads json.JSONDecoder.* orjson.loads ujson.loads simplejson.loads simplejson.load rapidjson.loads
  pickle.load pickle.loads cloudpickle.load cloudpickle.loads dill.load dill.loads marshal.load marshal.loads
  yaml.load yaml.safe_load yaml.full_load yaml.load_all yaml.safe_load_all ruamel.yaml.YAML.load
  tomllib.* tomli.* toml.load toml.loads tomlkit.parse tomlkit.load plistlib.load plistlib.loads
  ast.parse ast.literal_eval builtins.compile tokenize.* symtable.* configparser.ConfigParser.* configparser.RawConfigParser.*
  csv.reader csv.DictReader csv.Sniffer.* xml.* lxml.* defusedxml.* bs4.* html5lib.* markdown.markdown
  struct.unpack struct.unpack_from struct.iter_unpack struct.Struct.unpack base64.b64decode base64.urlsafe_b64decode
  base64.standard_b64decode base64.b32decode base64.b16decode base64.decodebytes binascii.unhexlify binascii.a2b_hex
  binascii.a2b_base64 zlib.decompress gzip.decompress bz2.decompress lzma.decompress zstandard.* builtins.bytes.fromhex
  datetime.datetime.strptime datetime.datetime.fromisoformat datetime.date.fromisoformat time.strptime dateutil.parser.*
  uuid.UUID ipaddress.* email.* shlex.split urllib.parse.urlparse urllib.parse.urlsplit urllib.parse.parse_qs
  urllib.parse.parse_qsl packaging.* requests.Response.json httpx.Response.json msgpack.unpackb msgpack.loads cbor2.loads
  jwt.decode jose.jwt.decode jsonschema.* argparse.ArgumentParser.parse_args argparse.ArgumentParser.parse_known_args
  decimal.Decimal fractions.Fraction http.cookies.* mimetypes.* sqlparse.* numpy.frombuffer PIL.Image.frombytes
`);

const LOG = words(`
  builtins.print logging.* logging.Logger.* logging.LoggerAdapter.* loguru.* structlog.* warnings.warn
  warnings.warn_explicit traceback.print_exc traceback.print_exception traceback.print_stack traceback.print_tb
  traceback.print_last faulthandler.* click.echo click.secho typer.echo typer.secho rich.print rich.console.Console.*
  sys.stderr.write sys.stderr.flush sys.stdout.write sys.stdout.flush syslog.* sentry_sdk.* absl.logging.*
  pprint.pprint tqdm.tqdm.write twisted.python.log.* cherrypy.log logbook.*
`);

const CLEAN_UP = words(`
  os.remove os.unlink os.rmdir os.removedirs os.close os.kill os.killpg os.closerange shutil.rmtree pathlib.Path.unlink
  pathlib.Path.rmdir subprocess.Popen.kill subprocess.Popen.terminate subprocess.Popen.send_signal
  multiprocessing.Process.terminate multiprocessing.Process.kill tempfile.TemporaryDirectory.cleanup asyncio.Task.cancel
  asyncio.Future.cancel asyncio.TimerHandle.cancel asyncio.Handle.cancel threading.Timer.cancel
  concurrent.futures.Future.cancel concurrent.futures.ThreadPoolExecutor.shutdown
  concurrent.futures.ProcessPoolExecutor.shutdown concurrent.futures.Executor.shutdown logging.shutdown gc.collect
  torch.cuda.empty_cache torch.cuda.synchronize threading.Lock.release threading.RLock.release threading.Semaphore.release
  asyncio.Lock.release asyncio.Semaphore.release smtplib.SMTP.quit smtplib.SMTP_SSL.quit ftplib.FTP.quit
  imaplib.IMAP4.logout imaplib.IMAP4_SSL.logout sqlalchemy.engine.Engine.dispose sqlalchemy.ext.asyncio.AsyncEngine.dispose
  io.TextIOWrapper.detach io.BufferedReader.detach io.BufferedWriter.detach
  torch.distributed.destroy_process_group matplotlib.pyplot.close atexit.unregister multiprocessing.shared_memory.SharedMemory.unlink
`);

const PROBE = words(`
  platform.* sysconfig.* site.* locale.* resource.* psutil.* pynvml.* pwd.* grp.* getpass.getuser builtins.hasattr
  shutil.which shutil.disk_usage shutil.get_terminal_size os.path.exists os.path.lexists os.path.isfile os.path.isdir
  os.path.islink os.path.ismount os.path.getsize os.path.getmtime os.path.getctime os.path.samefile os.path.expanduser
  os.path.realpath os.access os.isatty os.cpu_count os.process_cpu_count os.uname os.getloadavg os.getlogin os.getcwd
  os.getpid os.getppid os.getuid os.geteuid os.getgid os.get_terminal_size os.sched_getaffinity os.statvfs os.sysconf
  os.getpriority sys.stdout.isatty sys.stderr.isatty sys.stdin.isatty socket.gethostname socket.getfqdn
  pathlib.Path.exists pathlib.Path.is_file pathlib.Path.is_dir pathlib.Path.is_symlink pathlib.Path.home
  pathlib.Path.cwd pathlib.Path.expanduser pathlib.Path.resolve pathlib.Path.stat
  importlib.util.find_spec importlib.metadata.* pkg_resources.* pkgutil.find_loader pkgutil.iter_modules
  ctypes.* ctypes.CDLL ctypes.PyDLL ctypes.WinDLL ctypes.windll.* ctypes.util.find_library winreg.*
  torch.cuda.is_available torch.cuda.device_count torch.cuda.get_device_name torch.cuda.get_device_properties
  torch.cuda.get_device_capability torch.cuda.mem_get_info torch.cuda.memory_allocated torch.cuda.memory_reserved
  torch.cuda.is_bf16_supported torch.cuda.current_device torch.backends.* torch.xpu.is_available
  tensorflow.config.list_physical_devices multiprocessing.cpu_count locale.getpreferredencoding tracemalloc.*
`);

const INTROSPECTION = words(`
  inspect.* builtins.getattr builtins.setattr builtins.delattr builtins.isinstance builtins.issubclass builtins.repr
  builtins.type builtins.callable builtins.vars builtins.dir builtins.id builtins.hash builtins.globals builtins.locals
  typing.get_type_hints typing.get_args typing.get_origin dataclasses.fields dataclasses.is_dataclass
  dataclasses.asdict dataclasses.astuple dis.* gc.get_objects gc.get_referrers sys.getsizeof sys.getrefcount sys._getframe
  sys.exc_info sys.exception traceback.* types.* operator.attrgetter operator.methodcaller weakref.*
  reprlib.* pprint.pformat pydoc.*
`);

const PURE = words(`
  kombu.utils.*
  builtins.abs builtins.all builtins.any builtins.ascii builtins.bin builtins.bool builtins.bytearray builtins.bytes
  builtins.chr builtins.classmethod builtins.complex builtins.dict builtins.divmod builtins.enumerate builtins.filter
  builtins.float builtins.format builtins.frozenset builtins.hex builtins.int builtins.iter builtins.len builtins.list
  builtins.map builtins.max builtins.memoryview builtins.min builtins.next builtins.object builtins.oct builtins.ord
  builtins.pow builtins.property builtins.range builtins.reversed builtins.round builtins.set builtins.slice
  builtins.sorted builtins.staticmethod builtins.str builtins.sum builtins.super builtins.tuple builtins.zip
  builtins.str.* builtins.bytes.* builtins.bytearray.* builtins.list.* builtins.dict.* builtins.set.* builtins.frozenset.*
  builtins.tuple.* builtins.int.* builtins.float.* math.* cmath.* itertools.* functools.* operator.* collections.*
  string.* re.* datetime.* zoneinfo.* calendar.* time.time time.time_ns time.monotonic time.monotonic_ns
  time.perf_counter time.perf_counter_ns time.process_time time.strftime time.localtime time.gmtime time.mktime
  time.ctime time.asctime decimal.* fractions.* statistics.* random.* secrets.* hashlib.* hmac.* uuid.* copy.*
  textwrap.* difflib.* bisect.* heapq.* enum.* typing.* typing_extensions.* dataclasses.* contextlib.* contextvars.* abc.*
  numbers.* array.* fnmatch.* os.path.* os.getenv os.environ.* os._Environ.* os.fspath os.fsencode os.fsdecode os.urandom
  posixpath.* ntpath.* unicodedata.* html.* urllib.parse.* base64.* binascii.* struct.* zlib.* colorsys.* graphlib.*
  json.dumps json.JSONEncoder.* pickle.dumps marshal.dumps yaml.dump yaml.safe_dump orjson.dumps io.StringIO.* io.BytesIO.*
  shlex.quote shlex.join pathlib.PurePath.* pathlib.Path.joinpath pathlib.Path.with_suffix pathlib.Path.with_name
  pathlib.Path.as_posix pathlib.Path.relative_to pathlib.Path.is_absolute pathlib.Path.match pathlib.Path.with_stem
  pathlib.Path.absolute sys.* gettext.* keyword.* stringprep.* codecs.* ast.* argparse.* signal.* atexit.* warnings.*
  logging.getLogger logging.getLevelName logging.addLevelName logging.captureWarnings logging.disable structlog.get_logger
  logging.Logger.setLevel logging.Logger.addHandler logging.Logger.removeHandler logging.Logger.isEnabledFor
  logging.Logger.getChild logging.Logger.addFilter logging.Logger.getEffectiveLevel logging.Logger.hasHandlers
  logging.StreamHandler.* logging.Handler.* structlog.configure
  asyncio.* queue.Queue.qsize queue.Queue.empty queue.Queue.full threading.current_thread threading.get_ident
  threading.local threading.main_thread threading.enumerate threading.Event.set threading.Event.clear
  threading.Event.is_set threading.Thread.is_alive socket.inet_aton socket.inet_ntoa socket.inet_pton socket.htons socket.ntohs
  socket.htonl socket.ntohl ssl.create_default_context requests.session urllib.request.build_opener urllib.request.pathname2url
  boto3.client boto3.resource boto3.session.* docker.from_env redis.from_url redis.Redis.from_url
  redis.asyncio.from_url redis.asyncio.Redis.from_url redis.Redis.pipeline redis.Redis.pubsub redis.Redis.lock
  grpc.insecure_channel grpc.secure_channel grpc.aio.insecure_channel grpc.aio.secure_channel
  tempfile.gettempdir numpy.* aiohttp.web.* stripe.Webhook.construct_event
  pydantic.* fastapi.* starlette.* flask.* click.* typer.* sqlmodel.* cryptography.* unittest.mock.* pytest.* scipy.* torch.*
  builtins.object.* threading.* queue.* multiprocessing.* pathlib.* io.StringIO io.BytesIO
`);

/** Functions that make a client, as `boto3.client` does: it connects when it is used. */
const CLIENT_FACTORIES = SERVICE_LIBRARIES.flatMap(({ clients }) =>
  clients.filter((name) => /(?:^|\.)[a-z_]+$/.test(name)),
);

/** Names by what calling them does. */
export const CALL_EFFECTS: Readonly<Record<KnownEffect, readonly string[]>> = {
  network: [...NETWORK, ...SERVICE_LIBRARIES.map(({ module }) => `${module}.*`)],
  file: FILE,
  database: DATABASE,
  process: PROCESS,
  sleep: SLEEP,
  thread: THREAD,
  parse: PARSE,
  log: LOG,
  'clean-up': CLEAN_UP,
  probe: PROBE,
  introspection: INTROSPECTION,
  pure: [...PURE, ...CLIENT_FACTORIES],
};

/** Libraries that compute on devices, and how their questions about these are called, whatever the backend between the two is. */
export const DEVICE_LIBRARIES: ReadonlySet<string> = new Set(
  words(
    'torch jax jaxlib tensorflow paddle cupy numba mlx mxnet oneflow mindspore accelerate transformers pyopencl dgl',
  ),
);
export const DEVICE_QUESTION =
  /^(?:is_(?:\w+_)?(?:available|supported|built|initialized)|devices|local_devices|current_device|mem_get_info|get_device_(?!map)\w+|getDevice\w+|(?:max_)?memory_(?:allocated|reserved|cached|stats|summary|usage)|list_(?:physical|logical)_devices|default_backend)$/i;
/** `torch.npu.device_count`, `get_device_count`, `cupy.cuda.runtime.getDeviceCount`; who counts devices goes on to ask each. */
export const DEVICE_COUNT = /device_?count$/i;

/** Methods that tidy up whatever object they belong to, one of the project included. */
export const CLEAN_UP_METHODS: ReadonlySet<string> = new Set(
  words('close aclose shutdown disconnect terminate kill unlink rmtree cleanup server_close wait_closed'),
);

/** Methods whose name alone shows what they do, for receivers of unknown type. */
export const METHOD_EFFECTS: ReadonlyMap<string, KnownEffect> = new Map([
  ...named(
    'file',
    'read_text write_text read_bytes write_bytes iterdir rglob mkdir symlink_to hardlink_to readlines writelines fsync',
  ),
  ...named('database', 'fetchone fetchall fetchmany fetchrow fetchval executemany executescript commit rollback'),
  ...named('network', 'sendall recv recvfrom sendto urlopen getresponse from_pretrained push_to_hub'),
  ...named('process', 'communicate'),
  ...named('sleep', 'sleep'),
  ...named('thread', 'run_in_executor'),
  ...named('probe', 'is_file is_dir is_symlink is_alive isatty'),
  ...named(
    'parse',
    'json model_validate model_validate_json parse_obj parse_raw safe_load strptime fromisoformat fromhex',
  ),
  ...named(
    'pure',
    `strip lstrip rstrip split rsplit splitlines partition rpartition startswith endswith lower upper title casefold
     capitalize swapcase format format_map encode decode zfill ljust rjust center expandtabs removeprefix
     removesuffix isdigit isalpha isalnum isspace isnumeric isidentifier items keys values append extend setdefault popitem
     appendleft popleft extendleft isoformat strftime total_seconds timestamp hexdigest hex as_posix with_suffix with_name
     joinpath relative_to groupdict astype tolist tobytes reshape numpy numel model_dump finditer fullmatch bit_length most_common with_traceback add_note copy
     set_result set_exception`,
  ),
]);

function named(effect: KnownEffect, names: string): (readonly [string, KnownEffect])[] {
  return words(names).map((name) => [name, effect] as const);
}
