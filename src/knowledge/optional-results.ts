/** Results that are `None` where there is nothing to give. */
import { words } from './words.ts';

/** That a call may give `None`. */
export interface EmptyResult {
  /** When it does, as a clause: "when nothing matches". */
  readonly when: string;
  /** Where it looks: anyone who takes one thing there for granted takes others so. */
  readonly source: 'environment' | 'page' | 'request' | 'text' | 'rows' | 'table' | 'other';
  /** The variable of the environment that may not be set. */
  readonly variable?: string;
  /** The path to a function of the project, which says by itself what it gives. */
  readonly unless?: string | undefined;
  /** It looks into a file that is read here: who runs the program has it, and sees at once what it lacks. */
  readonly isOfFile?: true;
}

const other = (when: string): EmptyResult => ({ when, source: 'other' });
const NO_MATCH: EmptyResult = { when: 'when nothing matches', source: 'text' };
const NO_ELEMENT = other('when no such element exists');
const NO_KEY = other('when the key is missing');
export const NOT_IN_TABLE: EmptyResult = { when: 'when the key is missing', source: 'table' };
export const NOT_KNOWN: EmptyResult = other('when the id is unknown');
export const NO_ROW: EmptyResult = { when: 'when no such row exists', source: 'rows' };

/** Functions of the standard library and of well-known ones that give `None` where there is nothing to give, and when they do. */
export const OPTIONAL_RESULTS: ReadonlyMap<string, EmptyResult> = new Map<string, EmptyResult>([
  ...['match', 'search', 'fullmatch'].flatMap((name) =>
    ['re', 're.Pattern', 'regex', 'regex.Pattern'].map((owner) => [`${owner}.${name}`, NO_MATCH] as const),
  ),
  ['discord.utils.get', NOT_KNOWN],
  ['discord.utils.find', NOT_KNOWN],
  ['shutil.which', other('when the program is not installed')],
  ['cv2.imread', other('when the file cannot be read')],
  ['cv2.imdecode', other('when the bytes are not an image')],
  ['yaml.safe_load', { when: 'when the document is empty', source: 'text' }],
  ['importlib.util.find_spec', other('when no such module exists')],
  ['imghdr.what', other('when the file is not an image')],
  ['ast.get_docstring', other('when there is no docstring')],
  ['sys.gettrace', other('when no trace function is set')],
  ['inspect.getmodule', other('when the module is unknown')],
  ['inspect.getdoc', other('when there is no docstring')],
  ...['xml.etree.ElementTree.Element', 'xml.etree.ElementTree.ElementTree', 'lxml.etree._Element'].flatMap((owner) =>
    ['find', 'findtext'].map((name) => [`${owner}.${name}`, NO_ELEMENT] as const),
  ),
  ...['xml.etree.ElementTree.Element', 'lxml.etree._Element'].map(
    (owner) => [`${owner}.get`, other('when the attribute does not exist')] as const,
  ),
  ...['django.core.cache.cache.get', 'flask_caching.Cache.get', 'diskcache.Cache.get'].map(
    (name) => [name, NO_KEY] as const,
  ),
  ...['redis.Redis', 'redis.StrictRedis', 'redis.asyncio.Redis'].flatMap((owner) =>
    ['get', 'hget', 'getdel', 'getex', 'lpop', 'rpop', 'blpop', 'brpop', 'lindex', 'spop', 'zscore'].map(
      (name) => [`${owner}.${name}`, NO_KEY] as const,
    ),
  ),
  ...['first', 'one_or_none', 'scalar_one_or_none'].flatMap((name) =>
    ['sqlalchemy.orm.Query', 'sqlalchemy.engine.Result', 'sqlalchemy.Result', 'sqlalchemy.ScalarResult'].map(
      (owner) => [`${owner}.${name}`, NO_ROW] as const,
    ),
  ),
  ...['sqlalchemy.orm.Session', 'sqlalchemy.ext.asyncio.AsyncSession'].map(
    (owner) => [`${owner}.get`, NO_ROW] as const,
  ),
  ...['asyncpg.Connection', 'asyncpg.Pool', 'asyncpg.pool.Pool'].map((owner) => [`${owner}.fetchrow`, NO_ROW] as const),
  ...['pymongo.collection.Collection', 'motor.motor_asyncio.AsyncIOMotorCollection'].map(
    (owner) => [`${owner}.find_one`, other('when no such document exists')] as const,
  ),
]);

/** By the documentation of discord.py and its forks: what is not in the cache, or is gone, is `None`. */
export const DISCORD_LOOKUPS: ReadonlySet<string> = new Set(
  words(`get_channel get_channel_or_thread get_guild get_user get_member get_member_named get_role get_emoji get_thread
    get_stage_instance get_sticker get_scheduled_event get_cog get_command`),
);

/** Attributes of its objects that are `None` as often, by the last two names. */
export const DISCORD_OPTIONAL: readonly (readonly [names: RegExp, when: string])[] = [
  [/(?:^|\.)(?:author|member|user|me)\.voice$/, 'when the member is in no voice channel'],
  [/\.voice_client$/, 'when the bot is in no voice channel'],
  [/(?:channel|vc)\.category$/, 'when the channel has no category'],
  [/guild\.system_channel$/, 'when the guild has none'],
];

/** Methods that search a parsed page of Beautiful Soup for one thing, and those that go over many. */
export const SOUP_SEARCHES: ReadonlySet<string> = new Set(
  'find select_one find_next find_next_sibling find_parent find_previous find_previous_sibling'.split(' '),
);
export const SOUP_LISTS: ReadonlySet<string> = new Set(
  'find_all select findAll find_all_next find_next_siblings children descendants'.split(' '),
);
export const SOUP_CLASSES: ReadonlySet<string> = new Set(['bs4.BeautifulSoup', 'bs4.Tag', 'bs4.element.Tag']);

/** Functions of SQL, of PostgreSQL, MySQL and SQLite, that give one value and no set of rows. */
export const SCALAR_FUNCTIONS: ReadonlySet<string> = new Set(
  words(`
    now version current_database current_schema current_setting database to_regclass to_timestamp nextval currval
    lastval last_insert_id last_insert_rowid changes total_changes sqlite_version gen_random_uuid uuid_generate_v4
    random pg_try_advisory_lock pg_try_advisory_xact_lock pg_advisory_lock pg_advisory_xact_lock pg_advisory_unlock
    pg_is_in_recovery pg_backend_pid pg_database_size pg_total_relation_size pg_size_pretty coalesce greatest least
    exists lower upper length round
  `),
);
