import { statementsThrough } from '#ast';
import { providedThat } from '#kit';
import { theyKeepTheirs } from '#kit/calls';
import type { Condition, Question } from '#project';
import type { Effect, HandlerModel, SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** The handler gives an answer, tidies up, and does nothing else: anyone who runs the program has no record that anything failed. */
export const isUnrecorded = ({ handler, logs }: HandlerModel, { effects }: SemanticModel): boolean =>
  logs.length === 0 &&
  statementsThrough(handler.body).every(
    (each) =>
      each.kind === 'Return' ||
      each.kind === 'Raise' ||
      callsWithin([each]).every((call) => TIDYING.has(effects.of(call))),
  );

const TIDYING: ReadonlySet<Effect> = new Set<Effect>(['clean-up', 'database', 'pure', 'introspection']);

/** Where the called code reports its own failures, the message does not claim that nothing else keeps them. */
export function unlessRecorded(
  { tried }: HandlerModel,
  message: string | undefined,
  question: Question | undefined,
  model: SemanticModel,
): { readonly when?: Condition } {
  const kept = message === undefined ? undefined : theyKeepTheirs(tried, model);
  const less = kept && message ? { ...providedThat(kept, 'keep'), yes: { message } } : undefined;
  if (question === undefined) return less === undefined ? {} : { when: less };
  return { when: { ...providedThat(question, 'drop'), yes: less ?? 'keep' } };
}
