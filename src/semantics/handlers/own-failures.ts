/** Functions that keep their failures to themselves: the caller is not failed, or the traceback is logged before. */

import { type Call, type Def, isGenerator, isInFinally, type Raise } from '../../ast/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import type { Effect } from '../effects.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';

const HARMLESS: ReadonlySet<Effect> = new Set<Effect>(['pure', 'introspection', 'log', 'sleep', 'clean-up']);

/** A call of a function of this file that ends or tells every failure of what it does, by itself or by what it calls in turn. */
export function handlesOwnFailures(call: Call, model: SemanticModel, depth = 0): boolean {
  const { risks, open } = failuresOf(call, model, depth);
  return risks.length > 0 && open.length === 0;
}

/** Only what it does about its failures may still fail. */
export function failsInHandlersAlone(call: Call, model: SemanticModel): boolean {
  const { risks, open } = failuresOf(call, model, 0);
  return open.length < risks.length && open.every((each) => model.context.handlerAround(each) !== undefined);
}

/** `handlesOwnFailures` of a function, for those who call it from elsewhere. */
export function keepsOwnFailures(fn: Def, model: SemanticModel): boolean {
  if (model.context.nodesOfFunction(fn, 'Try').length === 0) return false;
  const { risks, open } = failuresIn(fn, model, 0);
  return risks.length > 0 && open.length === 0;
}

interface Failures {
  readonly risks: readonly Call[];
  readonly open: readonly Call[];
}

const NONE: Failures = { risks: [], open: [] };

function failuresOf(call: Call, model: SemanticModel, depth: number): Failures {
  const fn = depth > FOLLOWED.calls ? undefined : definitionCalled(model, call);
  return fn === undefined || fn.kind === 'ClassDef' ? NONE : failuresIn(fn, model, depth);
}

/** What may fail in the function, and what of it gets out. */
function failuresIn(fn: Def, model: SemanticModel, depth: number): Failures {
  // Nothing of a generator runs where it is called, and what it raises itself gets out.
  if (isGenerator(fn) || model.context.nodesOfFunction(fn, 'Raise').some((each) => getsOut(each, model))) return NONE;
  const risks = risksOf(fn, model);
  return {
    risks,
    open: risks.filter((each) => !isCovered(each, model) && !handlesOwnFailures(each, model, depth + 1)),
  };
}

function getsOut(raise: Raise, model: SemanticModel): boolean {
  const handler = model.context.handlerAround(raise);
  const isLogged =
    handler !== undefined && model.handlers.describe(handler).logs.some(({ keepsTraceback }) => keepsTraceback);
  return !isLogged && !isCovered(raise, model);
}

/** What may fail in it: what reaches further, and what it awaits; without that, all of which nothing more is known. */
function risksOf(fn: Def, model: SemanticModel): readonly Call[] {
  const news = new Set(model.effects.newsworthy(fn.body));
  const calls = callsWithin([fn]).filter((call) => !HARMLESS.has(model.effects.of(call)) && !isInFinally(call));
  const known = calls.filter((call) => news.has(call) || call.parent?.kind === 'Await');
  if (known.length > 0) return known;
  return calls.filter((call) => UNSEEN.has(model.effects.of(call)) && model.context.handlerAround(call) === undefined);
}

const UNSEEN: ReadonlySet<Effect> = new Set<Effect>(['project', 'unknown']);

/** A `try` around it takes every exception, and either ends it or keeps its traceback. */
function isCovered(node: Call | Raise, model: SemanticModel): boolean {
  return model.context.triesAround(node).some(({ handlers }) =>
    handlers.some((handler) => {
      const { isBroad, mayRaise, logs } = model.handlers.describe(handler);
      return isBroad && (!mayRaise || logs.some(({ keepsTraceback }) => keepsTraceback));
    }),
  );
}
