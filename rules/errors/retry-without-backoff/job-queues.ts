/** Jobs on queues: how they are taken, and how one that was taken is put back. */
import {
  type Attribute,
  type Call,
  type Expression,
  holds,
  isWithin,
  lastName,
  type Name,
  type Node,
  nodesOf,
  walk,
} from '#ast';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';

const PUTTING_BACK: ReadonlySet<string> = new Set(['lpush', 'rpush', 'put', 'put_nowait', 'enqueue']);
const TAKING: ReadonlySet<string> = new Set(
  words('get get_nowait lpop rpop blpop brpop brpoplpush blmove lmove popleft pop dequeue'),
);
/** What is lent from these is given back, whether the work went well or not. */
const LENDING_NAME = /pool|free|idle|avail|slot|token|permit|conn|client|worker|port|session|browser/i;

export interface JobPutBack {
  /** The call that takes from the queue. */
  readonly taken: Call;
  /** The queue as it is written, its key where one object keeps many. */
  readonly queue: string;
}

/**
 * A call that puts on a queue what the same class (or function) takes from it: what goes back is what was taken, or, where
 * `mayBeGiven`, a parameter of the function. Results and errors are none, nor what is lent by a pool.
 */
export function jobPutBack(call: Call, mayBeGiven: boolean, model: SemanticModel): JobPutBack | undefined {
  const { func, args } = call;
  const element = args.at(-1);
  if (func.kind !== 'Attribute' || element === undefined || !putsJob(call)) return undefined;
  const owner = model.context.classAround(call) ?? model.context.defAround(call);
  const calls = owner === undefined ? [] : nodesOf(model.source.module, 'Call').filter((each) => isWithin(each, owner));
  const taken = calls.find((other) => takesFrom(other, call, func, model) && isJob(element, other, mayBeGiven, model));
  if (taken === undefined) return undefined;
  const key = func.attr.includes('push') ? args[0] : undefined;
  return { taken, queue: model.source.text.slice(key ?? func.value) };
}

/** A call by which a job may get onto a queue. */
export function putsJob({ func }: Call): boolean {
  return func.kind === 'Attribute' && PUTTING_BACK.has(func.attr);
}

/** What was lent is given back, as far as the name of the queue tells. */
export function returnsBorrowed({ func }: Call): boolean {
  return func.kind === 'Attribute' && LENDING_NAME.test(lastName(func.value) ?? '');
}

/** A call that takes from a queue waits for what is there, and is no pause before the next attempt. */
export function takesJob({ func }: Call): boolean {
  return TAKING.has(lastName(func) ?? '');
}

function takesFrom(other: Call, call: Call, func: Attribute, { source: { text } }: SemanticModel): boolean {
  if (other.func.kind !== 'Attribute' || !takesJob(other)) return false;
  const isSame = (one: Node, another: Node): boolean => text.slice(one) === text.slice(another);
  if (!isSame(other.func.value, func.value)) return false;
  const [key] = call.args;
  if (key === undefined || call.args.length < 2) return !func.attr.includes('push');
  // Redis keeps many queues: the key says which one.
  return other.args.some((arg) => [arg, ...(arg.kind === 'List' ? arg.elts : [])].some((each) => isSame(each, key)));
}

function isJob(element: Expression, taken: Call, mayBeGiven: boolean, model: SemanticModel): boolean {
  if (element.kind === 'Dict' || element.kind === 'Tuple') return false;
  return holds(element, (node) => {
    if (node.kind !== 'Name') return false;
    if (mayBeGiven && node.id !== 'self' && model.names.parameterOf(node) !== undefined) return true;
    return holds(model.flow.origins(node), (part) => part === taken) || isMadeOf(node, taken, model);
  });
}

/** Jobs go through tuples, codecs, lists and loops: `_, raw = taken`, `jobs = [Job.parse(raw)]`, `next(job for job in jobs)`. */
function isMadeOf(name: Name, taken: Call, model: SemanticModel): boolean {
  const seen = new Set<unknown>();
  let names: readonly Name[] = [name];
  for (let step = 0; step < MAX_STEPS && names.length > 0; step++) {
    const values = names.flatMap((each) => {
      const binding = model.names.resolve(each);
      if (binding === undefined || binding.scope.kind === 'module' || seen.has(binding)) return [];
      seen.add(binding);
      return binding.definitions.flatMap(({ statement }) => valueTaken(statement) ?? []);
    });
    if (values.some((value) => holds(value, (part) => part === taken))) return true;
    names = values.flatMap((value) => {
      const within: Name[] = [];
      walk(value, (part) => {
        if (part.kind === 'Name' && part.ctx === 'Load' && part.id !== 'self') within.push(part);
      });
      return within;
    });
  }
  return false;
}

const MAX_STEPS = 6;

/** What a statement takes what it binds from. */
function valueTaken(statement: Node): Expression | undefined {
  switch (statement.kind) {
    case 'Assign':
    case 'AnnAssign':
    case 'NamedExpr':
      return statement.value;
    case 'For':
    case 'AsyncFor':
    case 'comprehension':
      return statement.iter;
    default:
      return undefined;
  }
}
