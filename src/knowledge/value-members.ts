import { words } from './words.ts';

const DICT = 'clear copy fromkeys get items keys pop popitem setdefault update values';
const DATE = `ctime day fromisocalendar fromisoformat fromordinal fromtimestamp isocalendar isoformat isoweekday max min month
  replace resolution strftime strptime timetuple today toordinal weekday year`;
const THREAD = 'context daemon getName ident isDaemon is_alive join name native_id run setDaemon setName start';
const QUEUE = 'empty full get get_nowait join maxsize put put_nowait qsize shutdown task_done';
const FUTURE = `add_done_callback cancel cancelled done exception get_loop remove_done_callback result set_exception
  set_result`;

/**
 * Public members of builtin values by what makes them, and of what calls of well-known libraries give. Sources: `dir()` of CPython 3.9 to 3.14;
 * the documentation of aiohttp 3.13, pydantic 2, Requests 2.32, HTTPX 0.28 and SQLAlchemy 2.0.
 */
const VALUE_MEMBERS: Readonly<Record<string, string>> = {
  str: `capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii
    isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans
    partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip
    swapcase title translate upper zfill`,
  list: 'append clear copy count extend index insert pop remove reverse sort',
  dict: DICT,
  'collections.defaultdict': `${DICT} default_factory`,
  'collections.OrderedDict': `${DICT} move_to_end`,
  'collections.Counter': `${DICT} elements most_common subtract total`,
  set: `add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset
    pop remove symmetric_difference symmetric_difference_update union update`,
  tuple: 'count index',
  number: `as_integer_ratio bit_count bit_length conjugate denominator from_bytes fromhex hex imag is_integer numerator real
    to_bytes from_number`,
  None: '',
  'pydantic.Field': `alias alias_priority annotation apply_typevars_map asdict default default_factory deprecated description
    discriminator evaluated examples exclude exclude_if field_title_generator from_annotated_attribute from_annotation
    from_field frozen get_default init init_var is_required json_schema_extra kw_only merge_field_infos metadata
    metadata_lookup rebuild_annotation repr serialization_alias title union_mode validate_default validation_alias extra
    field_info`,
  'dataclasses.field': 'name type default default_factory repr hash init compare metadata kw_only doc',
  'requests.Response': `apparent_encoding close connection content cookies elapsed encoding headers history
    is_permanent_redirect is_redirect iter_content iter_lines json links next ok raise_for_status raw reason request
    status_code text url`,
  bytes: `capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii isdigit islower
    isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust
    rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill`,
  'pathlib.Path': `absolute anchor as_posix as_uri chmod copy copy_into cwd drive exists expanduser from_uri full_match glob
    group hardlink_to home info is_absolute is_block_device is_char_device is_dir is_fifo is_file is_junction is_mount
    is_relative_to is_reserved is_socket is_symlink iterdir joinpath lchmod link_to lstat match mkdir move move_into name open
    owner parent parents parser parts read_bytes read_text readlink relative_to rename replace resolve rglob rmdir root samefile
    stat stem suffix suffixes symlink_to touch unlink walk with_name with_segments with_stem with_suffix write_bytes write_text`,
  'datetime.date': DATE,
  'datetime.datetime': `${DATE} astimezone combine date dst fold hour microsecond minute now second time timestamp timetz
    tzinfo tzname utcfromtimestamp utcnow utcoffset utctimetuple`,
  'datetime.timedelta': 'days max microseconds min resolution seconds total_seconds',
  'threading.Thread': THREAD,
  'threading.Timer': `${THREAD} args cancel finished function interval kwargs`,
  'threading.Event': 'clear isSet is_set set wait',
  'threading.Lock': 'acquire acquire_lock locked locked_lock release release_lock',
  'queue.Queue': `${QUEUE} all_tasks_done mutex not_empty not_full queue unfinished_tasks is_shutdown`,
  'asyncio.Queue': QUEUE,
  'asyncio.Event': 'clear is_set set wait',
  'asyncio.Lock': 'acquire locked release',
  'asyncio.Future': FUTURE,
  'asyncio.Task': `${FUTURE} cancelling get_context get_coro get_name get_stack print_stack set_name uncancel`,
  'concurrent.futures.Future': `add_done_callback cancel cancelled done exception result running set_exception set_result
    set_running_or_notify_cancel`,
  'collections.deque': `append appendleft clear copy count extend extendleft index insert maxlen pop popleft remove reverse
    rotate`,
  'subprocess.Popen': `args communicate encoding errors kill pid pipesize poll returncode send_signal stderr stdin stdout
    terminate text_mode universal_newlines wait`,
  'subprocess.CompletedProcess': 'args check_returncode returncode stderr stdout',
  'multiprocessing.Process': `authkey close daemon exitcode ident interrupt is_alive join kill name pid run sentinel start
    terminate`,
  're.Match': 'end endpos expand group groupdict groups lastgroup lastindex pos re regs span start string',
  're.Pattern': 'findall finditer flags fullmatch groupindex groups match pattern scanner search split sub subn',
  'json.JSONDecodeError': 'add_note args colno doc lineno msg pos with_traceback',
  'hashlib._Hash': 'block_size copy digest digest_size hexdigest name update',
  'httpx.Response': `aclose aiter_bytes aiter_lines aiter_raw aiter_text aread charset_encoding close content cookies
    default_encoding elapsed encoding extensions has_redirect_location headers history http_version is_client_error is_closed
    is_error is_informational is_redirect is_server_error is_stream_consumed is_success iter_bytes iter_lines iter_raw iter_text
    json links next_request num_bytes_downloaded raise_for_status read reason_phrase request status_code stream text url`,
  'aiohttp.ClientResponse': `charset close closed connection content content_disposition content_type cookies get_encoding
    headers history host json links method ok raise_for_status raw_headers read real_url reason release request_info start status
    text url version wait_for_close`,
  'fastapi.security.OAuth2PasswordRequestForm': `client_id client_secret grant_type password scopes username`,
  'fastapi.HTTPException': `add_note args detail headers status_code with_traceback`,
  'pydantic.ValidationError': `add_note args error_count errors from_exception_data json model raw_errors title
    with_traceback`,
  'sqlalchemy.ScalarResult': `all close closed fetchall fetchmany first freeze memoized_attributes memoized_instancemethod
    one one_or_none partitions unique yield_per`,
};

const TAKEN_APART: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(VALUE_MEMBERS).map(([kind, members]) => [kind, new Set(words(members))]),
);

/** Whether such a value certainly has no member of this name. */
export function lacksValueMember(kind: string, member: string): boolean {
  const members = TAKEN_APART.get(kind);
  return members !== undefined && !member.startsWith('_') && !members.has(member);
}

/** Members that a model of pydantic has besides its fields, in versions 1 and 2. */
export const MODEL_MEMBERS: ReadonlySet<string> = new Set(
  words(`construct copy dict fields fields_set from_orm json model_computed_fields model_config model_construct model_copy
    model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema model_parametrized_name
    model_post_init model_rebuild model_validate model_validate_json model_validate_strings parse_file parse_obj parse_raw
    schema schema_json update_forward_refs validate Config metadata sqlmodel_update settings_customise_sources`),
);
