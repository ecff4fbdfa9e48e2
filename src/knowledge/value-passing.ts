/** What the result of a call holds of what the call is given. Source: documentation of the standard library and of each package, read 2026-11. */
import { words } from './words.ts';

/**
 * `converted`: all of it in another form (`str(x)`, `x.encode()`). `formatted`: as a part of a text (`"…".format(x)`).
 * `joined`: as a part of a path, an address, a row. `parsed`: what its text or bytes stand for (`json.loads(x)`). `read`: a part that the object holds (`x.get("name")`).
 */
export type Passing = 'converted' | 'formatted' | 'joined' | 'parsed' | 'read';

/** Which of the values given it is: arguments by position from 0, all arguments, or the object that a method is called on. */
export interface PassedOn {
  readonly how: Passing;
  readonly from: 'receiver' | 'receiver and arguments' | 'receiver and fallback' | 'arguments' | readonly number[];
}

type Row = readonly [how: Passing, from: PassedOn['from'], names: string];

const table = (rows: readonly Row[]): ReadonlyMap<string, PassedOn> =>
  new Map(rows.flatMap(([how, from, names]) => words(names).map((name) => [name, { how, from }] as const)));

/** Functions by qualified name. */
export const PASSING_FUNCTIONS: ReadonlyMap<string, PassedOn> = table([
  [
    'converted',
    [0],
    `builtins.abs builtins.ascii builtins.bin builtins.bytearray builtins.bytes builtins.float builtins.format builtins.frozenset
    builtins.hex builtins.int builtins.list builtins.memoryview builtins.oct builtins.repr builtins.reversed builtins.set
    builtins.sorted builtins.str builtins.tuple`,
  ],
  [
    'parsed',
    [0],
    `builtins.next builtins.iter builtins.dict builtins.enumerate builtins.bytes.fromhex builtins.bytearray.fromhex builtins.compile
    builtins.aiter builtins.anext io.BytesIO io.StringIO textwrap.dedent textwrap.indent gzip.decompress zlib.decompress
    bz2.decompress lzma.decompress copy.copy copy.deepcopy base64.b64decode base64.urlsafe_b64decode base64.standard_b64decode
    binascii.unhexlify codecs.decode urllib.parse.unquote urllib.parse.unquote_plus urllib.parse.urlparse urllib.parse.urlsplit
    urllib.parse.parse_qs urllib.parse.parse_qsl urllib.parse.urldefrag html.unescape json.loads json.load orjson.loads
    ujson.loads simplejson.loads ast.literal_eval yaml.safe_load msgpack.unpackb msgpack.loads
    os.fspath os.fsdecode os.path.abspath os.path.realpath os.path.normpath os.path.expanduser os.path.expandvars
    os.path.normcase os.path.dirname posixpath.normpath shlex.split string.Template yarl.URL httpx.URL asyncio.wait_for
    asyncio.shield bleach.clean bleach.linkify nh3.clean markdown.markdown markdown2.markdown mistune.html`,
  ],
  ['parsed', [0, 1], 'builtins.map'],
  ['parsed', [1], 'builtins.filter typing.cast re.Pattern.sub re.Pattern.subn'],
  ['parsed', [2], 're.sub re.subn'],
  ['read', [1], 're.search re.match re.fullmatch re.findall re.finditer re.split'],
  [
    'joined',
    'arguments',
    `os.path.join posixpath.join ntpath.join pathlib.Path pathlib.PurePath pathlib.PurePosixPath pathlib.PosixPath anyio.Path
    urllib.parse.urljoin urllib.parse.urlunparse urllib.parse.urlunsplit builtins.zip`,
  ],
]);

/** Methods by name, of objects whose class is mostly unknown. */
export const PASSING_METHODS: ReadonlyMap<string, PassedOn> = table([
  [
    'converted',
    'receiver',
    `capitalize casefold center decode encode expandtabs hex ljust lower lstrip partition removeprefix removesuffix rjust
    rpartition rsplit rstrip split splitlines strip swapcase title upper zfill`,
  ],
  ['formatted', 'receiver and arguments', 'format join replace'],
  ['joined', 'receiver and arguments', 'joinpath substitute safe_substitute with_name translate'],
  // What is given beside the name of a part is what the result is where there is none.
  [
    'read',
    'receiver and fallback',
    `get pop read readline readlines getvalue getbuffer items values keys json text group groups groupdict copy get_json
    getlist getall get_all get_list format_map geturl as_posix resolve absolute expanduser with_suffix dict model_dump popitem
    setdefault readuntil readexactly tobytes union next read_chunk`,
  ],
]);
