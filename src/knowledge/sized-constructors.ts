/**
 * The argument that says how much a queue, a pool or a semaphore takes, by keyword and position. Sources: the pages of
 * `queue`, `asyncio`, `multiprocessing`, `threading` and `concurrent.futures` at https://docs.python.org/3/library/.
 */
export const SIZED_CONSTRUCTORS: ReadonlyMap<string, readonly [keyword: string, position: number]> = new Map([
  ['queue.Queue', ['maxsize', 0]],
  ['queue.PriorityQueue', ['maxsize', 0]],
  ['queue.LifoQueue', ['maxsize', 0]],
  ['asyncio.Queue', ['maxsize', 0]],
  ['asyncio.PriorityQueue', ['maxsize', 0]],
  ['asyncio.LifoQueue', ['maxsize', 0]],
  ['multiprocessing.Queue', ['maxsize', 0]],
  ['multiprocessing.JoinableQueue', ['maxsize', 0]],
  ['asyncio.Semaphore', ['value', 0]],
  ['asyncio.BoundedSemaphore', ['value', 0]],
  ['threading.Semaphore', ['value', 0]],
  ['threading.BoundedSemaphore', ['value', 0]],
  ['concurrent.futures.ThreadPoolExecutor', ['max_workers', 0]],
  ['concurrent.futures.ProcessPoolExecutor', ['max_workers', 0]],
]);
