/** What is known of objects of well-known classes: attributes, what `with` gives, which of them log, names of `typing`. */
import { tableOf } from './table.ts';

/** Classes whose `with … as x` gives something else than the object itself. An empty class is one that nobody can name. */
export const ENTERED_RESULTS: ReadonlyMap<string, string | undefined> = new Map([
  ['tempfile.TemporaryDirectory', 'builtins.str'],
  ['threading.Lock', 'builtins.bool'],
  ['threading.RLock', 'builtins.bool'],
  ['threading.Condition', 'builtins.bool'],
  ['threading.Semaphore', 'builtins.bool'],
  ['unittest.mock.patch', 'unittest.mock.MagicMock'],
  ['concurrent.futures.Future', undefined],
  ['asyncio.Task', undefined],
  ['builtins.str', undefined],
  ['playwright.sync_api.PlaywrightContextManager', 'playwright.sync_api.Playwright'],
  ['playwright.async_api.PlaywrightContextManager', 'playwright.async_api.Playwright'],
]);

/** Attributes of objects of other packages. */
export const ATTRIBUTE_CLASSES: ReadonlyMap<string, string> = tableOf(`
  flask.Flask.logger logging.Logger
  flask.app.Flask.logger logging.Logger
  flask.current_app.logger logging.Logger
  quart.Quart.logger logging.Logger
  sanic.log.logger logging.Logger
  aiohttp.web.Application.logger logging.Logger
  logging.root logging.Logger
  loguru.logger loguru.Logger
  distutils.log distutils.log
  os.environ os._Environ
  sys.stdout io.TextIOWrapper
  sys.stderr io.TextIOWrapper
  sys.stdin io.TextIOWrapper
  uvicorn.config.logger logging.Logger
  pathlib.Path.parent pathlib.Path
  pathlib.Path.name builtins.str
  pathlib.Path.stem builtins.str
  pathlib.Path.suffix builtins.str
  requests.Response.text builtins.str
  requests.Response.content builtins.bytes
  httpx.Response.text builtins.str
  httpx.Response.content builtins.bytes
  subprocess.Popen.pid builtins.int
  playwright.sync_api.Playwright.chromium playwright.sync_api.BrowserType
  playwright.sync_api.Playwright.firefox playwright.sync_api.BrowserType
  playwright.sync_api.Playwright.webkit playwright.sync_api.BrowserType
  playwright.async_api.Playwright.chromium playwright.async_api.BrowserType
  playwright.async_api.Playwright.firefox playwright.async_api.BrowserType
  playwright.async_api.Playwright.webkit playwright.async_api.BrowserType
  subprocess.Popen.stdout subprocess.Popen.stdout
  subprocess.Popen.stderr subprocess.Popen.stderr
  asyncio.subprocess.Process.stdout asyncio.StreamReader
  asyncio.subprocess.Process.stderr asyncio.StreamReader
  asyncio.subprocess.Process.stdin asyncio.StreamWriter
`);

/** Classmethods that make an object of the class they are called on, by widespread convention. */
export const CONSTRUCTOR_METHODS: ReadonlySet<string> = new Set([
  'from_url',
  'from_env',
  'from_settings',
  'from_config',
  'from_pretrained',
  'from_connection_string',
  'from_service_account_json',
  'from_template',
  'from_messages',
  'from_documents',
  'from_texts',
]);

/** Functions written like classes: what they return stands for something else, by the annotation beside it. */
export const CLASS_LIKE_FUNCTIONS: ReadonlySet<string> = new Set(
  `pydantic.Field pydantic.fields.Field pydantic.PrivateAttr pydantic.v1.Field sqlmodel.Field sqlmodel.Relationship
  fastapi.Depends fastapi.Security fastapi.Query fastapi.Path fastapi.Body fastapi.Header fastapi.Cookie fastapi.File
  fastapi.Form typer.Option typer.Argument attr.Factory attrs.Factory litestar.params.Parameter litestar.params.Body
  typing.NewType typing.TypeVar typing.ParamSpec typing.TypeVarTuple unittest.mock.DEFAULT`.split(/\s+/),
);

/** Classes whose objects write log records. */
export const LOGGER_CLASSES: ReadonlySet<string> = new Set([
  'logging.Logger',
  'logging.RootLogger',
  'logging.LoggerAdapter',
  'loguru.Logger',
  'loguru._logger.Logger',
  'structlog.BoundLogger',
  'structlog.BoundLoggerBase',
  'structlog.stdlib.BoundLogger',
  'structlog.stdlib.AsyncBoundLogger',
  'structlog.typing.FilteringBoundLogger',
  'structlog.typing.BindableLogger',
  'structlog.types.FilteringBoundLogger',
  'twisted.logger.Logger',
  'logbook.Logger',
  'eliot.Logger',
]);

/** Modules whose functions `debug` … `exception` log through the root logger. */
export const LOGGER_MODULES: ReadonlySet<string> = new Set([
  'logging',
  'absl.logging',
  'loguru.logger',
  'logbook',
  'distutils.log',
]);

/** Generic names of `typing` that mean a class of another name. */
export const TYPING_CLASSES: ReadonlyMap<string, string> = tableOf(`
  typing.List builtins.list
  typing.Dict builtins.dict
  typing.Set builtins.set
  typing.FrozenSet builtins.frozenset
  typing.Tuple builtins.tuple
  typing.Text builtins.str
  typing.DefaultDict collections.defaultdict
  typing.OrderedDict collections.OrderedDict
  typing.Counter collections.Counter
  typing.ChainMap collections.ChainMap
  typing.Deque collections.deque
  typing.Pattern re.Pattern
  typing.Match re.Match
  typing.LiteralString builtins.str
  typing.Mapping collections.abc.Mapping
  typing.MutableMapping collections.abc.MutableMapping
  typing.Sequence collections.abc.Sequence
  typing.MutableSequence collections.abc.MutableSequence
  typing.MutableSet collections.abc.MutableSet
  typing.AbstractSet collections.abc.Set
  typing.Collection collections.abc.Collection
  typing.Container collections.abc.Container
  typing.Iterable collections.abc.Iterable
  typing.Iterator collections.abc.Iterator
  typing.Generator collections.abc.Generator
  typing.AsyncIterable collections.abc.AsyncIterable
  typing.AsyncIterator collections.abc.AsyncIterator
  typing.AsyncGenerator collections.abc.AsyncGenerator
  typing.Awaitable collections.abc.Awaitable
  typing.Coroutine collections.abc.Coroutine
  typing.Callable collections.abc.Callable
  typing.Hashable collections.abc.Hashable
  typing.Sized collections.abc.Sized
  typing.TextIO io.TextIOWrapper
  typing.BinaryIO io.BufferedIOBase
`);
