/** Job queues that live in one process: what was accepted and is not yet done is in them and nowhere else. */
import { type ClassDef, type Def, holds, lastName, type Node, type Stmt } from '#ast';
import type { DoubtId } from '#findings';
import { reachedFrom } from '#kit';
import { isGivenQueue } from '#kit/queues';
import { QUEUE_CLASSES } from '#knowledge/queues';
import type { Question } from '#project';
import type { SemanticModel, StateLife } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { type HandOver, handOverThrough } from './queue-uses.ts';

export interface JobQueue extends HandOver {
  readonly life: StateLife;
  /** Where it is made. */
  readonly at: Node;
  /** Whether requests come to it. */
  readonly served: Question;
  /** Why what passes through it may be no work that someone waits for, or may be kept elsewhere as well. */
  readonly doubt?: DoubtId;
}

/** Those that the module's names hold. */
export function jobQueuesOfModule(model: SemanticModel): readonly JobQueue[] {
  const lives = [...model.state.ofModule().values()];
  return lives.flatMap((life) => jobQueue(life, undefined, model) ?? []);
}

/** Those of the objects of a class that keeps the jobs nowhere else. */
export function jobQueuesOfClass(owner: ClassDef, model: SemanticModel): readonly JobQueue[] {
  if (model.context.role === 'test' || isGivenQueue(owner, model)) return [];
  const lives = [...model.state.ofClass(owner).values()];
  return lives.flatMap((life) => jobQueue(life, owner, model) ?? []);
}

const CONTAINERS: ReadonlySet<StateLife['container']> = new Set(['deque', 'list', 'bounded']);
/** Work that someone asked for and waits for. */
const JOB_WORD =
  /[jJ]ob(?!lib)|(^|_)work(_|$)|tasks?_?(queue|scheduler|runner|manager|worker)|Tasks?(Queue|Scheduler|Runner|Manager|Worker)|^pending_(tasks|requests)$|training_?(runs|queue)/;
const QUEUE_OWNER =
  /Queue|Scheduler|Worker|Dispatcher|Manager|Executor|Runner|Broker|Orchestrator|Service|Backend|Engine|Server/;
/** What passes through these is not asked for by anybody, or is made again. */
const PIPELINE =
  /Log|Metric|Event|Telemetry|Trace|Span|Stat|Buffer|Stream|Audio|Video|Frame|Batch|Prefetch|Loader|Writer|Reader|Iterator|Callback|Notif|Progress|Pool|Thread|Process|Pipeline|Message|Output|Connection|Test|Mock|Fake|Crawl|Walk|Visitor|Graph|Plan|Parser|Search/;
const DURABLE =
  /redis|restor|recover|sql|database|(^|_)db(_|$)|persist|durable|journal|repository|checkpoint|celery|rabbit|kafka|sqs|pubsub|mongo|storage|wal(_|$)/i;

function mayBeQueue({ type, container }: StateLife): boolean {
  return (type !== undefined && QUEUE_CLASSES.has(type)) || CONTAINERS.has(container);
}

function jobQueue(life: StateLife, owner: ClassDef | undefined, model: SemanticModel): JobQueue | undefined {
  if (!mayBeQueue(life)) return undefined;
  const made = life.of('create');
  const at = (made.find(({ value }) => value !== undefined) ?? made[0])?.node;
  const handOver = at === undefined ? undefined : handOverThrough(life, model);
  if (at === undefined || handOver === undefined) return undefined;
  const names = owner === undefined ? [life.name] : [owner.name, life.name];
  const isPipeline = names.some((name) => PIPELINE.test(name));
  const isNamed = names.some((name) => JOB_WORD.test(name));
  if (!isPipeline && !isNamed && mayBeMissed(handOver.put, model)) return undefined;
  const served = servesRequests(life.owner, model.context.defAround(handOver.put.call), model);
  const isExpendable =
    isPipeline || !isNamed || (owner !== undefined && (!QUEUE_OWNER.test(owner.name) || isDurable(owner, model)));
  return { life, at, served, ...handOver, ...(isExpendable && { doubt: 'expendable-state' }) };
}

/** Something in the class may keep the jobs elsewhere as well. */
function isDurable(owner: ClassDef, model: SemanticModel): boolean {
  return holds(owner, (node) => {
    if (node.kind === 'Attribute') return DURABLE.test(node.attr);
    return node.kind === 'Call' && /^(database|file)$/.test(model.effects.of(node));
  });
}

/** What is put in is written to a store beside, or dropped without a word where the queue is full. */
function mayBeMissed({ call, within }: HandOver['put'], { effects, handlers }: SemanticModel): boolean {
  const isKept = callsWithin([within]).some(
    (each) => effects.of(each) === 'database' || DURABLE.test(lastName(each.func) ?? ''),
  );
  const full = ['queue.Full', 'asyncio.QueueFull'].map((name) => handlers.takerOf(call, name));
  return isKept || full.some((handler) => handler?.body.every(saysNothing) === true);
}

const saysNothing = (statement: Stmt): boolean =>
  statement.kind === 'Pass' ||
  statement.kind === 'Continue' ||
  (statement.kind === 'Return' && statement.value === undefined);

/** A request comes to where a job is put in, or to the object for as long as the process lives. */
function servesRequests(owner: ClassDef | undefined, put: Def | undefined, { names }: SemanticModel): Question {
  const reached = put === undefined ? [] : [reachedFrom(['route'], names.fullNameOf(put))];
  const kept: Question[] = owner === undefined ? [] : [{ kind: 'long-lived', class: names.fullNameOf(owner) }];
  return { kind: 'any', of: [...reached, ...kept] };
}
