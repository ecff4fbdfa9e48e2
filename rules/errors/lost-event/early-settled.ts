/** Messages that their broker gives up before the work on them is done. */
import { type Call, type Def, type Expression, holds, isWithin, type Node, nodesOf, parametersOf, walk } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** Where a message is gone from its broker, and the work that may yet fail. */
export interface EarlySettled {
  readonly at: Call;
  readonly work: Call;
  /** The path to what does the work, where only the project knows whether it reaches anything. */
  readonly path?: string;
}

const SETTLING = /^(?:delete_message(?:_batch)?|basic_ack|x?ack|acknowledge|complete_message|commit)$/;
/** `commit` ends a transaction as well; and mail is deleted by its user. */
const BROKERS = /(?:^|\.)(?:\w*consumer|\w*subscriber|sqs|\w*channel|\w*queue|ch|\w*message|msg)$/i;

/** `consumer.commit()`, `sqs.delete_message(…)`, `await message.ack()`, and behind it the work with what the message says. */
export function settledEarly(call: Call, model: SemanticModel): EarlySettled | undefined {
  const { func } = call;
  if (func.kind !== 'Attribute' || !SETTLING.test(func.attr)) return undefined;
  const fn = model.context.defAround(call);
  if (fn === undefined) return undefined;
  const receiver = model.types.classOf(func.value) ?? model.source.text.slice(func.value);
  const isOfSqs = call.keywords.some(({ arg }) => arg === 'QueueUrl');
  if (!BROKERS.test(receiver) && !isOfSqs && func.attr !== 'xack') return undefined;
  const messages = messagesIn(fn, call, model);
  const work = worksBehind(call, fn, model).find((each) => messages.size > 0 && usesAny(each, messages));
  return work === undefined ? undefined : { at: call, work, ...pathOf(work, model) };
}

/** Of a function of another module only the project knows what it does. */
const isWork = (call: Call, { effects }: SemanticModel): boolean =>
  WORK.has(effects.of(call)) ||
  (effects.of(call) === 'unknown' && (call.parent?.kind === 'Await' || effects.projectPath(call) !== undefined));

const pathOf = (work: Call, model: SemanticModel): Pick<EarlySettled, 'path'> => {
  const path = WORK.has(model.effects.of(work)) ? undefined : model.effects.projectPath(work);
  return path === undefined ? {} : { path };
};

/** Calls behind one, on its way, that may fail for something outside, where no handler puts what failed somewhere else. */
function worksBehind(call: Call, fn: Def, model: SemanticModel): readonly Call[] {
  return callsWithin([fn]).filter(
    (each) =>
      each.start > call.end &&
      !isWithin(call, each) &&
      isWork(each, model) &&
      model.flow.mayComeTo(call, each) &&
      model.context.handlerAround(each) === undefined &&
      !SETTLING.test(each.func.kind === 'Attribute' ? each.func.attr : '') &&
      model.context.triesAround(each).every(({ handlers }) => handlers.every((handler) => onlyLogs(handler, model))),
  );
}

const WORK: ReadonlySet<string> = new Set(['project', 'network', 'database', 'file', 'subprocess']);

const onlyLogs = (handler: Node, model: SemanticModel): boolean =>
  handler.kind === 'ExceptHandler' &&
  model.handlers.describe(handler).work.length === 0 &&
  callsWithin([handler]).every((each) => model.effects.of(each) === 'log' || model.effects.of(each) === 'pure');

/** The message that a loop or a fetch gives, and what is made of it. */
function messagesIn(fn: Def, settling: Call, model: SemanticModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const around of [...nodesOf(model.source.module, 'For'), ...nodesOf(model.source.module, 'AsyncFor')])
    if (isWithin(settling, around)) for (const name of namesIn(around.target)) names.add(name);
  walk(settling, (node) => {
    if (node.kind === 'Name' && model.names.resolve(node)?.scope.kind === 'function') names.add(node.id);
  });
  // pika hands over the body beside what is acknowledged.
  if (settling.func.kind === 'Attribute' && settling.func.attr === 'basic_ack')
    for (const { name } of parametersOf(fn)) names.add(name);
  // What a message is read into before it is given up counts as well.
  for (const { targets, value } of model.context.nodesOfFunction(fn, 'Assign'))
    if (holds(value, (node) => node.kind === 'Name' && names.has(node.id)))
      for (const target of targets) for (const name of namesIn(target)) names.add(name);
  return names;
}

function namesIn(target: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  walk(target, (node) => {
    if (node.kind === 'Name') names.add(node.id);
  });
  return names;
}

const usesAny = (call: Call, names: ReadonlySet<string>): boolean =>
  [...call.args, ...call.keywords].some((given) => holds(given, (node) => node.kind === 'Name' && names.has(node.id)));
