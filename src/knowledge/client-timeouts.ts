/**
 * Clients that wait for ever, or for ten minutes, unless an argument (one of these, the usual one first) says otherwise. By
 * their documentation, read 2026-11.
 */
export const CLIENT_TIMEOUTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['redis.Redis', ['socket_timeout']],
  ['redis.StrictRedis', ['socket_timeout']],
  ['redis.from_url', ['socket_timeout']],
  ['redis.Redis.from_url', ['socket_timeout']],
  ['redis.asyncio.Redis', ['socket_timeout']],
  ['redis.asyncio.from_url', ['socket_timeout']],
  ['redis.asyncio.Redis.from_url', ['socket_timeout']],
  ['openai.OpenAI', ['timeout', 'http_client']],
  ['openai.AsyncOpenAI', ['timeout', 'http_client']],
  ['openai.AzureOpenAI', ['timeout', 'http_client']],
  ['openai.AsyncAzureOpenAI', ['timeout', 'http_client']],
  ['anthropic.Anthropic', ['timeout', 'http_client']],
  ['anthropic.AsyncAnthropic', ['timeout', 'http_client']],
  ['groq.Groq', ['timeout', 'http_client']],
  ['cohere.Client', ['timeout']],
  ['cohere.AsyncClient', ['timeout']],
  ['mistralai.Mistral', ['timeout_ms', 'client']],
  ['ollama.Client', ['timeout']],
  ['ollama.AsyncClient', ['timeout']],
  ['smtplib.SMTP', ['timeout']],
  ['smtplib.SMTP_SSL', ['timeout']],
  ['http.client.HTTPConnection', ['timeout']],
  ['http.client.HTTPSConnection', ['timeout']],
  ['pymongo.MongoClient', ['socketTimeoutMS', 'timeoutMS']],
  ['motor.motor_asyncio.AsyncIOMotorClient', ['socketTimeoutMS', 'timeoutMS']],
  ['psycopg2.connect', ['connect_timeout', 'options']],
  ['pymysql.connect', ['read_timeout', 'connect_timeout']],
  ['asyncpg.create_pool', ['command_timeout']],
  ['asyncpg.connect', ['command_timeout']],
  ['sqlalchemy.create_engine', ['connect_args']],
  ['sqlalchemy.ext.asyncio.create_async_engine', ['connect_args']],
  ['qdrant_client.QdrantClient', ['timeout']],
  ['qdrant_client.AsyncQdrantClient', ['timeout']],
]);

/** Those that have a limit of their own unless this argument is given. Source: https://python-client.qdrant.tech, as of 2026-11. */
export const UNLIMITED_WITH: ReadonlyMap<string, string> = new Map([
  ['qdrant_client.QdrantClient', 'prefer_grpc'],
  ['qdrant_client.AsyncQdrantClient', 'prefer_grpc'],
]);

/**
 * Those of them that do not wait for ever: a limit of some minutes of their own (openai, anthropic, groq, cohere), or drivers of
 * databases that find a dead server by themselves and where a limit for every statement is a decision.
 */
export const LIMITED_CLIENTS: ReadonlySet<string> = new Set(
  [...CLIENT_TIMEOUTS.keys()].filter((name) =>
    /^(?:openai|anthropic|groq|cohere|pymongo|motor|psycopg2|pymysql|asyncpg|sqlalchemy)\./.test(name),
  ),
);

/** Versions from which a library has a limit of some seconds of its own. Source: redis-py 8.0.0, `redis/_defaults.py`. */
export const LIMITED_FROM: ReadonlyMap<string, string> = new Map([['redis', '8.0']]);
