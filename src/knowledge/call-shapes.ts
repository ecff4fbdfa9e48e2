/**
 * How many arguments Python's own functions, and a few of libraries, take by position, and which by name. Sources: the library reference of
 * Python 3.9 to 3.14; what any version of click, Requests and HTTPX documents.
 */

export interface KnownShape {
  readonly least: number;
  /** Undefined: any number. */
  readonly most: number | undefined;
  /** Undefined: any name. */
  readonly keywords: readonly string[] | undefined;
}

const POPEN =
  `1-* args bufsize executable stdin stdout stderr preexec_fn close_fds shell cwd env universal_newlines startupinfo
  creationflags restore_signals start_new_session pass_fds user group extra_groups encoding errors text umask pipesize
  process_group`.replace(/\s+/g, ' ');
const RUNS = [
  ['Popen', ''],
  ['run', 'input capture_output timeout check'],
  ['check_output', 'input timeout'],
  ['check_call', 'timeout'],
  ['call', 'timeout'],
] as const;

const CLICK =
  'cls param_decls type required default callback nargs multiple metavar expose_value is_eager envvar shell_complete autocompletion deprecated';
const SENT = 'params data json headers cookies files auth timeout proxies verify cert';
const KEPT =
  `auth params headers cookies verify cert trust_env http1 http2 proxy proxies mounts timeout follow_redirects limits
  max_redirects event_hooks base_url transport app default_encoding`.replace(/\s+/g, ' ');

/** `name least-most keyword…`; `*` for any. A keyword that fills a position counts towards the least. */
const TEXT = `
builtins.abs 1-1
builtins.all 1-1
builtins.any 1-1
builtins.callable 1-1
builtins.chr 1-1
builtins.delattr 2-2
builtins.divmod 2-2
builtins.enumerate 1-2 iterable start
builtins.filter 2-2
builtins.getattr 2-3
builtins.hasattr 2-2
builtins.hash 1-1
builtins.id 1-1
builtins.input 0-1
builtins.isinstance 2-2
builtins.issubclass 2-2
builtins.iter 1-2
builtins.len 1-1
builtins.map 2-* strict
builtins.max 1-* key default
builtins.min 1-* key default
builtins.next 1-2
builtins.open 1-8 file mode buffering encoding errors newline closefd opener
builtins.ord 1-1
builtins.pow 2-3 base exp mod
builtins.range 1-3
builtins.repr 1-1
builtins.reversed 1-1
builtins.round 1-2 number ndigits
builtins.setattr 3-3
builtins.sorted 1-1 key reverse
builtins.sum 1-2 start
builtins.print 0-* sep end file flush
builtins.zip 0-* strict
builtins.bool 0-1
builtins.float 0-1
builtins.int 0-2 base
builtins.str 0-3 object encoding errors
builtins.list 0-1
builtins.tuple 0-1
builtins.set 0-1
builtins.frozenset 0-1
builtins.list.append 1-1
builtins.list.extend 1-1
builtins.list.insert 2-2
builtins.list.pop 0-1
builtins.list.remove 1-1
builtins.set.add 1-1
builtins.set.discard 1-1
builtins.dict.get 1-2
builtins.dict.pop 1-2
builtins.dict.setdefault 1-2
builtins.str.join 1-1
builtins.str.startswith 1-3
builtins.str.endswith 1-3
builtins.list.sort 0-0 key reverse
builtins.list.index 1-3
builtins.list.count 1-1
builtins.dict.keys 0-0
builtins.dict.values 0-0
builtins.dict.items 0-0
builtins.str.split 0-2 sep maxsplit
builtins.str.rsplit 0-2 sep maxsplit
builtins.str.replace 2-3 count
builtins.str.strip 0-1
builtins.str.lower 0-0
builtins.str.upper 0-0
builtins.str.encode 0-2 encoding errors
builtins.bytes.decode 0-2 encoding errors
time.sleep 1-1
time.time 0-0
time.monotonic 0-0
time.perf_counter 0-0
json.dumps 1-1 obj skipkeys ensure_ascii check_circular allow_nan cls indent separators default sort_keys
json.dump 2-2 obj fp skipkeys ensure_ascii check_circular allow_nan cls indent separators default sort_keys
json.load 1-1 fp cls object_hook parse_float parse_int parse_constant object_pairs_hook strict
json.loads 1-1 s cls object_hook parse_float parse_int parse_constant object_pairs_hook strict
os.getenv 1-2 key default
os.environ.get 1-2 key default
os.makedirs 1-3 name mode exist_ok
os.listdir 0-1 path
os.path.exists 1-1 path
os.path.isfile 1-1 path
os.path.isdir 1-1 s path
os.path.basename 1-1 p
os.path.dirname 1-1 p
random.choice 1-1 seq
random.randint 2-2 a b
random.random 0-0
math.sqrt 1-1
math.ceil 1-1
math.floor 1-1
shutil.which 1-3 cmd mode path
asyncio.sleep 1-2 delay result loop
asyncio.run 1-1 main debug loop_factory
asyncio.wait_for 2-2 fut timeout loop
asyncio.create_task 1-1 coro name context eager_start
datetime.datetime.now 0-1 tz
datetime.datetime.utcnow 0-0
datetime.datetime.strptime 2-2
datetime.datetime.fromisoformat 1-1
datetime.datetime.fromtimestamp 1-2 timestamp tz
datetime.datetime.isoformat 0-2 sep timespec
datetime.datetime.strftime 1-1 format
datetime.date.today 0-0
datetime.timedelta 0-7 days seconds microseconds milliseconds minutes hours weeks
pathlib.Path.read_text 0-3 encoding errors newline
pathlib.Path.write_text 1-4 data encoding errors newline
pathlib.Path.read_bytes 0-0
pathlib.Path.write_bytes 1-1 data
pathlib.Path.mkdir 0-3 mode parents exist_ok
pathlib.Path.exists 0-0 follow_symlinks
pathlib.Path.unlink 0-1 missing_ok
threading.Thread 0-6 group target name args kwargs daemon context
threading.Event.wait 0-1 timeout
threading.Event.set 0-0
queue.Queue.get 0-2 block timeout
queue.Queue.put 1-3 item block timeout
asyncio.AbstractEventLoop.run_in_executor 2-* executor func
asyncio.AbstractEventLoop.call_later 2-* delay callback context
asyncio.AbstractEventLoop.call_at 2-* when callback context
asyncio.AbstractEventLoop.call_soon 1-* callback context
asyncio.AbstractEventLoop.call_soon_threadsafe 1-* callback context
asyncio.AbstractEventLoop.add_signal_handler 2-* sig callback
smtplib.SMTP 0-5 host port local_hostname timeout source_address
click.option 0-* ${CLICK} prompt confirmation_prompt prompt_required hide_input is_flag flag_value multiple count allow_from_autoenv help hidden show_choices show_default show_envvar
click.argument 0-* ${CLICK} help
${['get', 'post', 'put', 'patch', 'delete', 'head', 'options'].map((verb) => `requests.${verb} 1-3 url ${SENT} hooks stream allow_redirects`).join('\n')}
${['Client', 'AsyncClient'].map((name) => `httpx.${name} 0-0 ${KEPT}`).join('\n')}
${RUNS.map(([name, own]) => `subprocess.${name} ${POPEN} ${own}`).join('\n')}
`;

const LOG_KEYWORDS = ['exc_info', 'stack_info', 'stacklevel', 'extra'];
const LEVELS = ['debug', 'info', 'warning', 'warn', 'error', 'critical', 'fatal', 'exception'];
const LOGGERS = ['logging', 'logging.Logger'];

const SHAPES: ReadonlyMap<string, KnownShape> = new Map([
  ...TEXT.trim().split('\n').map(rowOf),
  ...LOGGERS.flatMap((logger) =>
    LEVELS.map(
      (level) => [`${logger}.${level}`, { least: 1, most: undefined, keywords: ['msg', ...LOG_KEYWORDS] }] as const,
    ),
  ),
  ...LOGGERS.map(
    (logger) => [`${logger}.log`, { least: 2, most: undefined, keywords: ['level', 'msg', ...LOG_KEYWORDS] }] as const,
  ),
]);

function rowOf(row: string): readonly [string, KnownShape] {
  const [name = '', counts = '', ...keywords] = row.split(' ');
  const [least, most] = counts.split('-');
  return [name, { least: Number(least), most: most === '*' ? undefined : Number(most), keywords }];
}

/** What the names of these functions end in: asked of every call of a file. */
export const SHAPED_NAMES: ReadonlySet<string> = new Set(
  [...SHAPES.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)),
);

export const callShapeOf = (qualifiedName: string): KnownShape | undefined => SHAPES.get(qualifiedName);
