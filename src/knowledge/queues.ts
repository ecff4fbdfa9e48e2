/** Queues of the standard library, of gevent and of janus, and what they raise when they are full. */
import { words } from './words.ts';

const MODULES = words('queue asyncio asyncio.queues multiprocessing gevent.queue janus');
const CLASSES = words('Queue LifoQueue PriorityQueue JoinableQueue SimpleQueue');

export const QUEUE_CLASSES: ReadonlySet<string> = new Set(
  MODULES.flatMap((module) => CLASSES.map((name) => `${module}.${name}`)),
);

export const FULL_QUEUE_ERRORS: ReadonlySet<string> = new Set(
  words(`
    queue.Full _queue.Full asyncio.QueueFull asyncio.queues.QueueFull multiprocessing.queues.Full gevent.queue.Full
  `),
);
