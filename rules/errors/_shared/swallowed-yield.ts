/** Generators that keep what fails in the code behind their `yield`: the body of a `with`, or a whole request. */
import { type Def, decoratorsOf, type Yield } from '#ast';
import type { HandlerModel, SemanticModel } from '#semantics';
import { nodesWithin } from '#semantics/effects/calls-within';

export interface SwallowedYield {
  readonly fn: Def;
  readonly at: Yield;
  /** It is entered by a `with`; otherwise only a framework that takes it for a dependency raises there. */
  readonly isContext: boolean;
}

/** Of a handler of every error that lets none out again, around the one `yield` of a context or of what may be a dependency. */
export function swallowedYield(described: HandlerModel, model: SemanticModel): SwallowedYield | undefined {
  const { handler, tried, isBroad, mayRaise } = described;
  const fn = isBroad && !mayRaise ? model.context.defAround(handler) : undefined;
  if (fn === undefined || fn.body.length === 0) return undefined;
  const [at, another] = nodesWithin(fn.body, 'Yield');
  if (at?.parent?.kind !== 'Expr' || another !== undefined || !tried.includes(at.parent)) return undefined;
  const isContext = decoratorsOf(fn).some(({ callee }) => CONTEXT.test(model.names.qualifiedName(callee) ?? ''));
  if ((!isContext && fn.decorator_list.length > 0) || model.context.loopAround(at) !== undefined) return undefined;
  return { fn, at, isContext };
}

const CONTEXT = /^contextlib\.(?:async)?contextmanager$/;
