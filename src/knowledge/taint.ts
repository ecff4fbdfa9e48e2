/** Sources of untrusted input, and functions that propagate taint. Source: the documentation of each framework, read 2026-11. */
import { words } from './words.ts';

/** Attributes and methods of a request that hold what its client wrote. */
export const REQUEST_PARTS: ReadonlySet<string> = new Set(
  words(`
  args form values json data files cookies headers view_args query_string get_json get_data path full_path url base_url
  query query_params path_params match_info rel_url path_qs body content text post read stream raw_args match GET POST FILES META
  COOKIES arguments body_arguments query_arguments path_info uri file filename content_type get_argument get_arguments
  get_body_argument get_query_argument get_cookie receive receive_text receive_json receive_bytes iter_text iter_json
  iter_bytes receive_str recv multipart media get_media get_param params forms POST_data raw_post_data host hostname
`),
);

/** Attributes of what a user of a bot writes. */
export const BOT_PARTS: ReadonlySet<string> = new Set(
  words(
    'text content clean_content caption args raw_text message_text pattern_match full_text spoiler_text file_name filename first_name last_name full_name display_name global_name',
  ),
);

/** Keys of what a user of a bot writes, where its events are dicts. */
export const BOT_ENTRIES: ReadonlySet<string> = new Set(
  words('text content caption matches value body full_text spoiler_text'),
);

/** Packages that make a bot of a program; anyone who finds it writes to it. */
export const BOT_PACKAGES: ReadonlySet<string> = new Set(
  words(`
  telegram telebot aiogram pyrogram telethon discord nextcord disnake interactions slack_bolt hikari vkbottle mastodon
  slack_sdk nio tweepy twitchio irc botbuilder linebot maubot errbot praw chainlit
`),
);

/** Whether a module, class or function of this dotted name belongs to such a package. */
export const isOfBots = (name: string): boolean => BOT_PACKAGES.has(name.split('.', 1)[0] ?? '');

/** Methods of such libraries that write to the chat. */
export const BOT_ANSWERS: ReadonlySet<string> = new Set(
  words(`answer reply reply_to reply_text reply_html reply_markdown send send_message edit_text edit_message_text
  edit_original_response edit respond say`),
);

/** Decorators whose functions take the words of a command as parameters. */
export const BOT_COMMANDS: ReadonlySet<string> = new Set(
  words('command hybrid_command slash_command app_command hybrid_group'),
);

/** Functions whose result holds what their first argument held, in another form. */
export const PROPAGATORS: ReadonlySet<string> = new Set(
  words(`
  builtins.next builtins.iter builtins.dict builtins.list builtins.tuple builtins.set builtins.enumerate builtins.reversed
  builtins.sorted builtins.str builtins.bytes builtins.bytearray builtins.memoryview builtins.repr builtins.map
  builtins.filter builtins.bytes.fromhex builtins.bytearray.fromhex builtins.compile builtins.aiter builtins.anext
  io.BytesIO io.StringIO textwrap.dedent textwrap.indent gzip.decompress zlib.decompress bz2.decompress lzma.decompress
  copy.copy copy.deepcopy base64.b64decode base64.urlsafe_b64decode base64.standard_b64decode binascii.unhexlify
  codecs.decode urllib.parse.unquote urllib.parse.unquote_plus urllib.parse.urlparse urllib.parse.urlsplit
  urllib.parse.parse_qs urllib.parse.parse_qsl urllib.parse.urldefrag html.unescape json.loads json.load orjson.loads
  ujson.loads simplejson.loads ast.literal_eval yaml.safe_load msgpack.unpackb msgpack.loads
  os.fspath os.fsdecode os.path.abspath os.path.realpath os.path.normpath os.path.expanduser os.path.expandvars
  os.path.normcase os.path.dirname posixpath.normpath shlex.split string.Template yarl.URL httpx.URL asyncio.wait_for
  asyncio.shield bleach.clean bleach.linkify nh3.clean markdown.markdown markdown2.markdown mistune.html
`),
);

/** Functions whose result holds what any of their arguments held. */
export const JOINING: ReadonlySet<string> = new Set(
  words(`
  os.path.join posixpath.join ntpath.join pathlib.Path pathlib.PurePath pathlib.PurePosixPath pathlib.PosixPath anyio.Path
  urllib.parse.urljoin urllib.parse.urlunparse urllib.parse.urlunsplit builtins.zip builtins.format
`),
);

/** Where a call takes the value of a type first: `typing.cast(T, value)`, `re.search(pattern, text)`. */
export const PROPAGATED_ARGUMENT: ReadonlyMap<string, number> = new Map([
  ['typing.cast', 1],
  ['re.search', 1],
  ['re.match', 1],
  ['re.findall', 1],
  ['re.finditer', 1],
  ['re.split', 1],
  ['re.sub', 2],
  ['re.subn', 2],
  ['re.Pattern.sub', 1],
  ['re.Pattern.subn', 1],
]);

/** Methods whose result holds what their object held; the second kind mixes their arguments in. */
export const PROPAGATING_METHODS: ReadonlySet<string> = new Set(
  words(`
  get pop read readline readlines getvalue getbuffer items values keys json text group groups groupdict copy get_json
  getlist getall get_all get_list decode encode format_map geturl as_posix resolve absolute expanduser with_suffix strip
  lstrip rstrip split rsplit splitlines partition rpartition lower upper title capitalize casefold expandtabs removeprefix
  removesuffix center ljust rjust zfill swapcase dict model_dump popitem setdefault readuntil readexactly tobytes union
  next read_chunk
`),
);
export const MIXING_METHODS: ReadonlySet<string> = new Set(
  words('format join replace joinpath substitute safe_substitute with_name translate'),
);
