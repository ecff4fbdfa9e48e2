/** Calls that do not fail, whatever the world is like, where they are called as they are meant to be. Written 2026-11 from knowledge of the libraries. */
import { CLOCKS } from './clocks.ts';
import { words } from './words.ts';

export const NEVER_FAILING: ReadonlySet<string> = new Set([
  ...CLOCKS,
  ...words(`
    builtins.dict builtins.list builtins.set builtins.tuple builtins.len builtins.str builtins.bool builtins.object
    uuid.uuid1 uuid.uuid4 random.random random.uniform random.randint random.getrandbits random.Random secrets.token_hex
    secrets.token_bytes secrets.token_urlsafe os.urandom pyotp.random_base32 pyotp.random_hex
    collections.deque collections.defaultdict io.StringIO io.BytesIO
    asyncio.Queue asyncio.Event asyncio.Lock asyncio.Semaphore threading.Lock threading.RLock threading.Event queue.Queue
  `),
  // They connect when they are asked for something.
  ...words('requests.Session requests.session httpx.Client httpx.AsyncClient aiohttp.ClientSession'),
]);
