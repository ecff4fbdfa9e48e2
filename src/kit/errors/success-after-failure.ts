/** The answer that says a request succeeded, though what a handler passed over is what the request was for. */
import { type Call, type Def, type Expression, holds, type Return, stringConstant } from '../../ast/index.ts';
import { walkOwnCode } from '../../semantics/effects/calls-within.ts';
import type { HandlerModel } from '../../semantics/handlers.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { loopAround } from './program-end.ts';

export interface SuccessTold {
  readonly answer: Return;
  /** The calls whose failure ends in the handler. */
  readonly failing: readonly Call[];
  /** Why the answer may be right all the same; undefined where the code shows nothing of the kind. */
  readonly guess: string | undefined;
}

/**
 * What the route around a broad handler answers whatever happened in its `try`: undefined unless the handler only logs, every
 * way on from it answers with the same claim of success, and the `try` holds something whose failure is news.
 */
export function successTold(described: HandlerModel, model: SemanticModel): SuccessTold | undefined {
  const { handler, failing } = described;
  if (!described.isBroad || !described.goesOn || described.mayRaise || described.handsExceptionOn) return undefined;
  if (described.work.length > 0 || failing.length === 0) return undefined;
  const fn = model.context.defAround(handler);
  if (fn === undefined || model.context.routeOf(fn) === undefined) return undefined;
  const answers = answersBehind(handler, fn, model);
  const [answer] = answers;
  if (answer === undefined || !answers.every(({ value }) => value !== undefined && claimsSuccess(value, model)))
    return undefined;
  return { answer, failing, guess: guessOf(described, fn, model) };
}

function answersBehind(handler: HandlerModel['handler'], fn: Def, { flow }: SemanticModel): readonly Return[] {
  const answers: Return[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Return' && node.start > handler.end && flow.mayComeTo(handler, node)) answers.push(node);
    return undefined;
  });
  return answers;
}

/** `{"success": True}`, `jsonify(status="ok")`, `Answer(ok=True)`, with no value in it that the `try` might have left as it was. */
function claimsSuccess(answer: Expression, model: SemanticModel): boolean {
  return holds(answer, (node) => {
    if (node.kind === 'Dict')
      return node.keys.some((key, index) => key !== undefined && says(stringConstant(key), node.values[index], model));
    return node.kind === 'Call' && node.keywords.some(({ arg, value }) => says(arg, value, model));
  });
}

/** The words by which programs tell each other that all went well. */
function says(name: string | undefined, value: Expression | undefined, { values }: SemanticModel): boolean {
  const said = value && values.fold(value);
  if (said?.kind === 'bool') return said.value && /^(?:success|ok|succeeded)$/.test(name ?? '');
  return (
    said?.kind === 'str' && /^(?:status|result)$/.test(name ?? '') && /^(?:success|ok|succeeded)$/i.test(said.value)
  );
}

const SIDE_MATTER = 'the request does other work as well, so that this may be a side matter';
const ONE_OF_MANY = 'it is one of many that are gone through, and the others may have succeeded';

function guessOf(described: HandlerModel, fn: Def, model: SemanticModel): string | undefined {
  if (loopAround(described.handler) !== undefined) return ONE_OF_MANY;
  const inside = new Set(model.effects.newsworthy(described.tried));
  const others = model.effects.newsworthy(fn.body).filter((call) => !inside.has(call));
  return others.length > 0 ? SIDE_MATTER : undefined;
}
