import { words } from './words.ts';

/**
 * Public names of the standard library's modules that people use most, all-capital constants left out. Source: `dir()` of CPython
 * 3.9 to 3.13 on Linux, and what typeshed (mypy 1.x, 2025) defines for other platforms and 3.14, taken together.
 */
const MEMBERS: Readonly<Record<string, string>> = {
  asyncio: `
    AbstractChildWatcher AbstractEventLoop AbstractEventLoopPolicy AbstractServer Barrier BaseChildWatcher
    BaseDefaultEventLoopPolicy BaseEventLoop BaseProtocol BaseSelectorEventLoop BaseTransport BoundedSemaphore
    BrokenBarrierError BufferedProtocol CancelledError Condition DatagramProtocol DatagramTransport
    DefaultEventLoopPolicy Event EventLoop FastChildWatcher FlowControlMixin FrameCallGraphEntry Future
    FutureCallGraph Handle IncompleteReadError InvalidStateError IocpProactor LifoQueue LimitOverrunError Lock
    MultiLoopChildWatcher PidfdChildWatcher PipeServer PriorityQueue ProactorEventLoop Process Protocol Queue
    QueueEmpty QueueFull QueueShutDown ReadTransport Runner SafeChildWatcher SelectorEventLoop Semaphore
    SendfileNotAvailableError Server StreamReader StreamReaderProtocol StreamWriter SubprocessProtocol
    SubprocessStreamProtocol SubprocessTransport Task TaskGroup ThreadedChildWatcher Timeout TimeoutError TimerHandle
    Transport WindowsProactorEventLoopPolicy WindowsSelectorEventLoopPolicy WriteTransport all_tasks as_completed
    base_events base_futures base_subprocess base_tasks capture_call_graph constants coroutine coroutines
    create_eager_task_factory create_subprocess_exec create_subprocess_shell create_task current_task
    eager_task_factory ensure_future events exceptions format_call_graph format_helpers futures gather
    get_child_watcher get_event_loop get_event_loop_policy get_running_loop graph iscoroutine iscoroutinefunction
    isfuture locks log mixins new_event_loop open_connection open_unix_connection print_call_graph proactor_events
    protocols queues run run_coroutine_threadsafe runners selector_events set_child_watcher set_event_loop
    set_event_loop_policy shield sleep sslproto staggered start_server start_unix_server streams subprocess sys
    taskgroups tasks threads timeout timeout_at timeouts to_thread tools transports trsock unix_events wait wait_for
    windows_events windows_utils wrap_future`,
  base64: `
    a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode b32hexencode b64decode b64encode
    b85decode b85encode binascii bytes_types decode decodebytes encode encodebytes main re standard_b64decode
    standard_b64encode struct test urlsafe_b64decode urlsafe_b64encode z85decode z85encode`,
  bisect: `bisect bisect_left bisect_right insort insort_left insort_right`,
  collections: `ChainMap Counter OrderedDict UserDict UserList UserString abc defaultdict deque namedtuple`,
  'concurrent.futures': `
    BrokenExecutor CancelledError Executor Future InterpreterPoolExecutor InvalidStateError ProcessPoolExecutor
    ThreadPoolExecutor TimeoutError as_completed interpreter process thread wait`,
  contextlib: `
    AbstractAsyncContextManager AbstractContextManager AsyncContextDecorator AsyncExitStack ContextDecorator ExitStack
    GenericAlias MethodType abc aclosing asynccontextmanager chdir closing contextmanager deque nullcontext os
    redirect_stderr redirect_stdout suppress sys wraps`,
  copy: `Error PyStringMap copy deepcopy dispatch_table error replace`,
  csv: `
    Dialect DictReader DictWriter Error Sniffer StringIO excel excel_tab field_size_limit get_dialect list_dialects re
    reader register_dialect types unix_dialect unregister_dialect writer`,
  datetime: `date datetime datetime_CAPI sys time timedelta timezone tzinfo`,
  functools: `
    GenericAlias Placeholder RLock cache cached_property cmp_to_key get_cache_token lru_cache namedtuple partial
    partialmethod recursive_repr reduce singledispatch singledispatchmethod total_ordering update_wrapper wraps`,
  glob: `
    contextlib escape fnmatch functools glob glob0 glob1 has_magic iglob itertools magic_check magic_check_bytes
    operator os re stat sys translate`,
  gzip: `
    BadGzipFile GzipFile builtins compress decompress io main open os struct sys time write32u zlib`,
  hashlib: `
    algorithms_available algorithms_guaranteed blake2b blake2s file_digest md5 new pbkdf2_hmac scrypt sha1 sha224
    sha256 sha384 sha3_224 sha3_256 sha3_384 sha3_512 sha512 shake_128 shake_256`,
  heapq: `
    heapify heapify_max heappop heappop_max heappush heappush_max heappushpop heappushpop_max heapreplace
    heapreplace_max merge nlargest nsmallest`,
  hmac: `compare_digest digest digest_size new trans_36 trans_5C`,
  io: `
    BlockingIOError BufferedIOBase BufferedRWPair BufferedRandom BufferedReader BufferedWriter BytesIO FileIO IOBase
    IncrementalNewlineDecoder OpenWrapper RawIOBase Reader StringIO TextIOBase TextIOWrapper UnsupportedOperation
    Writer abc open open_code text_encoding`,
  itertools: `
    accumulate batched chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse
    groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest`,
  json: `
    JSONDecodeError JSONDecoder JSONEncoder codecs decoder detect_encoding dump dumps encoder load loads scanner tool`,
  logging: `
    BufferingFormatter FileHandler Filter Filterer Formatter GenericAlias Handler LogRecord Logger LoggerAdapter
    Manager NullHandler PercentStyle PlaceHolder RootLogger StrFormatStyle StreamHandler StringTemplateStyle Template
    addLevelName atexit basicConfig captureWarnings collections config critical currentframe debug disable error
    exception fatal getHandlerByName getHandlerNames getLevelName getLevelNamesMapping getLogRecordFactory getLogger
    getLoggerClass handlers info io lastResort log logAsyncioTasks logMultiprocessing logProcesses logThreads
    makeLogRecord os raiseExceptions re root setLogRecordFactory setLoggerClass shutdown sys threading time traceback
    warn warning warnings weakref`,
  math: `
    acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2 expm1
    fabs factorial floor fma fmax fmin fmod frexp fsum gamma gcd hypot inf integer isclose isfinite isinf isnan
    isnormal isqrt issubnormal lcm ldexp lgamma log log10 log1p log2 modf nan nextafter perm pi pow prod radians
    remainder signbit sin sinh sqrt sumprod tan tanh tau trunc ulp`,
  multiprocessing: `
    Array AuthenticationError Barrier BoundedSemaphore BufferTooShort Condition Event JoinableQueue Lock Manager Pipe
    Pool Process ProcessError Queue RLock RawArray RawValue Semaphore SimpleQueue TimeoutError Value active_children
    allow_connection_pickling connection context cpu_count current_process dummy forkserver freeze_support
    get_all_start_methods get_context get_logger get_start_method heap log_to_stderr managers parent_process pool
    popen_fork popen_forkserver popen_spawn_posix popen_spawn_win32 process queues reducer reduction resource_sharer
    resource_tracker set_executable set_forkserver_preload set_start_method shared_memory sharedctypes spawn
    synchronize sys util`,
  os: `
    DirEntry GenericAlias Mapping MutableMapping PathLike abc abort access add_dll_directory altsep chdir chflags
    chmod chown chroot close closerange confstr confstr_names copy_file_range cpu_count ctermid curdir defpath
    device_encoding devnull dup dup2 environ environb error eventfd eventfd_read eventfd_write execl execle execlp
    execlpe execv execve execvp execvpe extsep fchdir fchmod fchown fdatasync fdopen fork forkpty fpathconf fsdecode
    fsencode fspath fstat fstatvfs fsync ftruncate fwalk get_blocking get_exec_path get_handle_inheritable
    get_inheritable get_terminal_size getcwd getcwdb getegid getenv getenvb geteuid getgid getgrouplist getgroups
    getloadavg getlogin getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid getsid getuid
    getxattr grantpt initgroups isatty kill killpg lchflags lchmod lchown linesep link listdir listdrives listmounts
    listvolumes listxattr lockf login_tty lseek lstat major makedev makedirs memfd_create minor mkdir mkfifo mknod
    name nice open openpty pardir path pathconf pathconf_names pathsep pidfd_open pipe pipe2 plock popen posix_fadvise
    posix_fallocate posix_openpt posix_spawn posix_spawnp pread preadv process_cpu_count ptsname putenv pwrite pwritev
    read readinto readlink readv register_at_fork reload_environ remove removedirs removexattr rename renames replace
    rmdir scandir sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler
    sched_param sched_rr_get_interval sched_setaffinity sched_setparam sched_setscheduler sched_yield sendfile sep
    set_blocking set_handle_inheritable set_inheritable setegid seteuid setgid setgroups setns setpgid setpgrp
    setpriority setregid setresgid setresuid setreuid setsid setuid setxattr spawnl spawnle spawnlp spawnlpe spawnv
    spawnve spawnvp spawnvpe splice st startfile stat stat_result statvfs statvfs_result statx statx_result strerror
    supports_bytes_environ supports_dir_fd supports_effective_ids supports_fd supports_follow_symlinks symlink sync
    sys sysconf sysconf_names system tcgetpgrp tcsetpgrp terminal_size timerfd_create timerfd_gettime
    timerfd_gettime_ns timerfd_settime timerfd_settime_ns times times_result truncate ttyname umask uname uname_result
    unlink unlockpt unsetenv unshare urandom utime wait wait3 wait4 waitid waitid_result waitpid
    waitstatus_to_exitcode walk write writev`,
  'os.path': `
    abspath altsep basename commonpath commonprefix curdir defpath devnull dirname exists expanduser expandvars extsep
    genericpath getatime getctime getmtime getsize isabs isdevdrive isdir isfile isjunction islink ismount isreserved
    join lexists normcase normpath os pardir pathsep realpath relpath samefile sameopenfile samestat sep split
    splitdrive splitext splitroot stat supports_unicode_filenames sys`,
  pathlib: `
    Path PosixPath PurePath PurePosixPath PureWindowsPath Sequence UnsupportedOperation WindowsPath attrgetter fnmatch
    functools io nt ntpath os posixpath re supports_symlinks sys types urlquote_from_bytes warnings`,
  pickle: `
    FunctionType PickleBuffer PickleError Pickler PicklingError PyStringMap Unpickler UnpicklingError bytes_types
    codecs compatible_formats decode_long dispatch_table dump dumps encode_long format_version io islice load loads
    maxsize pack partial re sys unpack whichmodule`,
  platform: `
    AndroidVer IOSVersionInfo android_ver architecture collections freedesktop_os_release functools invalidate_caches
    ios_ver itertools java_ver libc_ver mac_ver machine node os platform processor python_branch python_build
    python_compiler python_implementation python_revision python_version python_version_tuple re release subprocess
    sys system system_alias uname uname_result version win32_edition win32_is_iot win32_ver`,
  queue: `
    Empty Full LifoQueue PriorityQueue Queue ShutDown SimpleQueue deque heappop heappush threading time types`,
  random: `
    Random SystemRandom betavariate binomialvariate choice choices expovariate gammavariate gauss getrandbits getstate
    lognormvariate main normalvariate paretovariate randbytes randint random randrange sample seed setstate shuffle
    triangular uniform vonmisesvariate weibullvariate`,
  re: `
    Match Pattern PatternError RegexFlag Scanner compile copyreg enum error escape findall finditer fullmatch
    functools match prefixmatch purge search split sre_compile sre_parse sub subn template`,
  secrets: `SystemRandom base64 binascii choice compare_digest randbelow randbits token_bytes token_hex token_urlsafe`,
  shutil: `
    Error ExecError ReadError RegistryError SameFileError SpecialFileError chown collections copy copy2 copyfile
    copyfileobj copymode copystat copytree disk_usage errno fnmatch get_archive_formats get_terminal_size
    get_unpack_formats getgrnam getpwnam ignore_patterns make_archive move nt os posix register_archive_format
    register_unpack_format rmtree stat sys unpack_archive unregister_archive_format unregister_unpack_format warnings
    which`,
  statistics: `
    Counter Decimal Fraction LinearRegression NormalDist StatisticsError acos asin atan bisect_left bisect_right
    correlation cos cosh count covariance defaultdict erf exp fabs fmean fsum geometric_mean groupby harmonic_mean
    hypot isfinite isinf itemgetter kde kde_random linear_regression log math mean median median_grouped median_high
    median_low mode mul multimode namedtuple numbers pi pstdev pvariance quantiles random reduce repeat sin sqrt stdev
    sumprod sys tan tau variance`,
  string: `
    Formatter Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits printable
    punctuation templatelib whitespace`,
  struct: `Struct calcsize error iter_unpack pack pack_into unpack unpack_from`,
  subprocess: `
    CalledProcessError CompletedProcess Popen SubprocessError TimeoutExpired builtins call check_call check_output
    contextlib errno fcntl getoutput getstatusoutput grp io list2cmdline locale os pwd run select selectors signal sys
    threading time types warnings`,
  sys: `
    UnraisableHookArgs abi_info abiflags activate_stack_trampoline addaudithook api_version argv audit
    base_exec_prefix base_prefix breakpointhook builtin_module_names byteorder call_tracing copyright
    deactivate_stack_trampoline displayhook dllhandle dont_write_bytecode exc_info excepthook exception exec_prefix
    executable exit flags float_info float_repr_style get_asyncgen_hooks get_coroutine_origin_tracking_depth
    get_int_max_str_digits get_lazy_imports get_lazy_imports_filter getallocatedblocks getandroidapilevel
    getdefaultencoding getdlopenflags getfilesystemencodeerrors getfilesystemencoding getprofile getrecursionlimit
    getrefcount getsizeof getswitchinterval gettotalrefcount gettrace getunicodeinternedsize getwindowsversion
    hash_info hexversion implementation int_info intern is_finalizing is_remote_debug_enabled
    is_stack_trampoline_active last_exc last_traceback last_type last_value lazy_modules maxsize maxunicode meta_path
    modules monitoring orig_argv path path_hooks path_importer_cache platform platlibdir prefix ps1 ps2 pycache_prefix
    remote_exec set_asyncgen_hooks set_coroutine_origin_tracking_depth set_int_max_str_digits set_lazy_imports
    set_lazy_imports_filter setdlopenflags setprofile setrecursionlimit setswitchinterval settrace stderr stdin
    stdlib_module_names stdout thread_info tracebacklimit unraisablehook version version_info warnoptions winver`,
  tempfile: `
    NamedTemporaryFile SpooledTemporaryFile TemporaryDirectory TemporaryFile gettempdir gettempdirb gettempprefix
    gettempprefixb mkdtemp mkstemp mktemp tempdir template`,
  textwrap: `TextWrapper dedent fill indent re shorten wrap`,
  threading: `
    Barrier BoundedSemaphore BrokenBarrierError Condition Event ExceptHookArgs Lock RLock Semaphore Thread ThreadError
    Timer WeakSet activeCount active_count concurrent_tee currentThread current_thread enumerate excepthook functools
    get_ident get_native_id getprofile gettrace local main_thread serialize_iterator setprofile setprofile_all_threads
    settrace settrace_all_threads stack_size synchronized_iterator warnings`,
  time: `
    altzone asctime clock_getres clock_gettime clock_gettime_ns clock_settime clock_settime_ns ctime daylight
    get_clock_info gmtime localtime mktime monotonic monotonic_ns perf_counter perf_counter_ns process_time
    process_time_ns pthread_getcpuclockid sleep strftime strptime struct_time thread_time thread_time_ns time time_ns
    timezone tzname tzset`,
  traceback: `
    ANSIColors FrameSummary StackSummary TracebackException clear_frames collections extract_stack extract_tb
    format_exc format_exception format_exception_only format_list format_stack format_tb itertools linecache print_exc
    print_exception print_last print_list print_stack print_tb suppress sys textwrap walk_stack walk_tb warnings`,
  'urllib.parse': `
    DefragResult DefragResultBytes ParseResult ParseResultBytes Quoter ResultBase SplitResult SplitResultBytes
    clear_cache collections functools ipaddress math namedtuple non_hierarchical parse_qs parse_qsl quote
    quote_from_bytes quote_plus re scheme_chars splitattr splithost splitnport splitpasswd splitport splitquery
    splittag splittype splituser splitvalue sys to_bytes types unquote unquote_plus unquote_to_bytes unwrap urldefrag
    urlencode urljoin urlparse urlsplit urlunparse urlunsplit uses_fragment uses_netloc uses_params uses_query
    uses_relative warnings`,
  'urllib.request': `
    AbstractBasicAuthHandler AbstractDigestAuthHandler AbstractHTTPHandler BaseHandler CacheFTPHandler
    ContentTooShortError DataHandler FTPHandler FancyURLopener FileHandler HTTPBasicAuthHandler HTTPCookieProcessor
    HTTPDefaultErrorHandler HTTPDigestAuthHandler HTTPError HTTPErrorProcessor HTTPHandler HTTPPasswordMgr
    HTTPPasswordMgrWithDefaultRealm HTTPPasswordMgrWithPriorAuth HTTPRedirectHandler HTTPSHandler OpenerDirector
    ProxyBasicAuthHandler ProxyDigestAuthHandler ProxyHandler Request URLError URLopener UnknownHandler addclosehook
    addinfourl base64 bisect build_opener contextlib email ftpcache ftperrors ftpwrapper getproxies
    getproxies_environment hashlib http install_opener io localhost noheaders os parse_http_list parse_keqv_list
    pathname2url posixpath proxy_bypass proxy_bypass_environment quote re request_host socket ssl string sys tempfile
    thishost time unquote unquote_to_bytes unwrap url2pathname urlcleanup urljoin urlopen urlparse urlretrieve
    urlsplit urlunparse warnings`,
  uuid: `
    Enum SafeUUID bytes_ getnode int_ main os platform sys uuid1 uuid3 uuid4 uuid5 uuid6 uuid7 uuid8`,
  warnings: `
    WarningMessage catch_warnings defaultaction deprecated filters filterwarnings formatwarning onceregistry
    resetwarnings showwarning simplefilter sys warn warn_explicit`,
  zlib: `adler32 adler32_combine compress compressobj crc32 crc32_combine decompress decompressobj error`,
};

/** What people import from a module under the module's own name, and then use as if it were the module. */
const CLASS_MEMBERS: Readonly<Record<string, string>> = {
  'datetime.datetime': `astimezone combine ctime date day dst fold fromisocalendar fromisoformat fromordinal fromtimestamp hour
    isocalendar isoformat isoweekday max microsecond min minute month now replace resolution second strftime strptime time timestamp
    timetuple timetz today toordinal tzinfo tzname utcfromtimestamp utcnow utcoffset utctimetuple weekday year`,
  'datetime.date': `ctime day fromisocalendar fromisoformat fromordinal fromtimestamp isocalendar isoformat isoweekday max min month
    replace resolution strftime strptime timetuple today toordinal weekday year`,
  'datetime.time': `dst fold fromisoformat hour isoformat max microsecond min minute replace resolution second strftime strptime tzinfo
    tzname utcoffset`,
  'datetime.timedelta': 'days max microseconds min resolution seconds total_seconds',
  'time.time': '',
  'time.sleep': '',
  'random.random': '',
  'copy.copy': '',
  'glob.glob': '',
};

const WRITTEN: ReadonlyMap<string, string> = new Map([...Object.entries(MEMBERS), ...Object.entries(CLASS_MEMBERS)]);

/** Most programs ask of few of them. */
const TAKEN_APART = new Map<string, ReadonlySet<string>>();

function membersOf(owner: string): ReadonlySet<string> | undefined {
  const written = WRITTEN.get(owner);
  if (written === undefined) return undefined;
  let members = TAKEN_APART.get(owner);
  if (members === undefined) {
    members = new Set(words(written));
    TAKEN_APART.set(owner, members);
  }
  return members;
}

/** Whether a module (or one of a few classes and functions) of the standard library certainly has no such member, in no version from 3.9 on. */
export function lacksStandardMember(owner: string, member: string): boolean {
  const members = membersOf(owner);
  if (members === undefined || members.has(member) || member.startsWith('_')) return false;
  return !/^[A-Z][A-Z0-9_]*$/.test(member);
}
