import {
  type Assign,
  type Call,
  callKeyword,
  defineSourceRule,
  type Expression,
  findFirstUse,
  hasUnpackedArguments,
  NOT_PRODUCTION,
  presenceTested,
  rootNames,
  type SourceContext,
} from '#kit';

/** Clients that wait for ever, or for ten minutes, unless an argument (one of these) says otherwise. */
const CLIENTS: ReadonlyMap<string, readonly string[]> = new Map([
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
]);
const CACHED: ReadonlySet<string> = new Set(['functools.lru_cache', 'functools.cache', 'functools.cached_property']);
/** Arguments that may hold the timeout: an address with parameters, a pool, settings. */
const HOLDING = /(^|_)(dsn|pool|config|options|kwargs|transport)$|timeout/i;

export default defineSourceRule({
  docs: {
    summary: 'shared network client without a timeout',
    why: 'One peer that accepts a connection and never answers holds up every caller of the shared client, for minutes or for ever.',
    remedy: 'Give the client a timeout when it is made.',
    severity: 'P2',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-011' }],
    measured: { read: 6, right: 6, on: 'llama-stack, agno, feast, chainlit' },
    bad: 'import redis\n\n_client = None\n\ndef get_client():\n    global _client\n    if _client is None:\n        _client = redis.Redis(host="cache")\n    return _client\n',
    good: 'import redis\n\n_client = None\n\ndef get_client():\n    global _client\n    if _client is None:\n        _client = redis.Redis(host="cache", socket_timeout=2)\n    return _client\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: rootNames(CLIENTS.keys()),
  visit: {
    Call(call, ctx) {
      const name = ctx.names.qualifiedName(call.func);
      const timeouts = name === undefined ? undefined : CLIENTS.get(name);
      if (name === undefined || timeouts === undefined || hasTimeout(call, timeouts, ctx)) return;
      if (ctx.context.isTestCode(call)) return;
      const kept = keptIn(call, ctx);
      if (kept === undefined) return;
      ctx.report({
        at: call.func,
        message: `\`${kept}\` shares one \`${name}\` that is made without \`${timeouts[0]}\``,
        remedy: `Give \`${name}\` a \`${timeouts[0]}\``,
      });
    },
  },
});

function hasTimeout(call: Call, timeouts: readonly string[], ctx: SourceContext): boolean {
  if (hasUnpackedArguments(call) || timeouts.some((keyword) => callKeyword(call, keyword) !== undefined)) return true;
  if (call.keywords.some(({ arg }) => arg !== undefined && HOLDING.test(arg))) return true;
  return call.args.some((argument) => /timeout/i.test(ctx.values.string(argument) ?? ''));
}

/** What keeps the client for all callers, when it is made at its first use; undefined for all others. */
function keptIn(call: Call, ctx: SourceContext): string | undefined {
  const value = call.parent?.kind === 'Await' ? call.parent : call;
  const fn = ctx.context.defAround(call);
  if (fn === undefined) return undefined;
  if (value.parent?.kind === 'Return') {
    const isCached = fn.decorator_list.some((decorator) =>
      CACHED.has(ctx.names.qualifiedName(decorator.kind === 'Call' ? decorator.func : decorator) ?? ''),
    );
    return isCached ? fn.name : undefined;
  }
  if (value.parent?.kind !== 'Assign') return undefined;
  const [target] = value.parent.targets;
  if (
    target === undefined ||
    (findFirstUse(value.parent, ctx) === undefined && !isOwnFirstUse(value.parent, target, ctx))
  )
    return undefined;
  return ctx.text.slice(target);
}

/** `if self._client is None: self._client = …`. */
function isOwnFirstUse(assignment: Assign, target: Expression, ctx: SourceContext): boolean {
  const branch = assignment.parent;
  if (target.kind !== 'Attribute' || branch?.kind !== 'If' || !branch.body.includes(assignment)) return false;
  const tested = presenceTested(branch.test);
  return tested?.isPresent === false && ctx.text.slice(tested.subject) === ctx.text.slice(target);
}
