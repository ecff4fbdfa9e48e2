import type { Call, Expression } from '../ast/index.ts';
import type { SemanticModel } from '../semantics/index.ts';

/** A queue where it is made. `unknown`: the size is given, and may be 0, which means no limit. */
export interface QueueMade {
  readonly call: Call;
  readonly className: string;
  readonly limit: 'none' | 'some' | 'unknown';
}

const QUEUES: ReadonlySet<string> = new Set(
  ['queue', 'asyncio', 'asyncio.queues', 'multiprocessing', 'gevent.queue'].flatMap((module) =>
    ['Queue', 'LifoQueue', 'PriorityQueue', 'JoinableQueue', 'SimpleQueue'].map((name) => `${module}.${name}`),
  ),
);

/** What a call makes, where it is a queue of the standard library (or gevent's). */
export function queueMadeBy(call: Expression, model: SemanticModel): QueueMade | undefined {
  if (call.kind !== 'Call') return undefined;
  const callee = call.func.kind === 'Subscript' ? call.func.value : call.func;
  const className = model.names.qualifiedName(callee);
  if (className === undefined || !QUEUES.has(className)) return undefined;
  return { call, className, limit: className.endsWith('SimpleQueue') ? 'none' : limitOf(call, model) };
}

function limitOf(call: Call, model: SemanticModel): QueueMade['limit'] {
  const size = model.values.argument(call, 'maxsize', 0);
  if (size.kind === 'absent') return 'none';
  const number = size.kind === 'given' ? model.values.number(size.value) : undefined;
  if (number === undefined) return 'unknown';
  return number > 0 ? 'some' : 'none';
}

/** The queue that a local, an attribute or a module's name holds, where it can hold queues of one size only. */
export function queueBehind(expression: Expression, model: SemanticModel): QueueMade | undefined {
  const values =
    expression.kind === 'Name' && model.names.resolve(expression)?.scope.kind === 'function'
      ? model.flow.origins(expression)
      : valuesKept(expression, model);
  const made = values.map((value) => queueMadeBy(value, model));
  const [first] = made;
  return first !== undefined && made.every((each) => each?.limit === first.limit) ? first : undefined;
}

function valuesKept(expression: Expression, model: SemanticModel): readonly Expression[] {
  const life = model.state.lifeOf(expression);
  const kept = [...(life?.of('create') ?? []), ...(life?.of('rebind') ?? [])].flatMap(({ value }) => value ?? []);
  return kept.filter((value) => model.values.fold(value)?.kind !== 'none');
}
