/** Calls that put on, take from and look into queues outside the process, by the method's (or class's) last name. */

export type QueueBroker =
  | 'redis-list'
  | 'redis-stream'
  | 'redis-channel'
  | 'redis-sorted-set'
  | 'celery'
  | 'dramatiq'
  | 'rq'
  | 'arq'
  | 'kafka'
  | 'sqs'
  | 'amqp'
  | 'nats';

export interface QueueOperation {
  readonly broker: QueueBroker;
  /** `look`: what it reads stays; `settle`: says that a message taken was worked on. */
  readonly act: 'put' | 'take' | 'look' | 'settle';
  readonly end?: 'left' | 'right';
  /** Where the queue's name is given. */
  readonly keyword: string;
  readonly position?: number;
  /** What it takes goes to another queue at the same moment, so a crash does not lose it. */
  readonly keeps?: true;
  /** Name of the queue where none is given. */
  readonly otherwise?: string;
  /** What it is called on must look so (by class or name): others have methods of the name too. */
  readonly on?: RegExp;
  /** The same, of a class that is known; `on` where this says nothing. */
  readonly ofClass?: RegExp;
  /** The keyword must be there. */
  readonly isNamed?: true;
}

const REDIS = /redis|valkey|pubsub|(?:^|[._])(?:r|rdb|kv|conn)$/i;
/** Anyone who publishes is looked for more widely: an unseen publisher makes a listener look forgotten. */
const REDIS_PUBLISHER = /redis|valkey|pubsub|client|cache|conn|pool|store|backend|broker|(?:^|[._])(?:r|rdb|kv)$/i;
/** `PubSub` is also what people call a bus within the process. */
const REDIS_CLASS = /redis|valkey/i;
const KAFKA_PRODUCER = /producer/i;
const KAFKA_CONSUMER = /consumer/i;
const NATS = /(?:^|[._])(?:nc|js)$|nats|jetstream/i;

const list = (act: QueueOperation['act'], end?: 'left' | 'right', keyword = 'name', position = 0): QueueOperation => ({
  broker: 'redis-list',
  act,
  keyword,
  position,
  ...(end !== undefined && { end }),
});

/** redis-py 5 (and valkey, aioredis), kafka-python, aiokafka, confluent-kafka, boto3, pika, nats-py, RQ, arq, as documented in November 2026. */
export const QUEUE_OPERATIONS: ReadonlyMap<string, readonly QueueOperation[]> = new Map(
  Object.entries({
    lpush: [list('put', 'left')],
    lpushx: [list('put', 'left')],
    rpush: [list('put', 'right')],
    rpushx: [list('put', 'right')],
    lpop: [list('take', 'left')],
    blpop: [list('take', 'left', 'keys')],
    rpop: [list('take', 'right')],
    brpop: [list('take', 'right', 'keys')],
    rpoplpush: [{ ...list('take', 'right', 'src'), keeps: true }, list('put', 'left', 'dst', 1)],
    brpoplpush: [{ ...list('take', 'right', 'src'), keeps: true }, list('put', 'left', 'dst', 1)],
    lmove: [{ ...list('take', undefined, 'first_list'), keeps: true }, list('put', undefined, 'second_list', 1)],
    blmove: [{ ...list('take', undefined, 'first_list'), keeps: true }, list('put', undefined, 'second_list', 1)],
    lrange: [list('look')],
    lindex: [list('look')],
    lrem: [list('look')],
    ltrim: [list('look')],
    linsert: [list('put')],
    xadd: [{ broker: 'redis-stream', act: 'put', keyword: 'name', position: 0 }],
    xread: [{ broker: 'redis-stream', act: 'take', keyword: 'streams', position: 0 }],
    xreadgroup: [{ broker: 'redis-stream', act: 'take', keyword: 'streams', position: 2, keeps: true }],
    xautoclaim: [{ broker: 'redis-stream', act: 'look', keyword: 'name', position: 0 }],
    xrange: [{ broker: 'redis-stream', act: 'look', keyword: 'name', position: 0 }],
    xrevrange: [{ broker: 'redis-stream', act: 'look', keyword: 'name', position: 0 }],
    xack: [{ broker: 'redis-stream', act: 'settle', keyword: 'name', position: 0 }],
    publish: [
      { broker: 'redis-channel', act: 'put', keyword: 'channel', position: 0, on: REDIS_PUBLISHER },
      { broker: 'nats', act: 'put', keyword: 'subject', position: 0, on: NATS },
    ],
    subscribe: [
      { broker: 'redis-channel', act: 'take', keyword: 'channel', position: 0, on: REDIS, ofClass: REDIS_CLASS },
      { broker: 'nats', act: 'take', keyword: 'subject', position: 0, on: NATS },
      { broker: 'kafka', act: 'take', keyword: 'topics', position: 0, on: KAFKA_CONSUMER },
    ],
    zadd: [{ broker: 'redis-sorted-set', act: 'put', keyword: 'name', position: 0 }],
    zpopmin: [{ broker: 'redis-sorted-set', act: 'take', keyword: 'name', position: 0 }],
    zpopmax: [{ broker: 'redis-sorted-set', act: 'take', keyword: 'name', position: 0 }],
    bzpopmin: [{ broker: 'redis-sorted-set', act: 'take', keyword: 'keys', position: 0 }],
    bzpopmax: [{ broker: 'redis-sorted-set', act: 'take', keyword: 'keys', position: 0 }],
    send: [{ broker: 'kafka', act: 'put', keyword: 'topic', position: 0, on: KAFKA_PRODUCER }],
    send_and_wait: [{ broker: 'kafka', act: 'put', keyword: 'topic', position: 0, on: KAFKA_PRODUCER }],
    produce: [{ broker: 'kafka', act: 'put', keyword: 'topic', position: 0, on: KAFKA_PRODUCER }],
    KafkaConsumer: [{ broker: 'kafka', act: 'take', keyword: 'topics', position: 0 }],
    AIOKafkaConsumer: [{ broker: 'kafka', act: 'take', keyword: 'topics', position: 0 }],
    send_message: [{ broker: 'sqs', act: 'put', keyword: 'QueueUrl', isNamed: true }],
    send_message_batch: [{ broker: 'sqs', act: 'put', keyword: 'QueueUrl', isNamed: true }],
    receive_message: [{ broker: 'sqs', act: 'take', keyword: 'QueueUrl', isNamed: true }],
    delete_message: [{ broker: 'sqs', act: 'settle', keyword: 'QueueUrl', isNamed: true }],
    basic_publish: [{ broker: 'amqp', act: 'put', keyword: 'routing_key', position: 1 }],
    basic_consume: [{ broker: 'amqp', act: 'take', keyword: 'queue', position: 0 }],
    basic_get: [{ broker: 'amqp', act: 'take', keyword: 'queue', position: 0 }],
    basic_ack: [{ broker: 'amqp', act: 'settle', keyword: 'queue' }],
    enqueue_job: [{ broker: 'arq', act: 'put', keyword: '_queue_name', otherwise: 'arq:queue' }],
    actor: [{ broker: 'dramatiq', act: 'put', keyword: 'queue_name', isNamed: true }],
    apply_async: [{ broker: 'celery', act: 'put', keyword: 'queue', isNamed: true }],
    send_task: [{ broker: 'celery', act: 'put', keyword: 'queue', isNamed: true }],
    shared_task: [{ broker: 'celery', act: 'put', keyword: 'queue', isNamed: true }],
    task: [{ broker: 'celery', act: 'put', keyword: 'queue', isNamed: true }],
    signature: [{ broker: 'celery', act: 'put', keyword: 'queue', isNamed: true }],
  } satisfies Record<string, readonly QueueOperation[]>),
);

/** Methods by which a task of Celery or dramatiq is handed to a worker with its arguments. */
export const TASK_CALLS: ReadonlySet<string> = new Set(['delay', 's', 'si', 'send', 'apply_async']);

/** The classes of Celery whose methods send jobs. */
export const CELERY_CLASSES: readonly string[] =
  'celery.Celery celery.app.Celery celery.app.base.Celery celery.Task celery.app.task.Task'.split(' ');

/** Methods that put a job into a queue of Celery, RQ or arq, whatever they are called on. */
export const JOB_SENDERS: ReadonlySet<string> = new Set('delay apply_async send_task enqueue enqueue_job'.split(' '));

/** Methods that are nobody else's: every call of them is an end of some queue. */
export const UNMISTAKABLE_QUEUE_CALLS: ReadonlySet<string> = new Set(
  [...QUEUE_OPERATIONS].flatMap(([method, operations]) =>
    operations.every(({ on, isNamed }) => on === undefined && isNamed === undefined) ? [method] : [],
  ),
);

/** What a script inside Redis does, or a command that moves whole keys, may fill any list. */
export const OPAQUE_REDIS_CALLS: ReadonlySet<string> = new Set(
  'eval evalsha register_script rename renamenx copy restore migrate execute_command'.split(' '),
);
