/** Which status a handler of exceptions answers with, and what it does with what it has caught. */
import { type ExceptHandler, type Expression, holds, lastName } from '../../ast/index.ts';
import { callsWithin, walkOwnCode } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';

type Caught = Pick<ExceptHandler, 'body' | 'name'>;

/** The one status from 400 to 599 with which the handler answers, where that is written. */
export function statusAnsweredIn(handler: Pick<ExceptHandler, 'body'>, model: SemanticModel): number | undefined {
  const calls = callsWithin(handler.body).flatMap((call) => statusOf(call, model) ?? []);
  if (calls.length > 0) return calls.every((each) => each === calls[0]) ? calls[0] : undefined;
  const last = handler.body.at(-1);
  const [, second] = last?.kind === 'Return' && last.value?.kind === 'Tuple' ? last.value.elts : [];
  return second === undefined ? undefined : model.values.number(second);
}

/** From 400 to 599: `status_code=404`, `status=404`, `abort(404)`, `HTTPException(status.HTTP_404_NOT_FOUND)`. */
export function statusOf(call: Expression, { values, flow }: SemanticModel): number | undefined {
  if (call.kind !== 'Call') return undefined;
  const named = call.keywords.find(({ arg }) => arg === 'status_code' || arg === 'status')?.value;
  for (const each of named === undefined ? call.args.slice(0, 1) : [named]) {
    const number = values.number(each) ?? Number(/^HTTP_([1-5]\d\d)_/.exec(lastName(flow.whole(each)) ?? '')?.[1]);
    if (number >= 400 && number < 600) return number;
  }
  return undefined;
}

/** `raise`, `raise error` */
export function raisesAgain({ body, name }: Caught): boolean {
  let isRaised = false;
  walkOwnCode(body, (node) => {
    if (node.kind === 'Raise')
      isRaised ||= node.exc === undefined || (node.exc.kind === 'Name' && node.exc.id === name);
  });
  return isRaised;
}

/** `isinstance(error, HTTPException)`, `error.status_code`, `match error`, or a function that is given it and answers. */
export function inspectsException({ body, name }: Caught): boolean {
  return holds(body, (node) => {
    if (node.kind === 'Attribute')
      return node.value.kind === 'Name' && node.value.id === name && STATUS.test(node.attr);
    const [tested] = node.kind === 'Call' && KIND_QUESTIONS.has(lastName(node.func) ?? '') ? node.args : [];
    return tested?.kind === 'Name' && tested.id === name;
  });
}

const STATUS = /^(?:status_code|status|code|get_response)$/;
const KIND_QUESTIONS: ReadonlySet<string> = new Set(['isinstance', 'getattr', 'hasattr']);
