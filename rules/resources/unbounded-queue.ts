import {
  ancestors,
  argumentValues,
  type Call,
  type Expression,
  isWithin,
  methodCalledOn,
  type Node,
  nameOfPlace,
  namesIn,
  nodesOf,
  parametersOf,
} from '#ast';
import {
  type DoubtId,
  defineSourceRule,
  NOT_PRODUCTION,
  providedThat,
  reachedFrom,
  SERVING,
  type SourceContext,
  whereItServes,
} from '#kit';
import { type QueueMade, queueMadeBy, queuePutBy, whereUnlimited } from '#kit/queues';
import type { Condition } from '#project';
import type { FunctionNode, StateLife } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

const COLLECTING: ReadonlySet<string> = new Set(['append', 'add', '[]=', 'setdefault']);
const SUBSCRIBERS =
  /subscri|listener|client|connection|watcher|observer|websocket|queues|channels|sinks|viewers|sessions/i;
/** Given or taken as often as there are parts: results of workers, free slots, signals. */
const SMALL =
  /result|free|idle|available|stop|shutdown|exit|ready|done|finish|signal|error|exception|response|reply|slots?$|pool|token|lock/i;
const MEASURING: ReadonlySet<string> = new Set(['qsize', 'join', 'full']);

export default defineSourceRule({
  docs: {
    summary: 'unbounded queue between requests and work',
    why: 'When consumers are slower than producers, nothing slows the producers down. Memory grows until the system kills the process, and everything in the queue is lost.',
    remedy:
      'Give it a `maxsize` and decide what happens when it is full: wait, refuse, or drop the oldest and count it',
    harm: 'leaks',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 6, right: 5, on: 'langflow, vllm, distributed, transformers' },
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-011' }],
    bad: 'import asyncio\n\nclass Feed:\n    def __init__(self):\n        self.subscribers = []\n\n    def subscribe(self):\n        queue = asyncio.Queue()\n        self.subscribers.append(queue)\n        return queue\n\n    def publish(self, event):\n        for queue in self.subscribers:\n            queue.put_nowait(event)\n',
    good: 'import asyncio\n\nclass Feed:\n    def __init__(self):\n        self.subscribers = []\n\n    def subscribe(self):\n        queue = asyncio.Queue(maxsize=100)\n        self.subscribers.append(queue)\n        return queue\n\n    def publish(self, event):\n        for queue in list(self.subscribers):\n            try:\n                queue.put_nowait(event)\n            except asyncio.QueueFull:\n                self.subscribers.remove(queue)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: ['Queue', 'SimpleQueue', 'LifoQueue', 'PriorityQueue', 'JoinableQueue'],
  visit: {
    Call(call, ctx) {
      const made = queueMadeBy(call, ctx);
      if (made === undefined || made.limit === 'some') return;
      const life = lifeKeeping(call, ctx);
      if (life !== undefined) reportKept(made, life, ctx);
      else if (made.limit === 'none') reportSubscriber(made, ctx);
    },
  },
});

/** `self.queue = Queue()`, `QUEUE = Queue()`: what is bound where the call stands. */
function lifeKeeping(call: Call, ctx: SourceContext): StateLife | undefined {
  const { parent } = call;
  const target =
    parent?.kind === 'Assign' ? parent.targets[0] : parent?.kind === 'AnnAssign' ? parent.target : undefined;
  if (target === undefined || (target.kind === 'Name' && ctx.names.resolve(target)?.scope.kind === 'function'))
    return undefined;
  return ctx.state.lifeOf(target);
}

interface Put {
  readonly call: Call;
  readonly within: FunctionNode;
}

function reportKept(made: QueueMade, life: StateLife, ctx: SourceContext): void {
  // Made anew elsewhere, it is the same queue in another turn of its life.
  const first = life.of('create').find(({ value }) => value?.kind === 'Call');
  if (first !== undefined && first.value !== made.call) return;
  const mentions = mentionsOf(life, ctx);
  const [put, ...others] = mentions.flatMap((mention) => putAt(mention, ctx) ?? []);
  const measure = mentions.find((mention) => isMeasured(mention));
  if (put === undefined) return;
  if (measure !== undefined && decides(measure)) {
    ctx.proven({ at: made.call, by: 'its size is checked, or its consumers are awaited', where: measure });
    return;
  }
  const name = life.owner === undefined ? life.name : `${life.owner.name}.${life.name}`;
  const puts = [put, ...others];
  const isOfCallers = puts.some((each) => isOfCaller(each, ctx));
  const held = whereUnlimited(made, isOfCallers ? undefined : whenFilledAgain(puts, ctx), ctx);
  if (held === undefined) return;
  ctx.report({
    at: made.call,
    message: `unbounded queue: \`${functionName(put.within)}\` adds to \`${name}\` without a limit, even when consumers fall behind`,
    doubt: doubtAbout(put, life, measure !== undefined, ctx),
    related: [{ at: put.call, message: 'filled here' }],
    ...held,
  });
}

function doubtAbout(
  { within }: Put,
  { name }: StateLife,
  isMeasured: boolean,
  ctx: SourceContext,
): DoubtId | undefined {
  if (isMeasured || waits(within)) return 'limit-elsewhere';
  return SMALL.test(name) || looksUp(within, ctx) ? 'bounded-key-space' : undefined;
}

function mentionsOf(life: StateLife, ctx: SourceContext): readonly Expression[] {
  return life.owner === undefined
    ? (ctx.names.moduleScope.bindings.get(life.name)?.references ?? [])
    : ctx.state.mentionsOf(life.owner, life.name);
}

/** Something that comes from a caller is put; a constant is a signal. */
function putAt(mention: Expression, ctx: SourceContext): Put | undefined {
  const called = methodCalledOn(mention);
  const element = called && queuePutBy(called.call, ctx)?.element;
  const within = ctx.context.functionAround(mention);
  if (called === undefined || element === undefined || within === undefined) return undefined;
  return isSignal(element, ctx) || ctx.state.runsInCreation(within) ? undefined : { call: called.call, within };
}

/** A constant, a member of an enumeration, an object that is given nothing. */
function isSignal(given: Expression, { values, names, flow }: SourceContext): boolean {
  const element = flow.whole(given);
  if (element.kind === 'Call') return argumentValues(element).length === 0 && element.func.kind === 'Name';
  return names.qualifiedName(element) !== undefined || values.fold(element) !== undefined;
}

/** Asked how full it is, or waited for: somebody pushes back. */
const isMeasured = (mention: Expression): boolean => MEASURING.has(methodCalledOn(mention)?.method ?? '');

/** What is measured decides, or is waited for; a figure for a log or a metric bounds nothing. */
function decides(mention: Expression): boolean {
  if (methodCalledOn(mention)?.method === 'join') return true;
  for (const at of ancestors(mention)) {
    if (at.kind === 'Compare' || at.kind === 'BoolOp' || at.kind === 'UnaryOp') return true;
    if (at.kind === 'If' || at.kind === 'While' || at.kind === 'IfExp') return isWithin(mention, at.test);
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return false;
  }
  return false;
}

/** What is put is made of what a caller gives; what the object finds by itself is as much as there is. */
function isOfCaller({ call, within }: Put, ctx: SourceContext): boolean {
  const [element] = call.args;
  if (within.kind === 'Lambda' || element === undefined) return false;
  const given = new Set(parametersOf(within).flatMap(({ name }) => (/^(?:self|cls)$/.test(name) ? [] : name)));
  return [...namesIn(element, ...ctx.flow.origins(element))].some((name) => given.has(name));
}

/** `if key in pending: return` – each is in the queue once. */
function looksUp(fn: FunctionNode, { module }: SourceContext): boolean {
  return nodesOf(module, 'Compare').some(
    (compare) => compare.ops.some((op) => op === 'In' || op === 'NotIn') && isWithin(compare, fn),
  );
}

/** Whoever puts waits until it is done: there are no more in the queue than there are waiting. */
function waits(fn: FunctionNode): boolean {
  return callsWithin([fn]).some((call) =>
    /^(wait|wait_for|result|create_future|Future|Event)$/.test(nameOfPlace(call.func) ?? ''),
  );
}

function whenFilledAgain(puts: readonly Put[], { names }: SourceContext): Condition {
  const functions = puts.flatMap(({ within }) => (within.kind === 'Lambda' ? [] : names.fullNameOf(within)));
  return providedThat(whereItServes(reachedFrom(SERVING, ...functions)), 'drop');
}

/** One queue for each subscriber, kept in a list or table of them that the class fills without waiting. */
function reportSubscriber(made: QueueMade, ctx: SourceContext): void {
  for (const { kind, node, carrier } of ctx.flow.destinations(made.call)) {
    const place = kind === 'argument' || kind === 'subscript-store' ? collectionAt(node, carrier) : undefined;
    const life = place === undefined ? undefined : ctx.state.lifeOf(place);
    if (
      life === undefined ||
      !SUBSCRIBERS.test(life.name) ||
      !life.of('grow').some(({ operation }) => COLLECTING.has(operation))
    )
      continue;
    if (looksUpBefore(made.call, ctx)) return;
    const isLeft = life.of('shrink').length > 0;
    const name = life.owner === undefined ? life.name : `${life.owner.name}.${life.name}`;
    ctx.report({
      at: made.call,
      message: isLeft
        ? `unbounded queue per subscriber in \`${name}\`: one stalled consumer accumulates everything that is published`
        : `unbounded queue per subscriber in \`${name}\`, and none is ever removed: queues of disconnected consumers keep growing`,
      ...(!isLeft && { remedy: 'Remove the queue when its consumer disconnects, and give it a `maxsize`' }),
      related: [{ at: node, message: 'kept here' }],
      // A queue for each job is read by whoever wants its result; readers of a broadcast come and go.
      doubt: isBroadcast(life, ctx) ? undefined : 'drained-elsewhere',
    });
    return;
  }
}

/** One for each name, made when it is first asked for. */
function looksUpBefore(call: Call, ctx: SourceContext): boolean {
  const test = [...ancestors(call)].find((node) => node.kind === 'If');
  return (
    test?.kind === 'If' &&
    test.test.kind === 'Compare' &&
    test.test.ops.includes('NotIn') &&
    ctx.context.functionAround(test) === ctx.context.functionAround(call)
  );
}

/** `for queue in subscribers: queue.put_nowait(event)`. */
function isBroadcast({ name }: StateLife, ctx: SourceContext): boolean {
  const loops = nodesOf(ctx.module, 'For').filter((loop) => ctx.text.slice(loop.iter).includes(name));
  return loops.some((loop) => callsWithin(loop.body).some((call) => queuePutBy(call, ctx) !== undefined));
}

/** `subscribers` of `subscribers.append(queue)` and of `subscribers[key] = queue`. */
function collectionAt(node: Node, carrier: Expression): Expression | undefined {
  if (node.kind === 'Call' && node.func.kind === 'Attribute' && node.args.includes(carrier)) return node.func.value;
  const target = node.kind === 'Assign' ? node.targets.find(({ kind }) => kind === 'Subscript') : node;
  return target?.kind === 'Subscript' ? target.value : undefined;
}

const functionName = (fn: FunctionNode): string => (fn.kind === 'Lambda' ? 'a lambda' : fn.name);
