/** Calls that others make of functions that they are given: Python itself, a partial, a function of the same file, a queue of tasks. */
import {
  type Call,
  callKeyword,
  type Def,
  type Expression,
  hasUnpackedArguments,
  keywordNames,
  lastName,
  parametersOf,
} from '../../ast/index.ts';
import { CALLBACKS, CALLED_BACK, type Callback } from '../../knowledge/callbacks.ts';
import { TASK_CALLS } from '../../knowledge/message-queues.ts';
import type { SemanticModel } from '../model.ts';
import { shapeOf } from './call-binding.ts';
import { type DeferredCall, keysOf, lengthOf } from './deferred-calls.ts';
import { expectsTypeError } from './expected-mismatch.ts';

/** What is known to be called with what, where a call says so. */
export function callbackCallsOf(call: Call, model: SemanticModel): readonly DeferredCall[] {
  const last = lastName(call.func);
  if (last === undefined || hasUnpackedArguments(call)) return [];
  const known = calledBackBy(call, model);
  const task = TASK_CALLS.has(last) ? taskCall(call, last) : undefined;
  const all = [known, task, throughPartial(call, model), ownPartial(call, last, model)];
  const given = [...all, ...callsByOwnFunction(call, model)].filter((each) => each !== undefined);
  return given.length === 0 ? NONE : given.flatMap((each) => unwrapped(each, model));
}

const NONE: readonly DeferredCall[] = [];

/** Of a function that is handed to what calls it: how, and which argument it is. */
export function handedTo(
  call: Call,
  model: SemanticModel,
): { readonly callback: Callback; readonly func: Expression; readonly name: string } | undefined {
  const last = lastName(call.func) ?? '';
  if (!CALLED_BACK.has(last)) return undefined;
  const name = model.types.calleeName(call.func) ?? (call.func.kind === 'Attribute' ? `.${last}` : '');
  const callback = CALLBACKS.find(({ of }) => of.test(name));
  const at = callback === undefined ? [] : [callback.at].flat();
  const func = at.map((each) => (typeof each === 'number' ? call.args[each] : callKeyword(call, each)?.value));
  const given = func.find((each) => each !== undefined);
  return callback === undefined || given === undefined ? undefined : { callback, func: given, name };
}

function calledBackBy(call: Call, model: SemanticModel): DeferredCall | undefined {
  const handed = handedTo(call, model);
  if (handed === undefined) return undefined;
  const { callback, func, name } = handed;
  const { at, argumentCount } = callback;
  const positional = argumentCount === 'rest' ? call.args.length - Number(at) - 1 : argumentCount;
  const keywords = name === 'atexit.register' ? keywordNames(call) : [];
  const owner = at === 'default_factory' ? model.context.classAround(call) : undefined;
  const field = call.parent?.kind === 'AnnAssign' ? lastName(call.parent.target) : undefined;
  if (owner === undefined || field === undefined) return { func, positional, keywords };
  return { func, positional, keywords, field: [model.names.fullNameOf(owner), field] };
}

/** `send_mail.delay(order.number)`, `send_mail.apply_async(args=[number])`: the worker calls the function so. */
function taskCall(call: Call, last: string): DeferredCall | undefined {
  if (call.func.kind !== 'Attribute') return undefined;
  const func = call.func.value;
  if (last === 'apply_async') {
    const positional = lengthOf(callKeyword(call, 'args')?.value ?? call.args[0]);
    const keywords = keysOf(callKeyword(call, 'kwargs')?.value ?? call.args[1]);
    if (positional === undefined || keywords === undefined) return undefined;
    return { func, positional, keywords, isTask: true };
  }
  // What `s` leaves out, the task before it gives.
  const isOpen = last === 's' && { isPartial: true as const };
  return { func, ...shapeOf(call), isTask: true, ...isOpen };
}

/** `fetch_page(address)` after `fetch_page = partial(fetch, session=session)`. */
function throughPartial(call: Call, model: SemanticModel): DeferredCall | undefined {
  if (call.func.kind !== 'Name') return undefined;
  const [only, other] = model.names.resolve(call.func)?.definitions ?? [];
  if (only?.value?.kind !== 'Call' || other !== undefined || lastName(only.value.func) !== 'partial') return undefined;
  return { func: call.func, ...shapeOf(call) };
}

/** What a partial is given already has to fit; the rest comes later. */
function ownPartial(call: Call, last: string, model: SemanticModel): DeferredCall | undefined {
  const [func, ...given] = call.args;
  if (last !== 'partial' || func === undefined || model.names.qualifiedName(call.func) !== 'functools.partial')
    return undefined;
  return { func, ...shapeOf(call), positional: given.length, isPartial: true };
}

/** A function of this file that is given a function calls it: `retried(fetch, address)`, where `retried` says `work(address)`. */
function callsByOwnFunction(call: Call, model: SemanticModel): (DeferredCall | undefined)[] {
  if (!call.args.some(({ kind }) => kind === 'Name' || kind === 'Attribute')) return [];
  const callee = model.names.definitionOf(call.func);
  if (callee === undefined || callee.kind === 'ClassDef' || callee.decorator_list.length > 0) return [];
  return parametersOf(callee).flatMap(({ name, kind }, index) => {
    const func = kind === 'positional-or-keyword' || kind === 'positional-only' ? call.args[index] : undefined;
    return func?.kind === 'Name' || func?.kind === 'Attribute' ? calledAs(name, callee, func, model) : [];
  });
}

function calledAs(name: string, callee: Def, func: Expression, model: SemanticModel): DeferredCall | undefined {
  const binding = model.names.scopeOf(callee)?.bindings.get(name);
  if (binding === undefined || binding.definitions.length > 1) return undefined;
  for (const { parent } of binding.references.filter((each) => each.parent?.kind === 'Call')) {
    if (parent?.kind !== 'Call' || parent.func.kind !== 'Name' || parent.func.id !== name) continue;
    // What is in a test may ask first, and what waits for the error tries another way.
    const isTested =
      model.context.testsAround(parent).length > 0 || hasUnpackedArguments(parent) || expectsTypeError(parent, model);
    return isTested ? undefined : { func, ...shapeOf(parent) };
  }
  return undefined;
}

/** What a partial has been given already comes before, or beside. */
function unwrapped(call: DeferredCall, model: SemanticModel): readonly DeferredCall[] {
  const whole = call.func.kind === 'Name' ? model.flow.whole(call.func) : call.func;
  if (whole.kind !== 'Call') return [call];
  const [func, ...given] = whole.args;
  if (
    func === undefined ||
    hasUnpackedArguments(whole) ||
    model.names.qualifiedName(whole.func) !== 'functools.partial'
  )
    return [];
  const keywords = [...new Set([...keywordNames(whole), ...call.keywords])];
  return [
    { ...call, func, positional: given.length + call.positional, keywords, ...(call.func === whole && { at: whole }) },
  ];
}
