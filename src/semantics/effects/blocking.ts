/** Whether a call holds its thread. Judged by the target's qualified name alone: a method's name proves nothing. */
import { argumentValues, type Call, type Expression, identifiersOf } from '../../ast/index.ts';
import { CALLED_CLASSES, CALLED_PACKAGES, WAIT_ARGUMENTS, WAITING_MODULES } from '../../knowledge/blocking-calls.ts';
import { isBlockingName } from '../../knowledge/blocking-names.ts';
import type { SemanticModel } from '../model.ts';
import { hasFlag, isAnsweredAlready, isFalse } from './answered-already.ts';
import { calleeOf } from './callee.ts';
import { isCursorTaken } from './consumed.ts';

/** Qualified name of the blocking function, else undefined. */
export function blockingCall(model: SemanticModel, call: Call): string | undefined {
  if (call.parent?.kind === 'Await') return undefined;
  const callee = objectCalled(model, call);
  if (callee !== undefined) return callee;
  if (isKnownHarmless(model, call)) return undefined;
  const { name, method } = calleeOf(model, call);
  if (name === undefined || !blocks(name, model)) return undefined;
  if (returnsAtOnce(model, call, name)) return undefined;
  if (call.func.kind !== 'Attribute' || method === undefined) return name;
  // The answers are waited for one by one, by anyone who takes them.
  if (LAZY.test(name)) return isCursorTaken(call, model) ? name : undefined;
  if (method === 'put' && !isBoundedQueue(model, call.func.value)) return undefined;
  return isAnsweredAlready(model, call, call.func, name) ? undefined : name;
}

const LAZY = /^(?:concurrent\..*\.map|pymongo\..*\.find)$/;

/** `predict(question=text)`, where the object itself is called. */
function objectCalled(model: SemanticModel, { func }: Call): string | undefined {
  const known = identifiersOf(model.source.module);
  if (!CALLED_PACKAGES.some((name) => known.has(name))) return undefined;
  const called = model.types.classOf(func);
  return called !== undefined && CALLED_CLASSES.has(called) ? `${called}.__call__` : undefined;
}

/** A writer of InfluxDB hands over to a thread that sends in batches, unless it is told to wait (`write_options=SYNCHRONOUS`). */
const blocks = (name: string, { source, names }: SemanticModel): boolean =>
  isBlockingName(name, names.moduleName.split('.', 1)[0]);

/** Without a look at the receiver's class: only a method of this file may be named otherwise, after its base. */
function isKnownHarmless(model: SemanticModel, { func }: Call): boolean {
  const name = model.types.calleeName(func);
  if (name === undefined) return func.kind !== 'Attribute';
  return !blocks(name, model) && (func.kind !== 'Attribute' || !name.startsWith(model.names.moduleName));
}

/** `acquire(blocking=False)`, `get(False)`, `wait(timeout=0)`; a waiting time that is not known counts as waiting. */
function returnsAtOnce(model: SemanticModel, call: Call, name: string): boolean {
  if (name === 'os.waitpid') return isNamed(model, call.args[1], 'os.WNOHANG');
  if (name.startsWith('fcntl.')) return call.args[1] !== undefined && returnsOrUnlocks(model, call.args[1]);
  if (name === 'socket.getaddrinfo')
    return argumentValues(call).some((flags) => hasFlag(model, flags, 'socket.AI_NUMERICHOST'));
  if (!WAITING_MODULES.has(name.slice(0, name.indexOf('.')))) return false;
  const waits = WAIT_ARGUMENTS.get(name.slice(name.lastIndexOf('.') + 1));
  if (waits === undefined) return false;
  const { flag, timeout } = waits;
  if (flag !== undefined && isFalse(model, model.values.givenArgument(call, flag.keyword, flag.position))) return true;
  const limit = model.values.givenArgument(call, timeout.keyword, timeout.position);
  return limit !== undefined && model.values.number(limit) === 0;
}

const returnsOrUnlocks = (model: SemanticModel, how: Expression): boolean =>
  hasFlag(model, how, 'fcntl.LOCK_NB') || hasFlag(model, how, 'fcntl.LOCK_UN');

function isNamed(model: SemanticModel, expression: Expression | undefined, name: string): boolean {
  return expression !== undefined && model.names.qualifiedName(expression) === name;
}

/** `put` waits only where the queue was made with a size. */
function isBoundedQueue(model: SemanticModel, queue: Expression): boolean {
  const made = queue.kind === 'Name' ? localValue(model, queue) : model.state.lifeOf(queue)?.of('create').at(0)?.value;
  if (made?.kind !== 'Call') return false;
  const size = model.values.givenArgument(made, 'maxsize', 0);
  if (size === undefined) return false;
  const known = model.values.number(size);
  return known === undefined || known > 0;
}

function localValue(model: SemanticModel, name: Expression): Expression | undefined {
  if (name.kind !== 'Name') return undefined;
  const definitions = model.names.resolve(name)?.definitions ?? [];
  return definitions.length === 1 ? definitions[0]?.value : undefined;
}
