/** How work in a thread ends although anyone who waited for it has given up. */
import { type Call, dottedName, type Expression, holds, lastName, type Node } from '#ast';
import type { FunctionStart, SemanticModel } from '#semantics';

/** How anyio is told to leave the thread behind. */
export const GIVING_UP: ReadonlySet<string> = new Set(['abandon_on_cancel', 'cancellable']);
const LIMIT_WORDS =
  /(^|_)(cancel\w*|stop\w*|abort\w*|deadline|timeout\w*|expir\w*|interrupt\w*|terminat\w*|shutdown|seconds|token)($|_)/i;
/** What Python itself tells threads and processes to stop by; what is only called so is a guess. */
const EVENTS: ReadonlySet<string> = new Set([
  'threading.Event',
  'multiprocessing.Event',
  'multiprocessing.synchronize.Event',
]);
/** What ends the work from outside: the process, the connection, the flag. */
const ENDINGS =
  /^(set|cancel\w*|kill|terminate|close|shutdown|stop|abort|interrupt|disconnect)$|^_?(kill|terminate|stop|cancel|abort|interrupt|replace|restart|recreate)_/;

/** How the work ends all the same: it is told when to stop, has a limit of its own, or is ended from outside when time is up. */
export interface WorkEnd {
  /** Absent where names alone say so. */
  readonly proof?: string;
}

export function endOfWork(start: FunctionStart, timeout: Call, model: SemanticModel): WorkEnd | undefined {
  const proof = proofOfEnd(start, timeout, model);
  if (proof !== undefined) return { proof };
  return mayEnd(start, timeout, model) ? {} : undefined;
}

function proofOfEnd({ call, run }: FunctionStart, timeout: Call, model: SemanticModel): string | undefined {
  if (givenTo(call, model).some((each) => EVENTS.has(model.types.classOf(each) ?? '')))
    return 'it gets an event that stops it';
  const receiver = run.kind === 'Attribute' ? run.value : undefined;
  const made = receiver === undefined ? [] : madeAs(receiver, model);
  if (hasLimit(call, model) || made.some((origin) => origin.kind === 'Call' && hasLimit(origin, model)))
    return 'it has its own timeout';
  const name = receiver && dottedName(receiver);
  const isReceiverEnded = (part: Node): boolean => name !== undefined && endsSomething(part, name);
  return partsAfter(timeout, model).some(isReceiverEnded) ? 'its resource is closed after the timeout' : undefined;
}

/** `to_thread(f, stop)`, `Thread(target=f, args=(stop,))`. */
function givenTo({ args, keywords }: Call, { flow }: SemanticModel): readonly Expression[] {
  const given = keywords.find(({ arg }) => arg === 'args')?.value;
  const listed = given && flow.whole(given);
  return listed?.kind === 'Tuple' || listed?.kind === 'List' ? listed.elts : args;
}

/** `timeout=5`. */
const hasLimit = ({ keywords }: Call, { values }: SemanticModel): boolean =>
  keywords.some(({ arg, value }) => /(?:^|_)timeout$/.test(arg ?? '') && values.number(value) !== undefined);

function mayEnd(start: FunctionStart, timeout: Call, model: SemanticModel): boolean {
  const settings = start.call.keywords.filter(({ arg }) => !GIVING_UP.has(arg ?? ''));
  const run = model.context.functionRun(start.run);
  return (
    [...start.call.args, ...settings].some((argument) => knowsLimit(argument, model)) ||
    (run !== undefined && knowsLimit(run, model)) ||
    partsAfter(timeout, model).some((part) => endsSomething(part))
  );
}

/** What runs when time is up. */
const partsAfter = (timeout: Call, model: SemanticModel): readonly Node[] =>
  model.context.triesAround(timeout).flatMap(({ handlers, finalbody }) => [...handlers, ...finalbody]);

function knowsLimit(part: Node, model: SemanticModel): boolean {
  return holds(part, (node) =>
    node.kind === 'Name'
      ? LIMIT_WORDS.test(node.id)
      : node.kind === 'Attribute'
        ? LIMIT_WORDS.test(node.attr)
        : node.kind === 'keyword' && LIMIT_WORDS.test(node.arg ?? ''),
  );
}

function madeAs(receiver: Expression, model: SemanticModel): readonly Expression[] {
  const life = model.state.lifeOf(receiver);
  return life?.of('create').flatMap(({ value }) => value ?? []) ?? model.flow.origins(receiver);
}

/** Of a certain object, where one is named. */
function endsSomething(part: Node, receiver?: string): boolean {
  return holds(
    part,
    (node) =>
      node.kind === 'Call' &&
      ENDINGS.test(lastName(node.func) ?? '') &&
      (receiver === undefined || (node.func.kind === 'Attribute' && dottedName(node.func.value) === receiver)),
  );
}
