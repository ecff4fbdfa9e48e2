/** Functions of the standard library and of well-known ones that give `None` where there is nothing to give, and when they do. */
const NO_MATCH = 'where nothing matches';
const NO_ELEMENT = 'where there is no such element';
const NO_KEY = 'where the key is not there';
const NO_ROW = 'where there is no such row';

export const OPTIONAL_RESULTS: ReadonlyMap<string, string> = new Map([
  ...['match', 'search', 'fullmatch'].flatMap((name) =>
    ['re', 're.Pattern', 'regex', 'regex.Pattern'].map((owner) => [`${owner}.${name}`, NO_MATCH] as const),
  ),
  ['shutil.which', 'where the program is not installed'],
  ['cv2.imread', 'where the file cannot be read'],
  ['inspect.getmodule', 'where no module is known'],
  ['inspect.getdoc', 'where nothing is documented'],
  ...['Element', 'ElementTree'].flatMap((owner) =>
    ['find', 'findtext'].map((name) => [`xml.etree.ElementTree.${owner}.${name}`, NO_ELEMENT] as const),
  ),
  ...['redis.Redis', 'redis.StrictRedis', 'redis.asyncio.Redis'].flatMap((owner) =>
    ['get', 'hget', 'lpop', 'rpop', 'blpop', 'brpop'].map((name) => [`${owner}.${name}`, NO_KEY] as const),
  ),
  ...['first', 'one_or_none', 'scalar_one_or_none'].flatMap((name) =>
    ['sqlalchemy.orm.Query', 'sqlalchemy.engine.Result', 'sqlalchemy.Result', 'sqlalchemy.ScalarResult'].map(
      (owner) => [`${owner}.${name}`, NO_ROW] as const,
    ),
  ),
  ...['sqlalchemy.orm.Session', 'sqlalchemy.ext.asyncio.AsyncSession'].map(
    (owner) => [`${owner}.get`, NO_ROW] as const,
  ),
  ...['fetchrow'].flatMap((name) =>
    ['asyncpg.Connection', 'asyncpg.Pool', 'asyncpg.pool.Pool'].map((owner) => [`${owner}.${name}`, NO_ROW] as const),
  ),
  ...['pymongo.collection.Collection', 'motor.motor_asyncio.AsyncIOMotorCollection'].map(
    (owner) => [`${owner}.find_one`, 'where there is no such document'] as const,
  ),
]);

/** Methods that search a parsed page of Beautiful Soup for one thing, and those that go over many. */
export const SOUP_SEARCHES: ReadonlySet<string> = new Set(
  'find select_one find_next find_next_sibling find_parent find_previous find_previous_sibling'.split(' '),
);
export const SOUP_LISTS: ReadonlySet<string> = new Set(
  'find_all select findAll find_all_next find_next_siblings children descendants'.split(' '),
);
export const SOUP_CLASSES: ReadonlySet<string> = new Set(['bs4.BeautifulSoup', 'bs4.Tag', 'bs4.element.Tag']);
