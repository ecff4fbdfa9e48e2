/** Coroutines that keep their failures to themselves. */
import { type AsyncFunctionDef, type Call, decoratorsOf, isInFinally, lastName } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import type { Effect, SemanticModel } from '../../semantics/index.ts';

const MAX_DEPTH = 2;
/** `@log_exceptions`, `@catch_errors`. */
const TELLING = /^(log|catch|report|handle|suppress)_(all_)?(exception|error|failure)s?$/;
const HARMLESS: ReadonlySet<Effect> = new Set<Effect>(['pure', 'introspection', 'log', 'sleep', 'clean-up']);

/** A call of a coroutine of this file that ends or tells every failure of what it awaits, by itself or by what it calls in turn. */
export function handlesOwnFailures(call: Call, model: SemanticModel, depth = 0): boolean {
  const { risks, open } = failuresOf(call, model, depth);
  return risks.length > 0 && open.length === 0;
}

/** Only what it does about its failures may still fail. */
export function failsInHandlersAlone(call: Call, model: SemanticModel): boolean {
  const { risks, open } = failuresOf(call, model, 0);
  return open.length < risks.length && open.every((each) => model.context.handlerAround(each) !== undefined);
}

/** What may fail in the coroutine, and what of it gets out. */
function failuresOf(call: Call, model: SemanticModel, depth: number): Record<'risks' | 'open', readonly Call[]> {
  const fn = depth > MAX_DEPTH ? undefined : definitionCalled(model, call);
  if (fn?.kind !== 'AsyncFunctionDef') return { risks: [], open: [] };
  const isTold = decoratorsOf(fn).some(({ callee }) =>
    TELLING.test((model.names.qualifiedName(callee) ?? lastName(callee) ?? '').split('.').at(-1) ?? ''),
  );
  if (isTold) return { risks: [call], open: [] };
  const risks = risksOf(fn, model);
  return {
    risks,
    open: risks.filter((each) => !isCovered(each, model) && !handlesOwnFailures(each, model, depth + 1)),
  };
}

/** What may fail in it: what reaches further, and what it awaits. */
function risksOf(fn: AsyncFunctionDef, model: SemanticModel): readonly Call[] {
  const news = new Set(model.effects.newsworthy(fn.body));
  return callsWithin([fn]).filter((call) => {
    const mayFail = news.has(call) || call.parent?.kind === 'Await';
    return mayFail && !HARMLESS.has(model.effects.of(call)) && !isInFinally(call);
  });
}

/** A `try` around the call takes every exception, and either ends it or tells of it. */
function isCovered(call: Call, model: SemanticModel): boolean {
  return model.context.triesAround(call).some(({ handlers }) =>
    handlers.some((handler) => {
      const { isBroad, mayRaise, logs } = model.handlers.describe(handler);
      return isBroad && (!mayRaise || logs.length > 0);
    }),
  );
}
