/** What becomes of a coroutine that nobody awaits. */
import {
  type Call,
  decoratorsOf,
  type Expression,
  isWithin,
  keptLocal,
  type Lambda,
  lastName,
  type Name,
  type Node,
  parametersOf,
} from '#ast';
import type { DoubtId } from '#findings';
import { lastNames } from '#kit';
import { COROUTINE_FUNCTIONS } from '#knowledge/coroutine-functions';
import { COROUTINE_MEMBERS, PLAIN_RESULTS, REDUCERS, TEXT_MAKERS, VALUE_TAKERS } from '#knowledge/value-takers';
import type { SemanticModel } from '#semantics';
import { handedTo } from '#semantics/calls/handed-callbacks';
import { definitionCalled } from '#semantics/effects/definition-called';

export interface CoroutineLoss {
  /** "the call is dropped without running". */
  readonly says: string;
  /** Why someone may await it all the same. */
  readonly doubt?: DoubtId;
  /** The program cannot go on from there, whoever else has it; otherwise it goes on with the wrong value. */
  readonly isFailure?: true;
  /** The function that returns it, and how its callers would have to await what it gives. */
  readonly returnedBy?: { readonly function: string; readonly awaited: 'once' | 'twice' | 'each' };
}

/**
 * What becomes of what a call gives, should it be a coroutine, instead of being awaited. Undefined where someone may await it, or
 * close it.
 */
export function coroutineLoss(call: Call, model: SemanticModel): CoroutineLoss | undefined {
  const local = keptLocal(call) ?? boundInside(call);
  if (local === undefined) return lossAt(call, call, model);
  const binding = model.names.resolve(local);
  if (binding?.scope.kind !== 'function' || binding.definitions.length > 1) return undefined;
  const uses: readonly Expression[] =
    call.parent?.kind === 'NamedExpr' ? [call.parent, ...binding.references] : binding.references;
  if (uses.length === 0) return { says: 'its result is only stored in an unused local variable' };
  const losses = uses.map((use) => ({ use, loss: lossAt(use, call, model) }));
  const open = losses.flatMap(({ use, loss }) => (loss === undefined ? use : []));
  if (open.some((use) => mayAwait(use, model))) return undefined;
  const found = losses.flatMap(({ loss }) => loss ?? []);
  const certain = found.find(({ isFailure }) => isFailure) ?? found[0];
  if (certain === undefined || certain.isFailure) return certain;
  // Nobody tells or compares what is still to be awaited; a test may ask whether there is one.
  const losing = found.find(
    (each) =>
      each.doubt === undefined &&
      each !== TESTED &&
      each !== COMPARED_WITH_NONE &&
      (each.returnedBy === undefined || open.length === 0),
  );
  if (losing !== undefined) return losing;
  const doubt = open.length > 0 ? MAY_AWAIT : found.find((each) => each.doubt !== undefined)?.doubt;
  return doubt === undefined ? certain : { doubt, ...certain };
}

/** `(user := find())`, `user: User = find()`. */
function boundInside({ parent }: Call): Name | undefined {
  const isBound = parent?.kind === 'NamedExpr' || parent?.kind === 'AnnAssign';
  return isBound && parent.target.kind === 'Name' ? parent.target : undefined;
}

/** It is awaited, driven or closed there, given to what runs coroutines, or asked whether it is one. */
function mayAwait(use: Expression, model: SemanticModel, depth = 0): boolean {
  const { parent } = use;
  if (parent?.kind === 'Await' || parent?.kind === 'YieldFrom') return true;
  if (parent?.kind === 'Attribute') return COROUTINE_MEMBERS.has(parent.attr);
  const taker = takerOf(use);
  if (taker === undefined) return parent?.kind !== 'Return' && parent?.kind !== 'Dict';
  const known = model.types.calleeName(taker.func) ?? '';
  if (RUNNERS.test(known) || KEEPING.has(lastName(taker.func) ?? '')) return true;
  const fn = depth < MAX_DEPTH ? definitionCalled(model, taker) : undefined;
  const given = taker.args.indexOf(use);
  if (fn === undefined || fn.kind === 'ClassDef' || given < 0) return false;
  const skipped = taker.func.kind === 'Attribute' && model.context.classOfMethod(fn) !== undefined ? 1 : 0;
  const name = parametersOf(fn)[given + skipped]?.name;
  const uses = name === undefined ? [] : (model.names.scopeOf(fn)?.bindings.get(name)?.references ?? []);
  return uses.some((each) => mayAwait(each, model, depth + 1));
}

const MAX_DEPTH = 2;

/** Libraries that run coroutines, or ask what is one. */
const RUNNERS = /^(?:asyncio|anyio|trio|inspect|curio)\./;

/** Methods that keep it until someone runs what is kept. */
const KEEPING: ReadonlySet<string> = new Set(['append', 'add', 'extend', 'put', 'put_nowait']);

/** The call that an expression is an argument of. */
function takerOf({ parent }: Expression): Call | undefined {
  if (parent?.kind === 'Call') return parent;
  return parent?.kind === 'keyword' && parent.parent?.kind === 'Call' ? parent.parent : undefined;
}

/** What becomes of the coroutine where an expression that is one stands. */
function lossAt(expression: Expression, call: Call, model: SemanticModel): CoroutineLoss | undefined {
  const { parent } = expression;
  switch (parent?.kind) {
    case 'Expr':
      return expression.kind === 'NamedExpr' ? undefined : { says: NEVER_RUNS };
    case 'If':
    case 'While':
    case 'Assert':
      return parent.test === expression ? TESTED : undefined;
    case 'IfExp':
      return parent.test === expression ? TESTED : lossAt(parent, call, model);
    case 'BoolOp':
      // The last operand is the value of the whole, and may be awaited.
      return parent.values.at(-1) === expression ? lossAt(parent, call, model) : TESTED;
    case 'Compare':
      return parent.ops.every((op) => op === 'Is' || op === 'IsNot') ? COMPARED_WITH_NONE : COMPARED;
    case 'Return':
      return lossByReturn(call, model);
    case 'withitem':
      return { says: 'it is used in a `with` statement', isFailure: true };
    case 'AsyncFor':
      return parent.iter === expression ? { says: 'it is iterated over', isFailure: true } : undefined;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return lossOfSeveral(parent, call, model);
    case 'Lambda':
      return lossByLambda(parent, call, model);
    case 'Dict':
    case 'List':
    case 'Tuple':
      return lossInAnswer(parent, call, model);
    case 'Call':
    case 'keyword':
      return lossByCall(expression, model);
    default:
      return failureAt(expression);
  }
}

/** `jobs = [send(each) for each in chats]`, where nothing but `len(jobs)` is asked of them; `any(is_free(each) for each in rooms)`. */
export function lossOfSeveral(several: Expression, call: Call, model: SemanticModel): CoroutineLoss | undefined {
  const taker = takerOf(several);
  if (taker !== undefined) {
    const name = model.types.calleeName(taker.func) ?? '';
    if (REDUCERS.has(name)) return ANY_OR_ALL.test(name) ? TESTED : { says: passedTo(taker), isFailure: true };
    return BOXES.test(name) ? lossOfSeveral(taker, call, model) : undefined;
  }
  if (several.parent?.kind === 'Return') return lossOfReturned(call, model);
  if (several.parent?.kind === 'Expr') return COLLECTED;
  const [target] = several.parent?.kind === 'Assign' ? several.parent.targets : [];
  return target?.kind === 'Name' && isOnlyCounted(target, model) ? COLLECTED : undefined;
}

/** Nothing but how many they are, or whether there are any, is asked of what a local name holds. */
function isOnlyCounted(name: Name, model: SemanticModel): boolean {
  const binding = model.names.resolve(name);
  const [only, other] = binding?.definitions ?? [];
  if (binding?.scope.kind !== 'function' || !OWN_BOXES.has(only?.value?.kind) || other !== undefined) return false;
  return binding.references.every((use) => {
    const { parent } = use;
    if (parent?.kind === 'Attribute') return KEEPING.has(parent.attr) && parent.parent?.parent?.kind === 'Expr';
    const by = takerOf(use);
    if (by === undefined) return parent?.kind === 'If' || parent?.kind === 'UnaryOp';
    return COUNTING.has(model.types.calleeName(by.func) ?? '');
  });
}

const ANY_OR_ALL = /^builtins\.(?:any|all)$/;
const BOXES = /^builtins\.(?:list|tuple|set|frozenset)$/;
const OWN_BOXES: ReadonlySet<string | undefined> = new Set(['List', 'ListComp', 'Set', 'SetComp', 'GeneratorExp']);
/** Of a call that is on its own. */
export const NEVER_RUNS = 'it never runs';

const COLLECTED: CoroutineLoss = { says: 'it is only collected' };
const COUNTING: ReadonlySet<string> = new Set(['builtins.len', 'builtins.print', 'builtins.bool']);

/** Anyone who gets several of them may gather them. */
function lossOfReturned(call: Call, model: SemanticModel): CoroutineLoss | undefined {
  const isInCoroutine = model.context.defAround(call)?.kind === 'AsyncFunctionDef';
  const loss = isInCoroutine ? lossByReturn(call, model) : undefined;
  return loss?.returnedBy === undefined ? loss : { ...loss, returnedBy: { ...loss.returnedBy, awaited: 'each' } };
}

const COMPARED: CoroutineLoss = { says: 'it is compared instead of its result' };
/** `is None`. */
const COMPARED_WITH_NONE: CoroutineLoss = { ...COMPARED };
const TESTED: CoroutineLoss = { says: 'it is tested instead of its result, and is always true' };

/** Where the program cannot go on with a coroutine. */
function failureAt(expression: Expression): CoroutineLoss | undefined {
  const { parent } = expression;
  const failure = (says: string): CoroutineLoss => ({ says, isFailure: true });
  switch (parent?.kind) {
    case 'Starred':
      return UNPACKED;
    case 'UnaryOp':
      return TESTED;
    case 'Subscript':
      return parent.value === expression ? failure('it is subscripted') : undefined;
    case 'Attribute':
      return COROUTINE_MEMBERS.has(parent.attr) ? undefined : failure(`\`.${parent.attr}\` is read from it`);
    case 'FormattedValue':
      return { says: 'it is formatted into a string' };
    case 'BinOp':
    case 'AugAssign':
      return failure('it is used in arithmetic');
    case 'For':
    case 'comprehension':
      if (parent.iter === expression) return failure('it is iterated over');
      return parent.kind === 'comprehension' ? TESTED : undefined;
    case 'Assign':
      return parent.targets.some(({ kind }) => kind === 'Tuple' || kind === 'List') ? UNPACKED : undefined;
    default:
      return undefined;
  }
}

/** `len(load())`, `session.delete(find())`, `logger.info("%s", load())`: takes a value, and awaits nothing. */
function lossByCall(expression: Expression, model: SemanticModel): CoroutineLoss | undefined {
  const { types, effects } = model;
  const taker = takerOf(expression);
  if (taker === undefined || isWithin(expression, taker.func)) return undefined;
  if (expression.parent?.kind === 'keyword' && expression.parent.arg === undefined) return UNPACKED;
  const box = taker.func.kind === 'Attribute' && KEEPING.has(taker.func.attr) ? taker.func.value : undefined;
  if (box?.kind === 'Name' && isOnlyCounted(box, model)) return COLLECTED;
  const known = types.calleeName(taker.func);
  if (known !== undefined && VALUE_TAKERS.has(known))
    return { says: passedTo(taker), ...(!TEXT_MAKERS.has(known) && { isFailure: true }) };
  if (effects.of(taker) === 'log') return { says: 'it is logged instead of its result' };
  if (taker.parent?.kind === 'Raise') return { says: 'the exception gets it instead of its result' };
  const name = lastName(taker.func) ?? '';
  const isRun = RUNNERS.test(known ?? '');
  const takesValues =
    known !== undefined && COROUTINE_FUNCTIONS.has(known)
      ? !isRun
      : known === undefined && TAKING.has(name) && !KEEPING.has(name);
  const isField = expression.parent?.kind === 'keyword' && !isRun && mayBeRecord(taker, model);
  return takesValues || isField ? { says: passedTo(taker), doubt: MAY_AWAIT } : undefined;
}

const passedTo = ({ func }: Call): string => `it is passed to \`${lastName(func) ?? 'it'}\``;

/** `add_job(lambda: flush())`, `call_later(5, lambda: flush())`: anyone who runs the lambda takes it for any other function. */
function lossByLambda(lambda: Lambda, call: Call, model: SemanticModel): CoroutineLoss | undefined {
  const { context } = model;
  const taker = takerOf(lambda);
  const handed = taker && handedTo(taker, model);
  const result = handed?.func === lambda ? handed.callback.result : undefined;
  if (taker !== undefined && result === 'passed-on') return lossOfSeveral(taker, call, model);
  if (result === 'value') return BY_LAMBDA;
  const start = context.startRunning(lambda) ?? (taker && context.startOf(taker));
  const isCalled = start?.how === 'executor' || start?.how === 'thread' || start?.how === 'callback';
  return isCalled && (start.how !== 'callback' || start.run === lambda) ? BY_LAMBDA : undefined;
}

const BY_LAMBDA: CoroutineLoss = { says: 'the lambda that creates it runs as a plain function' };

/** A class of this file that only keeps what it is given, or what is written as a class of elsewhere. */
function mayBeRecord(taker: Call, model: SemanticModel): boolean {
  const made = definitionCalled(model, taker);
  if (made === undefined) return /^_*[A-Z]/.test(lastName(taker.func) ?? '');
  return made.kind === 'ClassDef' && !made.body.some((each) => each.kind === 'FunctionDef' && each.name === '__init__');
}

const TAKING: ReadonlySet<string> = new Set(
  lastNames([...VALUE_TAKERS].filter((name) => !name.startsWith('builtins.'))),
);
const MAY_AWAIT = 'ownership-transfer';

/** A plain function may hand a coroutine on; one that says it gives a plain value does not know it, and no route is awaited twice. */
function lossByReturn(call: Call, { context, types, names }: SemanticModel): CoroutineLoss | undefined {
  const fn = context.defAround(call);
  if (fn === undefined) return undefined;
  if (fn.kind === 'AsyncFunctionDef' && context.routeOf(fn) !== undefined) return ANSWERED;
  // A shortcut of aiogram's events makes a request, which its dispatcher sends where a handler returns it.
  const isRequest = /^aiogram\.types\./.test(types.calleeName(call.func) ?? '');
  const isOfAiogram = (expression: Expression): boolean => /^aiogram\./.test(types.calleeName(expression) ?? '');
  if (isRequest && decoratorsOf(fn).some(({ callee }) => isOfAiogram(callee))) return undefined;
  const named = fn.returns === undefined ? undefined : types.annotatedClass(fn.returns);
  if (named !== undefined && AWAITABLE.test(named)) return undefined;
  const by = names.fullNameOf(fn);
  if (fn.kind === 'AsyncFunctionDef')
    return {
      says: 'it is returned as the result',
      ...(isRequest ? { doubt: MAY_AWAIT } : { returnedBy: { function: by, awaited: 'twice' } }),
    };
  return named !== undefined && PLAIN_RESULTS.has(named)
    ? {
        says: `it is returned as \`${named.slice('builtins.'.length)}\``,
        returnedBy: { function: by, awaited: 'once' },
      }
    : undefined;
}

/** What says that it is to be awaited. */
const AWAITABLE = /\.(?:Awaitable|Coroutine|Future|Task)$/;

const UNPACKED: CoroutineLoss = { says: 'it is unpacked', isFailure: true };
const ANSWERED: CoroutineLoss = { says: 'the route returns it as its response' };

/** `return {"total": count()}` of a route: nobody awaits what is in an answer. */
function lossInAnswer(container: Expression, call: Call, { context }: SemanticModel): CoroutineLoss | undefined {
  let outer: Node = container;
  if (
    container.kind === 'Dict' &&
    container.values.some((value, at) => value === call && container.keys[at] === undefined)
  )
    return UNPACKED;
  while (outer.parent?.kind === 'Dict' || outer.parent?.kind === 'List' || outer.parent?.kind === 'Tuple')
    outer = outer.parent;
  const fn = context.defAround(call);
  const isAnswer = outer.parent?.kind === 'Return' && fn?.kind === 'AsyncFunctionDef';
  return isAnswer && context.routeOf(fn) !== undefined ? ANSWERED : undefined;
}
