/** What a function does to something that outlives it, and a handler undoes: a flag, a lock, a key, a count. */
import {
  type Call,
  type Def,
  dottedName,
  type ExceptHandler,
  type Expression,
  isWithin,
  type Node,
  withoutAwait,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

export interface UndoneAct {
  readonly act: Node;
  readonly undo: Node;
  /** What it is done to. */
  readonly subject: Expression;
}

/** By method, what undoes it with the same first argument. */
const UNDOES: ReadonlyMap<string, readonly string[]> = new Map([
  ['release', ['acquire']],
  ['discard', ['add']],
  ['remove', ['add', 'append', 'appendleft']],
  ['delete', ['set', 'setnx', 'setex']],
  ['srem', ['sadd']],
  ['hdel', ['hset', 'hsetnx']],
  ['decr', ['incr']],
]);

/** By the first word of a method, what undoes it for the same thing: `create_pod`, `delete_pod`. */
const UNDONE_BY: ReadonlyMap<string, string> = new Map([
  ['create', 'delete'],
  ['add', 'remove'],
  ['register', 'unregister'],
  ['start', 'stop'],
  ['reserve', 'release'],
  ['claim', 'release'],
]);

/** What one statement or call does: which place, and a value or the way in which it changes it. */
interface Act {
  readonly node: Node;
  readonly subject: Expression;
  /** Text of all that has to be the same. */
  readonly key: string;
  readonly how: string;
}

/** The first act before a handler that it undoes, where the place is not of the function alone. */
export function actUndoneIn(handler: ExceptHandler, fn: Def, model: SemanticModel): UndoneAct | undefined {
  const undos = actsIn(handler.body, model);
  if (undos.length === 0) return undefined;
  const others = actsIn(fn.body, model).filter(({ node }) => !isWithin(node, handler));
  for (const undo of undos) {
    const same = others.filter(({ key }) => key === undo.key);
    const act = same.find(({ node, how }) => node.start < handler.start && isUndone(how, undo.how));
    if (
      act === undefined ||
      !(outlives(undo.subject, fn, model) || (act.node.kind === 'Call' && isMadeOf(undo.subject, model)))
    )
      continue;
    // What success leaves otherwise is an outcome, such as a status.
    const isReset =
      !/^(?:=|back )/.test(undo.how) ||
      same.some(
        ({ node, how }) =>
          how === undo.how && node.start > act.node.start && model.context.handlerAround(node) === undefined,
      );
    if (isReset) return { act: act.node, undo: undo.node, subject: undo.subject };
  }
  return undefined;
}

function isUndone(how: string, by: string): boolean {
  if (how === TAKEN) return by.startsWith('back ');
  if (how.startsWith('=')) return (by.startsWith('=') && how !== by) || by === 'pop';
  return how === 'Add' ? by === 'Sub' : UNDOES.get(by)?.includes(how) === true || UNDONE_BY.get(how) === by;
}

const TAKEN = 'taken';

function actsIn(body: readonly Node[], model: SemanticModel): readonly Act[] {
  const acts: Act[] = [];
  const text = (node: Node): string => model.source.text.slice(node);
  const add = (node: Node, subject: Expression, how: string, key = text(subject)): void => {
    acts.push({ node, subject, key, how });
  };
  walkOwnCode(body, (node) => {
    if (node.kind === 'Assign') {
      const [target] = node.targets;
      const value = node.value.kind === 'Constant' ? `= ${text(node.value)}` : '= something';
      if (target !== undefined && isPlace(target)) add(node, target, value);
      const given = withoutAwait(node.value);
      // `gpu = await pool.take()`, which `pool.give_back(gpu)` undoes.
      if (target?.kind === 'Name' && given.kind === 'Call' && given.func.kind === 'Attribute')
        add(node, given.func.value, TAKEN, `${text(given.func.value)} ${target.id}`);
    } else if (node.kind === 'AugAssign' && isPlace(node.target)) add(node, node.target, node.op);
    else if (node.kind === 'Delete') for (const each of node.targets) add(node, each, 'pop');
    else if (node.kind === 'Call') addCall(node, text, add);
    return undefined;
  });
  return acts;
}

const isPlace = ({ kind }: Expression): boolean => kind === 'Attribute' || kind === 'Subscript' || kind === 'Name';

function addCall(
  call: Call,
  text: (node: Node) => string,
  add: (node: Node, subject: Expression, how: string, key?: string) => void,
): void {
  const { func, args } = call;
  if (func.kind !== 'Attribute') return;
  const [first] = args;
  const of = text(func.value);
  if (first?.kind === 'Name' && args.length === 1) add(call, func.value, `back ${func.attr}`, `${of} ${first.id}`);
  const [verb = '', ...rest] = func.attr.split('_');
  if (rest.length > 0) add(call, func.value, verb, `${of}.${rest.join('_')}`);
  // `running.pop(key, None)` takes back `running[key] = …`.
  if (func.attr === 'pop' && first !== undefined) add(call, func.value, 'pop', `${of}[${text(first)}]`);
  const isLock = func.attr === 'acquire' || func.attr === 'release';
  if (isLock ? first === undefined : first !== undefined)
    add(call, func.value, func.attr, first === undefined ? of : `${of}(${text(first)})`);
}

/** `lock = RedisLock(redis, name)`: what it does, it does elsewhere. */
const isMadeOf = (subject: Expression, { flow }: SemanticModel): boolean =>
  subject.kind === 'Name' && flow.origins(subject).every((origin) => origin.kind === 'Call' && origin.args.length > 0);

/** An attribute, a name of the module, or what is handed in; what the function makes goes with it. */
function outlives(subject: Expression, fn: Def, model: SemanticModel): boolean {
  let root = subject;
  while (root.kind === 'Attribute' || root.kind === 'Subscript') root = root.value;
  if (root.kind !== 'Name') return false;
  const binding = model.names.resolve(root);
  if (binding === undefined || binding.scope.node !== fn) return true;
  if (subject === root && !binding.definitions.every(({ kind }) => kind === 'parameter')) {
    return model.flow.origins(root).every((origin) => origin !== root && dottedName(origin) !== undefined);
  }
  return binding.definitions.every(
    ({ kind, value }) => kind === 'parameter' || (value !== undefined && dottedName(value) !== undefined),
  );
}
