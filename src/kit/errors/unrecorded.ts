import { statementsThrough } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { Effect, HandlerModel, SemanticModel } from '../../semantics/index.ts';

/** The handler gives an answer, tidies up, and does nothing else: whoever runs the program has no record that anything failed. */
export const isUnrecorded = ({ handler, logs }: HandlerModel, { effects }: SemanticModel): boolean =>
  logs.length === 0 &&
  statementsThrough(handler.body).every(
    (each) =>
      each.kind === 'Return' ||
      each.kind === 'Raise' ||
      callsWithin([each]).every((call) => TIDYING.has(effects.of(call))),
  );

const TIDYING: ReadonlySet<Effect> = new Set<Effect>(['clean-up', 'database', 'pure', 'introspection']);
