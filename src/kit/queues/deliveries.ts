/** Functions that promise to bring something to someone, and the calls by which they hand it over. */
import {
  argumentValues,
  type Call,
  callKeyword,
  type Def,
  type Expression,
  parametersOf,
  type Stmt,
  wordsOfName,
} from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import { JOB_SENDERS, QUEUE_OPERATIONS } from '../../knowledge/message-queues.ts';
import { words } from '../../knowledge/words.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { isOfBroker } from '../../semantics/summary/queue-uses.ts';

export interface Delivery {
  readonly call: Call;
  /** The parameter of the function that is handed over. */
  readonly event: string;
  readonly doubt?: DoubtId;
  /** To a queue outside of the process, by its library or its method. */
  readonly isQueued: boolean;
}

const DELIVERING: ReadonlySet<string> = new Set(
  words(
    'send sends publish publishes notify notifies emit emits dispatch deliver delivers broadcast alert enqueue produce',
  ),
);

/** `publish_event`, `send_alert`: by a word of the name. */
export function promisesDelivery({ name }: Def): boolean {
  return wordsOfName(name).some((word) => DELIVERING.has(word));
}

/** Methods that hand a message to something outside: a broker, a queue, a mail server, an adapter. */
const HANDING_OVER: ReadonlySet<string> = new Set(
  words(
    `send asend send_message send_event send_email send_mail send_alert send_notification publish apublish deliver notify post
     produce send_and_wait enqueue put_events xadd lpush rpush basic_publish emit`,
  ),
);

/** What may get lost: observations, signs of life, and what is for a client that has gone. By a name, dots and all. */
export const EXPENDABLE =
  /telemetr|analytic|metric|trac(?:e|ing)|span|usage|heartbeat|ping|progress|typing|log|stat(?:s|us)|socket|sio|(?:^|_)ws(?:_|$)|sse|stream|chunk|debug|presence|invalidat|cache|cancel|stop|close|shutdown|gui|(?:^|_)ui(?:_|$)/i;

/** The call of a body that hands a parameter of the function, or what is made of it, to something outside; what is sent first. */
export function deliveryIn(body: readonly Stmt[], fn: Def, model: SemanticModel): Delivery | undefined {
  const deliveries = callsWithin(body).flatMap((call) => deliveryBy(call, fn, model) ?? []);
  return deliveries.find(({ doubt }) => doubt === undefined) ?? deliveries[0];
}

function deliveryBy(call: Call, fn: Def, model: SemanticModel): Delivery | undefined {
  const { func } = call;
  if (func.kind !== 'Attribute') return undefined;
  if (!HANDING_OVER.has(func.attr) && model.effects.of(call) !== 'network') return undefined;
  const event = parameterHandedTo(call, fn, model);
  if (event === undefined) return undefined;
  const isQueued = putsIntoQueue(call, model);
  return { call, event: event.name, isQueued, ...(event.isMeans && { doubt: 'role-from-name' as const }) };
}

function putsIntoQueue(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute') return false;
  if (JOB_SENDERS.has(func.attr)) return true;
  if (HANDING_OVER.has(func.attr) && BROKER.test(model.types.calleeName(func) ?? '')) return true;
  return (QUEUE_OPERATIONS.get(func.attr) ?? []).some(
    (operation) =>
      operation.act === 'put' &&
      isOfBroker(func.value, operation, model) &&
      (operation.isNamed !== true || callKeyword(call, operation.keyword) !== undefined),
  );
}

const BROKER =
  /^(?:kafka|aiokafka|confluent_kafka|faust|pika|aio_pika|kombu|celery|dramatiq|rq|arq|nats|redis|valkey)\./;

function parameterHandedTo(
  call: Call,
  fn: Def,
  model: SemanticModel,
): { readonly name: string; readonly isMeans: boolean } | undefined {
  let means: string | undefined;
  const own = new Set(parametersOf(fn).map(({ node }) => node));
  for (const origin of argumentValues(call).flatMap((argument) => model.flow.origins(argument))) {
    const root = rootOf(origin, model);
    const parameter = root.kind === 'Name' && root.id !== 'self' ? model.names.parameterOf(root) : undefined;
    if (parameter === undefined || !own.has(parameter)) continue;
    if (!MEANS.test(parameter.arg)) return { name: parameter.arg, isMeans: false };
    means ??= parameter.arg;
  }
  return means === undefined ? undefined : { name: means, isMeans: true };
}

/** Parameters that say where to or how, and are not what the function is called for, as far as names tell. */
const MEANS =
  /(?:^|_)(?:urls?|uri|client|session|api|token|keys?|config|settings|timeout|headers?|topic|channel|queue|broker|producer|adapter|recipients?|to|name|names|type|id|ids|level|host|port|user|method|auth|logger)$/i;

/** `event` of `event.to_dict()`, `event.payload`, `json.dumps(event)`; `{"event": event}` is not followed further. */
function rootOf(node: Expression, model: SemanticModel): Expression {
  let at = node;
  for (;;) {
    const isMethod = at.kind === 'Call' && at.func.kind === 'Attribute' && !model.names.qualifiedName(at.func);
    if (at.kind === 'Attribute' || at.kind === 'Subscript') at = at.value;
    else if (at.kind !== 'Call') return at;
    else if (isMethod) at = at.func;
    else if (at.args[0] !== undefined) at = at.args[0];
    else return at;
  }
}
