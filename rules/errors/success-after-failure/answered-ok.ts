/** Routes that answer a failure with the status of success, and tasks that end well with it. */
import { ancestors, callKeyword, type Def, decoratorsOf, type Expression, holds, lastName, stringConstant } from '#ast';
import { answeredValue } from '#kit/web';
import type { HandlerModel, SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { isRootOfLibrary } from '../_shared/failure-as-nothing.ts';

export interface AnsweredOk {
  readonly fn: Def;
  readonly answer: Expression;
  /** No answer of a route, but the result of a task. */
  readonly isTask: boolean;
}

/** Of a handler of every error in a route: what it gives as data, with no status or with one of success. */
export function failureAnsweredOk(
  { handler, isBroad, catches, tried, mayRaise }: HandlerModel,
  model: SemanticModel,
): AnsweredOk | undefined {
  const isOfAll = isBroad || catches.some(isRootOfLibrary);
  const last = handler.body.at(-1);
  const answer = last?.kind === 'Return' ? last.value : undefined;
  const fn = isOfAll && !mayRaise && answer !== undefined ? model.context.defAround(handler) : undefined;
  if (fn === undefined || answer === undefined || setsStatus(handler)) return undefined;
  const route = model.context.routeOf(fn);
  const isTask = route === undefined && isQueuedTask(fn, model);
  const isData = isTask ? isFailureDict(answer, model) : route !== undefined && isDataWithOk(answer, model);
  if (!isData || route?.methods.includes('WEBSOCKET') || isAnswerOfAll(answer, fn, model)) return undefined;
  if (callsWithin(tried).every((call) => HARMLESS.has(model.effects.of(call)))) return undefined;
  return { fn, answer, isTask };
}

/** `@shared_task`, `@app.task`, `@dramatiq.actor`, `@job("default")`: anyone who runs it takes what comes back for a result. */
const isQueuedTask = (fn: Def, { names, types }: SemanticModel): boolean =>
  decoratorsOf(fn).some(({ callee }) =>
    /^(?:celery\.(?:\w+\.)*(?:shared_task|task)|dramatiq\.(?:\w+\.)*actor|(?:django_)?rq\.(?:\w+\.)*job|huey\.(?:\w+\.)*(?:task|periodic_task))$/.test(
      names.qualifiedName(callee) ?? types.calleeName(callee) ?? '',
    ),
  );

/** `{"status": "error"}`, `{"ok": False, "error": …}`. */
function isFailureDict(answer: Expression, { flow, values }: SemanticModel): boolean {
  const made = flow.whole(answer);
  return (
    made.kind === 'Dict' &&
    made.keys.some((key, index) => {
      const name = (key && stringConstant(key)) ?? '';
      const value = made.values[index];
      const folded = value && values.fold(value);
      if (folded?.kind === 'bool') return !folded.value && /^(?:ok|success|succeeded)$/i.test(name);
      return folded?.kind === 'str' && /^(?:error|fail|failed|failure)$/i.test(folded.value);
    })
  );
}

/**
 * `return same_for_all`: one answer that is made beforehand is given on every path out, and early to some whom nothing failed, so that
 * nobody learns by it how it went.
 */
function isAnswerOfAll(answer: Expression, fn: Def, model: SemanticModel): boolean {
  const wholeOf = (each: Expression): Expression | undefined => {
    const answered = answeredValue(each, model);
    return answered.kind === 'Name' ? model.flow.whole(answered) : undefined;
  };
  const made = wholeOf(answer);
  const all = model.flow.returnValues(fn);
  const isSame = made !== undefined && all.every((each) => each !== undefined && wholeOf(each) === made);
  const isRefusal = ({ parent }: Expression): boolean =>
    parent?.parent?.kind === 'If' && [...ancestors(parent)].every(({ kind }) => kind !== 'ExceptHandler');
  return isSame && all.some((each) => each !== undefined && isRefusal(each));
}

const HARMLESS: ReadonlySet<string> = new Set(['pure', 'log', 'parse', 'introspection', 'probe']);

/** `{…}`, `jsonify(…)`, `JSONResponse({…})`, `(jsonify(…), 200)`. */
function isDataWithOk(answer: Expression, model: SemanticModel): boolean {
  const { flow, values } = model;
  if (answer.kind === 'Tuple') {
    const status = answer.elts[1] === undefined ? undefined : values.number(answer.elts[1]);
    const [data] = answer.elts;
    return data !== undefined && status !== undefined && status < 400 && isDataWithOk(data, model);
  }
  if (answer.kind !== 'Call') return flow.whole(answer).kind === 'Dict';
  const name = lastName(answer.func) ?? '';
  if (name === 'jsonify') return true;
  const status = callKeyword(answer, 'status_code') ?? callKeyword(answer, 'status');
  return (
    (JSON_ANSWERS.test(name) || (TEXT_ANSWERS.test(name) && answer.args[0] !== undefined)) &&
    answer.args.length < 2 &&
    (status === undefined || (values.number(status.value) ?? 500) < 400)
  );
}

const TEXT_ANSWERS = /^(?:Response|PlainTextResponse|HttpResponse)$/;
const JSON_ANSWERS = /^(?:JSONResponse|ORJSONResponse|JsonResponse|json_response)$/;

/** `response.status_code = 500` */
const setsStatus = (handler: HandlerModel['handler']): boolean =>
  holds(handler, (node) => node.kind === 'Attribute' && node.ctx === 'Store' && /^status/.test(node.attr));
