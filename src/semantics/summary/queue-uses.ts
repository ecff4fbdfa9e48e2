/** What a file does to queues outside the process, for rules that compare both ends of them. */
import {
  type Call,
  callKeyword,
  type Expression,
  identifiersOf,
  lastName,
  nodesOf,
  stringConstant,
} from '../../ast/index.ts';
import {
  OPAQUE_REDIS_CALLS,
  QUEUE_OPERATIONS,
  type QueueOperation,
  UNMISTAKABLE_QUEUE_CALLS,
} from '../../knowledge/message-queues.ts';
import type { SemanticModel } from '../model.ts';
import type {
  ModuleSummary,
  SummaryQueueCall,
  SummaryQueueName,
  SummaryQueueText,
  SummaryQueueUse,
} from '../summary.ts';
import { placeOf } from './place.ts';
import { queueNameOf, queueNamesOf } from './queue-names.ts';

type Queues = Pick<ModuleSummary, 'queueUses' | 'queueCalls' | 'queueTexts'>;

export function summarizeQueues(model: SemanticModel): Queues {
  const uses = queueUses(model);
  const calls = queueCalls(model);
  const texts = queueTexts(model);
  return {
    ...(uses.length > 0 && { queueUses: uses }),
    ...(calls.length > 0 && { queueCalls: calls }),
    ...(Object.keys(texts).length > 0 && { queueTexts: texts }),
  };
}

function queueUses(model: SemanticModel): SummaryQueueUse[] {
  const used = identifiersOf(model.source.module);
  if (!SOME_OPERATION.some((name) => used.has(name))) return [];
  return [...routedQueues(model), ...callUses(model)];
}

/** Queues that Celery's `task_routes` sends tasks to. */
function routedQueues(model: SemanticModel): SummaryQueueUse[] {
  if (!ROUTES.some((name) => identifiersOf(model.source.module).has(name))) return [];
  return nodesOf(model.source.module, 'Dict').flatMap(({ keys, values, parent }) => {
    const at = keys.findIndex((key) => key !== undefined && stringConstant(key) === 'queue');
    const value = values[at];
    if (value === undefined || parent?.kind !== 'Dict') return [];
    return [
      { broker: 'celery', act: 'put', name: queueNameOf(value, model), call: 'task_routes', ...placed(value, model) },
    ];
  });
}

function callUses(model: SemanticModel): SummaryQueueUse[] {
  return nodesOf(model.source.module, 'Call').flatMap((call) => {
    const method = lastName(call.func);
    if (method === undefined || !CALLED.has(method) || model.context.role === 'test') return [];
    const operations = QUEUE_OPERATIONS.get(method) ?? [];
    return [
      ...operations.flatMap((operation) => usesBy(call, method, operation, model)),
      ...(method === 'Queue' || method === 'Worker' || method === 'SimpleWorker' ? rqUses(call, method, model) : []),
      ...(OPAQUE_REDIS_CALLS.has(method) ? opaqueUses(call, method, model) : []),
    ];
  });
}

const ROUTES: readonly string[] = ['task_routes', 'CELERY_TASK_ROUTES', 'CELERY_ROUTES'];

const CALLED: ReadonlySet<string> = new Set([
  ...QUEUE_OPERATIONS.keys(),
  ...OPAQUE_REDIS_CALLS,
  ...['Queue', 'Worker', 'SimpleWorker'],
]);
const SOME_OPERATION: readonly string[] = [...QUEUE_OPERATIONS.keys(), ...OPAQUE_REDIS_CALLS, ...ROUTES, 'rq'];

function usesBy(call: Call, method: string, operation: QueueOperation, model: SemanticModel): SummaryQueueUse[] {
  const { broker, act, end, keeps } = operation;
  const receiver = call.func.kind === 'Attribute' ? call.func.value : undefined;
  if (receiver?.kind === 'Call' && receiver.func.kind === 'Name' && receiver.func.id === 'super') return [];
  if (!isOfBroker(receiver, operation, model)) return [];
  const names = namesGiven(call, operation, model);
  const ends = end ?? (method.endsWith('move') ? moveEnd(call, method, act, model) : undefined);
  return names.map((name) => ({
    broker,
    act,
    ...(ends !== undefined && { end: ends }),
    ...(keeps && { keeps }),
    name,
    call: method,
    ...placed(call, model),
  }));
}

/** Whether what the operation is called on looks like what has it. */
export function isOfBroker(
  receiver: Expression | undefined,
  { on, ofClass = on }: QueueOperation,
  model: SemanticModel,
): boolean {
  if (on === undefined) return true;
  if (receiver === undefined) return false;
  const type = model.types.classOf(receiver);
  return type === undefined ? on.test(lastName(receiver) ?? '') : ofClass?.test(type) === true;
}

/** The queues that a call names; none where it is no call of that kind. */
function namesGiven(call: Call, operation: QueueOperation, model: SemanticModel): readonly SummaryQueueName[] {
  const { keyword, position, isNamed, otherwise, act } = operation;
  if (isNamed && callKeyword(call, keyword) === undefined) return [];
  if (operation.broker === 'amqp' && act === 'put' && !goesToQueue(call, model)) return [{ kind: 'unknown' }];
  const argument = model.values.argument(call, keyword, position);
  if (argument.kind === 'given') return queueNamesOf(argument.value, model);
  // `lpush` and its like with no argument at all are someone else's.
  if (argument.kind === 'absent') return otherwise === undefined ? [] : [{ kind: 'text', text: otherwise }];
  return [{ kind: 'unknown' }];
}

/** The default exchange delivers to the queue of the routing key's name. */
function goesToQueue(call: Call, { values }: SemanticModel): boolean {
  const exchange = values.givenArgument(call, 'exchange', 0);
  return exchange !== undefined && values.string(exchange) === '';
}

/** `lmove(first, second, src, dest)`, `blmove(first, second, timeout, src, dest)`. */
function moveEnd(
  call: Call,
  method: string,
  act: QueueOperation['act'],
  { values }: SemanticModel,
): 'left' | 'right' | undefined {
  const first = method === 'blmove' ? 3 : 2;
  const given = act === 'take' ? values.argument(call, 'src', first) : values.argument(call, 'dest', first + 1);
  if (given.kind === 'absent') return act === 'take' ? 'left' : 'right';
  const text = given.kind === 'given' ? values.string(given.value)?.toLowerCase() : undefined;
  return text === 'left' || text === 'right' ? text : undefined;
}

/** `rq.Queue("emails")` in a file that enqueues, `rq.Worker(["emails"])`. */
function rqUses(call: Call, method: string, model: SemanticModel): SummaryQueueUse[] {
  const qualified = model.names.qualifiedName(call.func);
  if (qualified === undefined || !/^rq\./.test(qualified)) return [];
  const isQueue = method === 'Queue';
  const argument = model.values.argument(call, isQueue ? 'name' : 'queues', 0);
  const names: readonly SummaryQueueName[] =
    argument.kind === 'given'
      ? queueNamesOf(argument.value, model)
      : [argument.kind === 'absent' && isQueue ? { kind: 'text', text: 'default' } : { kind: 'unknown' }];
  return names.map((name) => ({
    broker: 'rq',
    act: isQueue ? 'put' : 'take',
    name,
    call: method,
    ...placed(call, model),
  }));
}

/** A script, or a command that is given as text. */
function opaqueUses(call: Call, method: string, model: SemanticModel): SummaryQueueUse[] {
  const receiver = call.func.kind === 'Attribute' ? call.func.value : undefined;
  if (
    receiver === undefined ||
    !/redis|valkey|conn|pipe|client|(?:^|\.)r$/i.test(model.types.classOf(receiver) ?? lastName(receiver) ?? '')
  )
    return [];
  const command = method === 'execute_command' ? call.args[0] : undefined;
  const text = command === undefined ? undefined : model.values.string(command);
  if (text !== undefined && !/push|xadd|move|eval|fcall/i.test(text)) return [];
  const place = placed(call, model);
  return (['redis-list', 'redis-stream'] as const).flatMap((broker) =>
    (['put', 'take'] as const).map((act) => ({ broker, act, name: { kind: 'unknown' }, call: method, ...place })),
  );
}

function placed(call: Expression, model: SemanticModel): Pick<SummaryQueueUse, 'within' | 'owner' | 'place'> {
  const within = model.context.defAround(call);
  const owner = model.context.classAround(call);
  return {
    ...(within !== undefined && { within: model.names.fullNameOf(within) }),
    ...(owner !== undefined && { owner: model.names.fullNameOf(owner) }),
    place: placeOf(call, model),
  };
}

/** Verbs of functions that take the name of a queue from their caller. */
const HANDING_ON =
  /queue|push|pop|publish|consume|subscrib|produc|dispatch|submit|listen|(?:^|_)(?:send|put|poll|receive|emit|fetch|take)(?:_|$)|(?:add|create|schedule|start|run)_(?:job|task|worker|consumer)|Queue|Worker|Consumer|Producer|Publisher|Subscriber/;
const NAMING = /queue|topic|stream|channel|subject|name|key|list/;

function queueCalls(model: SemanticModel): SummaryQueueCall[] {
  const verdicts = new Map<string, boolean>();
  // Calls that tell nothing say that any name may be given, once for all of them.
  const calls = new Map<string, SummaryQueueCall>();
  for (const call of nodesOf(model.source.module, 'Call')) {
    const callee = lastName(call.func);
    if (callee === undefined) continue;
    const handsOn = verdicts.get(callee) ?? (HANDING_ON.test(callee) && !UNMISTAKABLE_QUEUE_CALLS.has(callee));
    verdicts.set(callee, handsOn);
    if (!handsOn) continue;
    const use = queueCall(call, callee, model);
    calls.set(JSON.stringify(use), use);
  }
  return [...calls.values()];
}

function queueCall(call: Call, callee: string, model: SemanticModel): SummaryQueueCall {
  const isOpen = call.args.some(({ kind }) => kind === 'Starred') || call.keywords.some(({ arg }) => arg === undefined);
  const positional = isOpen ? [UNTOLD, UNTOLD, UNTOLD] : call.args.slice(0, 3).map((arg) => shortName(arg, model));
  const named = call.keywords.flatMap(({ arg, value }) =>
    arg !== undefined && NAMING.test(arg) ? [[arg, shortName(value, model)] as const] : [],
  );
  const isKnownName = [...positional, ...named.map(([, name]) => name)].some(({ kind }) => kind !== 'unknown');
  const within = isKnownName ? model.context.defAround(call) : undefined;
  return {
    callee,
    ...(within !== undefined && { within: model.names.fullNameOf(within) }),
    positional,
    named: Object.fromEntries(named),
  };
}

const UNTOLD: SummaryQueueName = { kind: 'unknown' };

/** Texts, and what is called as constants and queues are. */
function shortName(argument: Expression, model: SemanticModel): SummaryQueueName {
  const name = argument.kind === 'Name' || argument.kind === 'Attribute' ? lastName(argument) : undefined;
  const mayName =
    argument.kind === 'JoinedStr' ||
    stringConstant(argument) !== undefined ||
    (name !== undefined && (/^[A-Z][A-Z\d_]+$/.test(name) || QUEUE_WORD.test(name)));
  return mayName ? queueNameOf(argument, model) : UNTOLD;
}

const QUEUE_WORD =
  /queue|stream|channel|topic|subject|key|list|job|task|event|inbox|outbox|backlog|pending|work|redis|message|notif/i;

/** Names of modules and classes that are bound to a text, or to what the environment says. */
function queueTexts(model: SemanticModel): Record<string, SummaryQueueText> {
  const { module } = model.source;
  const texts: Record<string, SummaryQueueText> = {};
  for (const statement of [...nodesOf(module, 'Assign'), ...nodesOf(module, 'AnnAssign')]) {
    const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
    const { value, parent } = statement;
    const owner = parent?.kind === 'ClassDef' ? parent : undefined;
    if (target?.kind !== 'Name' || value === undefined) continue;
    if (owner === undefined && parent?.kind !== 'Module') continue;
    if (!QUEUE_WORD.test(target.id) && !QUEUE_WORD.test(owner?.name ?? '')) continue;
    const name = queueNameOf(defaultOf(value, model), model);
    if (name.kind !== 'text' && name.kind !== 'variable') continue;
    const key = owner === undefined ? target.id : `${model.names.qualnameOf(owner)}.${target.id}`;
    texts[key] = { name, place: placeOf(target, model) };
  }
  return texts;
}

/** `Field(default="jobs")`, `Field("jobs", …)` of settings. */
function defaultOf(value: Expression, { values }: SemanticModel): Expression {
  if (value.kind !== 'Call' || !/^[Ff]ield$/.test(lastName(value.func) ?? '')) return value;
  return values.givenArgument(value, 'default', 0) ?? value;
}
