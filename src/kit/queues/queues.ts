import { type Call, type ClassDef, callKeyword, type Expression, parametersOf } from '../../ast/index.ts';
import { QUEUE_CLASSES } from '../../knowledge/queues.ts';
import type { Condition } from '../../project/index.ts';
import type { FoldedValue, SemanticModel } from '../../semantics/index.ts';
import { type HeldElsewhere, whereItHolds } from '../settings/held-elsewhere.ts';

/** A queue where it is made. `unknown`: the size is given, and may be 0, which means no limit. */
export interface QueueMade {
  readonly call: Call;
  readonly className: string;
  readonly limit: 'none' | 'some' | 'unknown';
}

/** Anyone who makes an object of the class gives it a queue: it is a stage between others, who keep what passes. */
export function isGivenQueue(owner: ClassDef, { state }: SemanticModel): boolean {
  const made = state.methodsOf(owner).get('__init__');
  return made !== undefined && parametersOf(made).some(({ name }) => /(^|_)q(ueue)?$/.test(name));
}

/** What a call makes, where it is a queue of the standard library (or gevent's). */
export function queueMadeBy(call: Expression, model: SemanticModel): QueueMade | undefined {
  if (call.kind !== 'Call') return undefined;
  const callee = call.func.kind === 'Subscript' ? call.func.value : call.func;
  const className = queueClassOf(callee, model);
  if (className === undefined) return undefined;
  return { call, className, limit: className.endsWith('SimpleQueue') ? 'none' : limitOf(call, model) };
}

/** A class of this file that only adds to a queue's methods (`class Playlist(asyncio.Queue)` with a `shuffle`) is one. */
function queueClassOf(callee: Expression, model: SemanticModel): string | undefined {
  const named = model.names.qualifiedName(callee);
  if (named !== undefined && QUEUE_CLASSES.has(named)) return named;
  const definition = model.names.definitionOf(callee);
  const [base, ...others] = definition?.kind === 'ClassDef' ? definition.bases : [];
  if (definition?.kind !== 'ClassDef' || base === undefined || others.length > 0) return undefined;
  const methods = model.state.methodsOf(definition);
  if (OWN_METHODS.some((method) => methods.has(method))) return undefined;
  const inherited = model.names.qualifiedName(base.kind === 'Subscript' ? base.value : base);
  return inherited !== undefined && QUEUE_CLASSES.has(inherited) ? inherited : undefined;
}

/** Methods with which a derived class may set or keep a limit of its own. */
const OWN_METHODS = ['__init__', '__new__', 'put', 'put_nowait', '_put', '_init', 'full', 'maxsize'] as const;

function limitOf(call: Call, model: SemanticModel): QueueMade['limit'] {
  const size = model.values.argument(call, 'maxsize', 0);
  if (size.kind === 'absent') return 'none';
  const number = size.kind === 'given' ? model.values.number(size.value) : undefined;
  if (number === undefined) return 'unknown';
  return number > 0 ? 'some' : 'none';
}

/** Where a finding about a queue without a limit stands: `Queue(maxsize=settings.LIMIT)` has none where that is 0. */
export function whereUnlimited(
  { call, limit }: QueueMade,
  when: Condition | undefined,
  model: SemanticModel,
): HeldElsewhere | undefined {
  return limit === 'none'
    ? { ...(when !== undefined && { when }) }
    : whereItHolds(model.values.givenArgument(call, 'maxsize', 0), [0, -1], model, when);
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

/** A call that puts something into what may be a queue. */
export interface QueuePut {
  readonly call: Call;
  readonly queue: Expression;
  readonly element: Expression | undefined;
  /** Waits for room; otherwise a full queue raises. */
  readonly waits: boolean;
}

/** `queue.put(job)`, `queue.put_nowait(job)`, `queue.put(job, block=False)`: by name, whatever it is called on. */
export function queuePutBy(call: Call, { values }: Pick<SemanticModel, 'values'>): QueuePut | undefined {
  const { func, args } = call;
  if (func.kind !== 'Attribute' || (func.attr !== 'put' && func.attr !== 'put_nowait')) return undefined;
  const block = callKeyword(call, 'block')?.value ?? args[1];
  const waits = func.attr === 'put' && !(block !== undefined && isFalse(values.fold(block)));
  return { call, queue: func.value, element: args[0], waits };
}

function isFalse(value: FoldedValue | undefined): boolean {
  return value?.kind === 'bool' && !value.value;
}
