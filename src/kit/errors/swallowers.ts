/** Functions from which no failure of their work comes out. */
import {
  type Call,
  type Def,
  type ExceptHandler,
  isInFinally,
  lastName,
  parametersOf,
  type Try,
  type TryStar,
} from '../../ast/index.ts';
import { callsWithin, holdsInOwnCode } from '../../semantics/effects/calls-within.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** The handler in which every failure of what the function does ends; undefined where one may come out, or where none is seen. */
export function swallowerIn(fn: Def, model: SemanticModel): ExceptHandler | undefined {
  // A `raise` anywhere lets something through, whatever it is for.
  if (holdsInOwnCode(fn.body, ({ kind }) => kind === 'Raise')) return undefined;
  const own = callsWithin([fn]).filter((call) => model.effects.of(call) === 'project');
  const news = model.effects.newsworthy(fn.body);
  // Where nothing is seen to reach outside, what functions of other modules do is taken to.
  const risks = (news.length > 0 ? news : own).filter((call) => !isTold(call, model));
  const takers = risks.map((call) => takerOf(call, model));
  return takers.length > 0 && takers.every((taker) => taker !== undefined) ? takers[0] : undefined;
}

/** What a handler or a `finally` does beside. */
const isTold = (call: Call, model: SemanticModel): boolean =>
  isInFinally(call) || model.context.handlerAround(call) !== undefined;

function takerOf(call: Call, model: SemanticModel): ExceptHandler | undefined {
  for (const around of model.context.triesAround(call)) {
    const taker = broadHandlerOf(around, model);
    if (taker !== undefined) return mayComeOut(taker, model) ? undefined : taker;
  }
  return undefined;
}

const mayComeOut = (taker: ExceptHandler, model: SemanticModel): boolean =>
  model.handlers.describe(taker).mayRaise || callsWithin(taker.body).some((call) => asksForAnother(call, model));

/** `self.retry(exc=error)`, `fetch.retry(exc=error)` of a task raises what asks for the next attempt. */
function asksForAnother(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  const fn = model.context.defAround(call);
  if (fn === undefined || func.kind !== 'Attribute' || func.attr !== 'retry') return false;
  const task = lastName(func.value);
  return (task === fn.name || task === parametersOf(fn)[0]?.name) && definitionCalled(model, call) === undefined;
}

const broadHandlerOf = ({ handlers }: Try | TryStar, model: SemanticModel): ExceptHandler | undefined =>
  handlers.find((handler) => model.handlers.describe(handler).isBroad);
