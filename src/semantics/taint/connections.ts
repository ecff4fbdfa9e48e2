/** What comes over connections, and out of queues, by the methods that take it. */
import { type Attribute, type Call, identifiersOf, lastName, nodesOf } from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';
import type { Source } from './sources.ts';

/** `connection.recv(1024)`, `queue.blpop("jobs")`. */
export function receivedBy({ attr, value }: Attribute, model: SemanticModel): Source {
  if (RECEIVING.has(attr)) return { kind: dials(model) ? 'answer' : 'connection' };
  return POPPING.test(attr) && QUEUES.test(model.types.classOf(value) ?? '') ? { kind: 'message' } : undefined;
}

/** `reader.readline()` of a stream that was not asked for. */
export const isReading = ({ func }: Call, name: string, model: SemanticModel): boolean =>
  READING.has(lastName(func) ?? '') && name.startsWith('asyncio.') && !dials(model);

export const readsConnections = (used: ReadonlySet<string>): boolean =>
  [...RECEIVING, ...READING].some((method) => used.has(method));

/** The file calls others and lets nobody call: at the other end is who it chose. */
const dials = memoizeByFile(({ source: { module }, names }: SemanticModel): boolean => {
  if ([...identifiersOf(module)].some((each) => SERVING.test(each))) return false;
  return nodesOf(module, 'Attribute').some(
    (each) =>
      DIALLING.test(each.attr) && /^(?:socket|asyncio|websockets?|zmq)\.|^$/.test(names.qualifiedName(each) ?? ''),
  );
});

const DIALLING = /^(?:connect(?:_ex)?|create_connection|open_connection|WebSocketApp)$/;
const SERVING =
  /^(?:accept|listen|bind|serve|serve_forever|(?:create|start)_(?:unix_)?server|socketserver|\w*Handler|WebSocket)$/;

/** Methods of sockets, and of the streams of asyncio. */
const RECEIVING: ReadonlySet<string> = new Set(['recv', 'recvfrom', 'recv_into', 'recv_string', 'recv_json']);
const READING: ReadonlySet<string> = new Set(['read', 'readline', 'readuntil', 'readexactly']);
const POPPING = /^(?:b?[lr]pop|brpoplpush|get_message|xread(?:group)?|basic_get|poll|getone|consume|listen)$/;
const QUEUES = /^(?:redis|valkey|kafka|aiokafka|confluent_kafka|pika|aio_pika|nats)\b/;
