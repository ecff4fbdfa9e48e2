/** What a file says about refusals of requests: the functions that raise them, and the broad handlers that end them. */
import {
  type Call,
  type Def,
  decoratorsOf,
  type ExceptHandler,
  type Expression,
  headerSpan,
  holds,
  isCapWords,
  isWithin,
  lastName,
  type Name,
  shortText,
} from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isInRoute, isMiddleware } from '#kit/web';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { inspectsException, raisesAgain, statusAnsweredIn } from '#semantics/handlers/answered-status';
import { loopAround } from '../_shared/program-end.ts';
import { type ClientRefusal, isOfMissing, isRefusalError, refusalsLeaving, refusalsRaised } from './client-refusals.ts';

/** A refusal as the rule reports it: what raises it, and where. */
export interface Refusal {
  readonly written: string;
  readonly status?: number;
  readonly place: PackedPlace;
  /** What calls the function that raises it, as it is written. */
  readonly through?: string;
  /** What is called may raise the same, which another handler tells so. */
  readonly isUnsure?: true;
}

/** A function out of which refusals come. */
export interface Refusing {
  readonly kind: 'refusing';
  readonly function: string;
  readonly isAsync: boolean;
  readonly refusals: readonly Refusal[];
}

/** A call in a `try` of a function that this file does not show. */
export interface TriedCall {
  readonly path: string;
  readonly written: string;
  readonly place: PackedPlace;
  readonly isAwaited: boolean;
}

/** A broad handler that answers. */
export interface RefusalHandler {
  readonly kind: 'handler';
  readonly place: PackedPlace;
  readonly within: string;
  readonly answered?: number;
  readonly isEnvelope?: true;
  readonly refusals: readonly Refusal[];
  readonly calls: readonly TriedCall[];
  /** The `try` calls what this function decorates. */
  readonly decorator?: string;
}

export function refusingOf(fn: Def, file: FactsContext): Refusing | undefined {
  const refusals = refusalsLeaving(fn.body, file);
  if (refusals.length === 0) return undefined;
  return {
    kind: 'refusing',
    function: file.names.fullNameOf(fn),
    isAsync: fn.kind === 'AsyncFunctionDef',
    refusals: refusals.slice(0, 1).map((each) => refusalAs(each, file)),
  };
}

const refusalAs = ({ raised, status }: ClientRefusal, file: FactsContext, through?: Call): Refusal => ({
  written: lastName(raised.kind === 'Call' ? raised.func : raised) ?? '',
  ...(status !== undefined && { status }),
  place: packPlace(file, through ?? raised),
  ...(through !== undefined && { through: shortText(through.func, file.text) }),
});

export function handlerOf(handler: ExceptHandler, file: FactsContext): RefusalHandler | undefined {
  const described = file.handlers.describe(handler);
  if (!described.isBroad) return undefined;
  const { refusals, calls, decorated } = comingTo(handler, file);
  if (refusals.length + calls.length === 0 && decorated === undefined) return undefined;
  const by = raisesAgain(handler)
    ? 'the caught exception is re-raised'
    : inspectsException(handler)
      ? 'the handler inspects the caught exception'
      : described.goesOn && loopAround(handler)
        ? 'the loop continues with the next item'
        : described.goesOn && !described.mayRaise && isBeforeRoute(handler, file)
          ? 'the request continues to its route, which answers it'
          : isOnSocket(handler, file)
            ? 'a socket has no response status'
            : undefined;
  const at = headerSpan(handler, file.text);
  if (by !== undefined) {
    if (refusals.length > 0) file.proven({ at: handler, by });
    return undefined;
  }
  const status = statusAnsweredIn(handler, file);
  // A job notifies no one, whatever it raises.
  if (status === undefined && (decorated !== undefined || !isInRoute(handler, file))) return undefined;
  return {
    kind: 'handler',
    place: packPlace(file, at),
    within: file.names.qualnameOf(handler),
    ...(status !== undefined && { answered: status }),
    ...(status === undefined && isEnvelope(handler, file) && { isEnvelope: true as const }),
    refusals,
    calls,
    ...(decorated !== undefined && { decorator: decorated }),
  };
}

const isOnSocket = (handler: ExceptHandler, { context }: FactsContext): boolean => {
  const fn = context.defAround(handler);
  return fn !== undefined && context.routeOf(fn)?.methods.includes('WEBSOCKET') === true;
};

/** A middleware that comes to its route with all requests behind the `try`: `await call_next(request)`. */
function isBeforeRoute(handler: ExceptHandler, file: FactsContext): boolean {
  const fn = file.context.defAround(handler);
  if (fn === undefined || !isMiddleware(fn, file)) return false;
  const next = callsWithin(fn.body).filter(
    ({ func }) => lastName(func) === 'get_response' || (func.kind === 'Name' && isParameterOf(fn, func, file)),
  );
  const { parent: tried } = handler;
  return (
    next.some(({ start }) => start > handler.end) && !next.some((call) => tried !== undefined && isWithin(call, tried))
  );
}

const isParameterOf = (fn: Def, name: Name, { names }: FactsContext): boolean => {
  const parameter = names.parameterOf(name);
  return parameter !== undefined && fn.args.args.includes(parameter);
};

interface Coming {
  readonly refusals: readonly Refusal[];
  readonly calls: readonly TriedCall[];
  readonly decorated: string | undefined;
}

/** What the `try` raises itself or by a function of this file, and the calls of which other files know it. */
function comingTo(handler: ExceptHandler, file: FactsContext): Coming {
  const { tried } = file.handlers.describe(handler);
  const refusals = refusalsRaised(tried, file)
    .filter((each) => endsIn(handler, each.raised, each.name, file))
    .map((each) => ({
      ...refusalAs(each, file),
      ...(mayBeRaisedBefore(each, handler, file) && { isUnsure: true as const }),
    }));
  const calls: TriedCall[] = [];
  let decorated: string | undefined;
  for (const call of callsWithin(tried)) {
    const isAwaited = call.parent?.kind === 'Await';
    const written = shortText(call.func, file.text);
    const fn = definitionCalled(file, call);
    if (fn !== undefined && fn.kind !== 'ClassDef') {
      const [first] = fn.kind === 'FunctionDef' || isAwaited ? refusalsLeaving(fn.body, file) : [];
      if (first !== undefined && endsIn(handler, call, first.name, file)) refusals.push(refusalAs(first, file, call));
    } else if (fn === undefined && endsIn(handler, call, undefined, file)) {
      const path = file.effects.projectPath(call);
      if (path !== undefined) calls.push({ path, written, place: packPlace(file, call), isAwaited });
      decorated ??= decoratorCalling(call, file);
      if (isNextOfAiohttp(call, file))
        refusals.push({ written: 'HTTPNotFound', status: 404, place: packPlace(file, call), through: written });
    }
  }
  return { refusals, calls, decorated };
}

/** `@web.middleware` of aiohttp: what the routes and the router refuse comes out of the handler as an error. */
function isNextOfAiohttp({ func }: Call, { names, context }: FactsContext): boolean {
  const fn = context.defAround(func);
  const parameter = func.kind === 'Name' ? names.parameterOf(func) : undefined;
  return (
    fn !== undefined &&
    parameter !== undefined &&
    parameter === fn.args.args[1] &&
    decoratorsOf(fn).some(({ callee }) =>
      /^aiohttp\.web\.(?:\w+\.)?middleware$/.test(names.qualifiedName(callee) ?? ''),
    )
  );
}

/** `view(request)` in the function that a decorator puts in the place of `view`. */
function decoratorCalling({ func }: Call, { names, context }: FactsContext): string | undefined {
  const wrapper = context.defAround(func);
  const maker = wrapper === undefined ? undefined : context.defAround(wrapper);
  const parameter = func.kind === 'Name' ? names.parameterOf(func) : undefined;
  if (maker === undefined || parameter === undefined || parameter !== maker.args.args[0]) return undefined;
  const outer = context.defAround(maker);
  return names.fullNameOf(outer ?? maker);
}

/** No handler before takes it: one within the `try`, or one of the same that names it. */
function endsIn(handler: ExceptHandler, at: Expression, name: string | undefined, file: FactsContext): boolean {
  for (const statement of file.context.triesAround(at))
    for (const each of statement.handlers) {
      if (each === handler) return true;
      const described = file.handlers.describe(each);
      const takes = name === undefined ? described.isBroad : described.takes(name);
      if (takes || described.breadth === 'unknown') return false;
      const isOfAll = described.catches.some((each) => isRefusalError(each) && !ONE_STATUS.test(each));
      const isOfOne = described.catches.some(isRefusalError) && name !== undefined && !STATED.test(name);
      if ((isOfAll || isOfOne) && name?.startsWith('django.') !== true) return false;
    }
  return false;
}

/** Errors of werkzeug that stand for one status alone. */
const ONE_STATUS = /^werkzeug\.exceptions\.(?!HTTPException$)\w+$/;
/** What says by its class which it is. */
const STATED = /(?:^werkzeug\.exceptions\.\w+|\.ValidationError)$/;

/** `if not order: raise HTTPException(404)`, where `except NotFoundError` of the same `try` answers with 404 too. */
const mayBeRaisedBefore = ({ raised, status }: ClientRefusal, { parent }: ExceptHandler, file: FactsContext): boolean =>
  status !== undefined &&
  parent?.kind === 'Try' &&
  isOfMissing(raised) &&
  parent.handlers.some((each) => !file.handlers.describe(each).isBroad && statusAnsweredIn(each, file) === status);

/** Every answer is of one class of the program, which holds what has failed: the client is notified, if only there. */
function isEnvelope({ body, name }: ExceptHandler, { context, flow, names }: FactsContext): boolean {
  const last = body.at(-1);
  const answered = last?.kind === 'Return' ? last.value : undefined;
  const fn = last === undefined ? undefined : context.defAround(last);
  if (
    answered?.kind !== 'Call' ||
    fn === undefined ||
    !answered.keywords.some(
      ({ value }) => value.kind !== 'Dict' && holds(value, (node) => node.kind === 'Name' && node.id === name),
    )
  )
    return false;
  const answers = flow.returnValues(fn);
  const made = names.qualifiedName(answered.func);
  return (
    isCapWords(lastName(answered.func) ?? '') &&
    answers.length > 1 &&
    answers.every((each) => each?.kind === 'Call' && names.qualifiedName(each.func) === made)
  );
}
