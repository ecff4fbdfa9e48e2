/**
 * Functions and methods of libraries whose call does nothing until its result is awaited. Written 2026-11 from the documentation
 * of CPython 3.14, SQLAlchemy 2, httpx, redis-py 5, asyncpg, aiosqlite, Starlette, Playwright, aiohttp, aiogram 3, python-telegram-bot 22,
 * discord.py 2, databases and aiokafka. What gives a future (motor,
 * `run_in_executor`) runs anyway, and is not here; neither is what is used by `async with` as well as awaited.
 */
import { SERVICE_LIBRARIES } from './service-libraries.ts';
import { words } from './words.ts';

const SENDING = `send_message send_photo send_document send_video send_media_group edit_message_text delete_message answer_callback_query
  send_chat_action forward_message copy_message get_chat_member set_webhook delete_webhook set_my_commands`;

const METHODS: Readonly<Record<string, string>> = {
  asyncio: `
    sleep wait wait_for to_thread open_connection open_unix_connection start_server start_unix_server
    create_subprocess_exec create_subprocess_shell`,
  'asyncio.Event': 'wait',
  'asyncio.Condition': 'wait wait_for acquire',
  'asyncio.Lock': 'acquire',
  'asyncio.Semaphore': 'acquire',
  'asyncio.BoundedSemaphore': 'acquire',
  'asyncio.Queue': 'put get join',
  'asyncio.PriorityQueue': 'put get join',
  'asyncio.LifoQueue': 'put get join',
  'asyncio.StreamWriter': 'drain wait_closed',
  'asyncio.StreamReader': 'read readline readexactly readuntil',
  'asyncio.subprocess.Process': 'wait communicate',
  anyio: 'sleep sleep_until run_process',
  trio: 'sleep sleep_until',
  'sqlalchemy.ext.asyncio.AsyncSession': `
    commit rollback flush refresh execute scalar scalars get get_one close delete merge reset run_sync stream`,
  'sqlalchemy.ext.asyncio.AsyncEngine': 'dispose',
  'httpx.AsyncClient': 'get post put patch delete head options request send aclose',
  'aiohttp.ClientSession': 'close',
  'aiohttp.ClientResponse': 'json text read',
  'aiohttp.web.Request': 'json text read post',
  'aiogram.Bot': SENDING,
  'aiogram.types.Message': `
    answer answer_photo answer_document answer_video answer_chat_action reply reply_photo reply_document edit_text
    edit_reply_markup edit_caption delete`,
  'aiogram.types.CallbackQuery': 'answer',
  'aiogram.fsm.context.FSMContext': 'set_state get_state set_data get_data update_data clear',
  'aiogram.dispatcher.FSMContext': 'set_state get_state set_data get_data update_data finish reset_state',
  'telegram.Bot': SENDING,
  'telegram.Message':
    'reply_text reply_html reply_markdown_v2 reply_photo reply_document edit_text edit_reply_markup delete',
  'telegram.CallbackQuery': 'answer edit_message_text edit_message_reply_markup',
  'discord.ext.commands.Context': 'send reply',
  'discord.TextChannel': 'send purge edit delete set_permissions',
  'discord.VoiceChannel': 'send edit delete connect set_permissions',
  'discord.Guild': 'create_text_channel create_voice_channel create_category create_role fetch_member ban unban kick',
  'discord.Message': 'add_reaction remove_reaction clear_reactions reply delete edit',
  'discord.Member': 'add_roles remove_roles move_to kick ban send edit',
  'discord.User': 'send',
  'discord.InteractionResponse': 'send_message edit_message defer send_modal',
  'databases.Database': 'connect disconnect execute execute_many fetch_all fetch_one fetch_val',
  'aiokafka.AIOKafkaProducer': 'start stop send_and_wait',
  'aiokafka.AIOKafkaConsumer': 'start stop commit',
  'redis.asyncio.Redis': `
    get set setex setnx mget mset delete exists expire incr incrby decr hget hset hgetall hdel lpush rpush lpop rpop llen lrange
    ltrim sadd srem smembers sismember zadd zrem zrange publish ping xadd xread xack aclose flushdb`,
  'asyncpg.Connection': 'execute executemany fetch fetchrow fetchval close copy_records_to_table',
  'asyncpg.Pool': 'execute executemany fetch fetchrow fetchval close',
  'aiosqlite.Connection': 'commit rollback close',
  'fastapi.WebSocket':
    'accept close send send_text send_json send_bytes receive receive_text receive_json receive_bytes',
  'starlette.websockets.WebSocket':
    'accept close send send_text send_json send_bytes receive receive_text receive_json receive_bytes',
  'fastapi.Request': 'body json is_disconnected',
  'starlette.requests.Request': 'body json is_disconnected',
  'fastapi.UploadFile': 'read write seek close',
  'playwright.async_api.Page':
    'goto click fill wait_for_selector wait_for_timeout content evaluate screenshot close reload',
};

export const COROUTINE_FUNCTIONS: ReadonlySet<string> = new Set([
  ...Object.entries(METHODS).flatMap(([owner, names]) => words(names).map((name) => `${owner}.${name}`)),
  ...SERVICE_LIBRARIES.flatMap(({ awaits }) => awaits),
]);

/** By the import name of a library: its distribution, and the version from which on its functions are coroutine functions. */
export const ASYNCHRONOUS_FROM: ReadonlyMap<string, readonly [distribution: string, version: string]> = new Map([
  // https://docs.python-telegram-bot.org/en/v20.0/changelog.html
  ['telegram', ['python-telegram-bot', '20.0a0']],
]);
