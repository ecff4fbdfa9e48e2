import { words } from './words.ts';

/** Where a method takes its limit; `endless` is the number that stands for none. */
export interface WaitLimit {
  readonly keyword: string;
  readonly position?: number;
  readonly endless?: number;
}

/** What the other party does that ends the wait, and the argument that would end it sooner. */
export interface KnownWait {
  readonly until: string;
  readonly limit?: WaitLimit;
}

const waits = (until: string, names: string, limit?: WaitLimit): readonly (readonly [string, KnownWait])[] =>
  words(names).map((name) => [name, { until, ...(limit && { limit }) }]);

const methods = (classes: string, names: string): string =>
  words(classes)
    .flatMap((owner) => words(names).map((name) => `${owner}.${name}`))
    .join(' ');

const SENDS = 'the peer sends data';

/**
 * Waits of coroutines that only another party ends, by class and method. Sources: Python 3.14, anyio 4, Starlette, aiohttp and websockets
 * (none of the three limits how long a peer may be silent), redis-py 5, aiokafka, pyzmq, and discord.py with its forks.
 */
export const OPEN_WAITS: ReadonlyMap<string, KnownWait> = new Map([
  ...waits('the event is set', 'asyncio.Event.wait anyio.Event.wait trio.Event.wait'),
  ...waits('it is notified', methods('asyncio.Condition anyio.Condition', 'wait wait_for')),
  ...waits('all parties arrive', 'asyncio.Barrier.wait'),
  ...waits('an item arrives', methods('asyncio.Queue asyncio.PriorityQueue asyncio.LifoQueue', 'get')),
  ...waits(
    'a message arrives',
    'anyio.streams.memory.MemoryObjectReceiveStream.receive trio.MemoryReceiveChannel.receive aiokafka.AIOKafkaConsumer.getone',
  ),
  ...waits(
    SENDS,
    [
      methods('asyncio.StreamReader', 'read readline readexactly readuntil'),
      methods('fastapi.WebSocket starlette.websockets.WebSocket', 'receive receive_text receive_json receive_bytes'),
      methods('websockets.ClientConnection websockets.ServerConnection websockets.WebSocketServerProtocol', 'recv'),
      methods('zmq.asyncio.Socket', 'recv recv_string recv_json recv_multipart recv_pyobj'),
    ].join(' '),
  ),
  ...waits(
    SENDS,
    methods(
      'aiohttp.web.WebSocketResponse aiohttp.ClientWebSocketResponse',
      'receive receive_str receive_json receive_bytes',
    ),
    { keyword: 'timeout', position: 0 },
  ),
  ...waits('the process exits', methods('asyncio.subprocess.Process', 'communicate wait')),
  ...waits(
    'an entry is pushed',
    methods('redis.asyncio.Redis redis.asyncio.StrictRedis', 'blpop brpop bzpopmin bzpopmax'),
    {
      keyword: 'timeout',
      position: 1,
      endless: 0,
    },
  ),
  ...waits(
    'a user acts',
    methods('discord.Client discord.ext.commands.Bot nextcord.ext.commands.Bot disnake.ext.commands.Bot', 'wait_for'),
    {
      keyword: 'timeout',
    },
  ),
]);

/** Waits of threads, which take their limit as an argument. Source: Python 3.14. */
export const THREAD_WAITS: ReadonlyMap<string, KnownWait> = new Map([
  ...waits('the event is set', 'threading.Event.wait', { keyword: 'timeout', position: 0 }),
  ...waits('it is notified', 'threading.Condition.wait', { keyword: 'timeout', position: 0 }),
  ...waits(
    'an item arrives',
    methods('queue.Queue queue.PriorityQueue queue.LifoQueue queue.SimpleQueue multiprocessing.Queue', 'get'),
    {
      keyword: 'timeout',
      position: 1,
    },
  ),
  ...waits('the work ends', 'concurrent.futures.as_completed', { keyword: 'timeout', position: 1 }),
  ...waits(
    'the process exits',
    `${methods('subprocess.Popen', 'wait communicate')} ${methods('subprocess', 'run call check_call check_output')}`,
    { keyword: 'timeout' },
  ),
]);

/** Programs that only work on files of the machine, and end when they are done with them. Sources: GNU coreutils 9, tar and Info-ZIP. */
export const LOCAL_PROGRAMS: ReadonlySet<string> = new Set(
  words('cat chgrp chmod chown cp df du echo ls ln mkdir mv rm rmdir stat touch tar unzip wc which zip'),
);
