/** What a call through an object does not wait for, because of what was done to the object before: sockets, futures, processes. */
import {
  type Attribute,
  ancestors,
  type Call,
  type Expression,
  isNone,
  isWithin,
  type Node,
  type Stmt,
  statementsBefore,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { callsWithin, holdsInOwnCode } from './calls-within.ts';

/** Whether the object that is asked has what it is asked for, or answers that it has nothing. */
export function isAnsweredAlready(model: SemanticModel, call: Call, { value, attr }: Attribute, name: string): boolean {
  if (name.startsWith('socket.socket.')) return isNonBlocking(model, call, value) || isSentByUdp(model, value, attr);
  if (/^(?:concurrent\.futures|celery\.result)\./.test(name)) return isKnownDone(model, call, value);
  return name === 'subprocess.Popen.wait' && hasExited(model, call, value);
}

export function isFalse(model: SemanticModel, expression: Expression | undefined): boolean {
  const value = expression === undefined ? undefined : model.values.fold(expression);
  return value?.kind === 'bool' && !value.value;
}

/** The flag alone, or or-ed with others. */
export function hasFlag(model: SemanticModel, flags: Expression, name: string): boolean {
  if (flags.kind === 'BinOp' && flags.op === 'BitOr')
    return hasFlag(model, flags.left, name) || hasFlag(model, flags.right, name);
  return model.names.qualifiedName(flags) === name;
}

/** Made with `SOCK_NONBLOCK`, or told not to block where the function, or any method of its object, touches it; and never told to. */
function isNonBlocking(model: SemanticModel, call: Call, socket: Expression): boolean {
  const settings = settersOf(model, call, socket).map(({ func, args: [given] }) => {
    if (given === undefined) return true;
    return func.kind === 'Attribute' && func.attr === 'setblocking'
      ? !isFalse(model, given)
      : model.values.number(given) !== 0;
  });
  if (settings.length > 0) return !settings.includes(true);
  return isMadeWith(model, socket, 'socket.SOCK_NONBLOCK');
}

function settersOf(model: SemanticModel, call: Call, socket: Expression): readonly Call[] {
  const isSetter = ({ func }: Call): boolean =>
    func.kind === 'Attribute' && (func.attr === 'setblocking' || func.attr === 'settimeout');
  const around = model.context.defAround(call);
  const text = model.source.text.slice(socket);
  const own = around === undefined ? [] : callsWithin([around]);
  const here = own.filter(
    (each) => isSetter(each) && each.func.kind === 'Attribute' && model.source.text.slice(each.func.value) === text,
  );
  const life = socket.kind === 'Attribute' ? model.state.lifeOf(socket) : undefined;
  const mentions = here.length > 0 || life === undefined ? [] : model.state.mentionsOfLife(life);
  const elsewhere = mentions.flatMap(({ parent }) =>
    parent?.kind === 'Attribute' && parent.parent?.kind === 'Call' && parent.parent.func === parent
      ? [parent.parent]
      : [],
  );
  return here.concat(elsewhere.filter(isSetter));
}

/** To connect a datagram socket only notes the address, and what it sends is handed to the network card without an answer. */
const isSentByUdp = (model: SemanticModel, socket: Expression, method: string): boolean =>
  UNANSWERED.has(method) && isMadeWith(model, socket, 'socket.SOCK_DGRAM');

const UNANSWERED: ReadonlySet<string> = new Set(['connect', 'send', 'sendall', 'sendto', 'sendmsg']);

function isMadeWith(model: SemanticModel, socket: Expression, flag: string): boolean {
  const life = socket.kind === 'Attribute' ? model.state.lifeOf(socket) : undefined;
  const made =
    life === undefined
      ? model.flow.origins(socket)
      : [...life.of('create'), ...life.of('rebind')].flatMap(({ value }) => value ?? []);
  const sockets = made.filter((value) => !isNone(value));
  return sockets.length > 0 && sockets.every((value) => value.kind === 'Call' && isCallWith(model, value, flag));
}

function isCallWith(model: SemanticModel, made: Call, flag: string): boolean {
  const kind = model.values.givenArgument(made, 'type', 1);
  return kind !== undefined && hasFlag(model, kind, flag);
}

/** A future that `as_completed` yields, or whose `done()` (`ready()`) is tested around the call or before it, has its result already. */
export function isKnownDone(model: SemanticModel, call: Call, future: Expression): boolean {
  const source = future.kind === 'Name' ? model.names.resolve(future)?.definitions.at(-1)?.partOf : undefined;
  if (source?.kind === 'Call') {
    const from = model.names.qualifiedName(source.func);
    if (from === 'concurrent.futures.as_completed' || from === 'concurrent.futures.wait') return true;
  }
  const text = model.source.text.slice(future);
  const isDone = (test: Expression): boolean =>
    test.kind === 'Call' && isMethodOf(model, test.func, text, ['done', 'ready', 'successful']);
  return isUnder(call, isDone) || isBehind(call, (statement) => leavesWhenDone(model, statement, isDone));
}

/** `while not future.done(): …` without `break`, `if not future.done(): return`: what is behind runs when it is done. */
function leavesWhenDone(model: SemanticModel, statement: Stmt, isDone: (test: Expression) => boolean): boolean {
  if (statement.kind !== 'While' && statement.kind !== 'If') return false;
  const { test } = statement;
  if (test.kind !== 'UnaryOp' || test.op !== 'Not' || !isDone(test.operand)) return false;
  return statement.kind === 'While'
    ? !holdsInOwnCode(statement.body, ({ kind }) => kind === 'Break')
    : !model.flow.exits(statement.body).falls;
}

/** Whether a statement of the same function that certainly ran before the call shows what is asked. */
function isBehind(call: Call, isShown: (statement: Stmt) => boolean): boolean {
  for (const around of ancestors(call)) {
    if (around.kind === 'FunctionDef' || around.kind === 'AsyncFunctionDef' || around.kind === 'Lambda') return false;
    if (statementsBefore(around).some(isShown)) return true;
  }
  return false;
}

/** `poll()` told so around the call or before it, or it was waited for before. */
function hasExited(model: SemanticModel, call: Call, child: Expression): boolean {
  if (child.kind === 'Name' && (model.names.resolve(child)?.definitions.length ?? 0) > 1) return false;
  const text = model.source.text.slice(child);
  const polled = (test: Expression): 'exited' | 'running' | undefined => polledState(model, test, text);
  if (isUnder(call, (test) => polled(test) === 'exited')) return true;
  for (const around of ancestors(call)) {
    if (around.kind === 'FunctionDef' || around.kind === 'AsyncFunctionDef' || around.kind === 'Lambda') return false;
    if (around.kind === 'If' && polled(around.test) === 'running' && around.orelse.some((part) => isWithin(call, part)))
      return true;
    if (statementsBefore(around).some((statement) => showsExit(model, statement, text))) return true;
  }
  return false;
}

/** What is behind the statement runs only when the process is gone. */
function showsExit(model: SemanticModel, statement: Stmt, child: string): boolean {
  switch (statement.kind) {
    case 'If':
      return polledState(model, statement.test, child) === 'running' && !model.flow.exits(statement.body).falls;
    case 'While':
      return (
        polledState(model, statement.test, child) === 'running' &&
        !holdsInOwnCode(statement.body, ({ kind }) => kind === 'Break')
      );
    case 'Expr':
    case 'Assign':
      // `await loop.run_in_executor(None, child.wait)` names the method and does not call it.
      return holdsInOwnCode([statement], (node) => isMethodOf(model, node, child, ['wait', 'communicate']));
    default:
      return false;
  }
}

/** `child.poll() is not None` is true only of one that has exited. */
function polledState(model: SemanticModel, test: Expression, child: string): 'exited' | 'running' | undefined {
  if (test.kind !== 'Compare' || test.left.kind !== 'Call' || !isNone(test.comparators[0])) return undefined;
  if (!isMethodOf(model, test.left.func, child, ['poll'])) return undefined;
  return test.ops[0] === 'Is' ? 'running' : test.ops[0] === 'IsNot' ? 'exited' : undefined;
}

/** Whether the call is where a test of the same function holds. */
function isUnder(call: Call, asserts: (test: Expression) => boolean): boolean {
  let inner: Node = call;
  for (const at of ancestors(call)) {
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef' || at.kind === 'Lambda') return false;
    const from = inner;
    inner = at;
    if (at.kind !== 'If' && at.kind !== 'IfExp') continue;
    const isElse = at.kind === 'If' ? at.orelse.some((part) => part === from) : at.orelse === from;
    const tests = at.test.kind === 'BoolOp' && at.test.op === 'And' ? at.test.values : [at.test];
    if (!isElse && tests.some(asserts)) return true;
  }
  return false;
}

function isMethodOf(model: SemanticModel, func: Node, object: string, methods: readonly string[]): boolean {
  if (func.kind !== 'Attribute' || !methods.includes(func.attr)) return false;
  return model.source.text.slice(func.value) === object;
}
