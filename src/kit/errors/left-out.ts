/** Things that a loop leaves out because they failed, where what it collects does not say so. */
import { type Call, type Expression, namesIn, shortText } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import { onlyTidies } from '../../semantics/handlers/outcome.ts';
import type { HandlerModel } from '../../semantics/handlers.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { namesNoted } from './counted-successes.ts';
import { loopAround } from './program-end.ts';

export interface LeftOut {
  readonly failing: readonly Call[];
  /** What the loop goes through. */
  readonly of: string;
  /** The answer that holds what was collected, and nothing of what was not. */
  readonly answer: Expression;
  readonly guess: string;
}

/** Of a handler in a loop that collects or counts: whoever gets the collection cannot tell that it is not whole. */
export function leftOut(described: HandlerModel, model: SemanticModel): LeftOut | undefined {
  const { handler, goesOn, mayRaise, handsExceptionOn, logs, work, tried, isBroad } = described;
  const loop = goesOn && !mayRaise && !handsExceptionOn ? loopAround(handler) : undefined;
  const fn = model.context.defAround(handler);
  // A broad handler that says nothing at all is told for its silence.
  if (loop === undefined || fn === undefined || (isBroad && logs.length === 0)) return undefined;
  if (!work.every((each) => onlyTidies(model, each))) return undefined;
  const { parent } = handler;
  const noted = namesNoted([...tried, ...(parent?.kind === 'Try' ? parent.orelse : [])]);
  const calls = callsWithin(tried).filter((call) => !noted.has(rootOf(call)));
  if (noted.size === 0 || calls.length === 0) return undefined;
  const asked = namesIn(loop.iter);
  const answer = model.flow
    .returnValues(fn)
    .find(
      (value) => value !== undefined && value.start > loop.end && [...namesIn(value)].some((name) => noted.has(name)),
    );
  // `{"sent": sent, "total": len(users)}` tells it.
  if (answer === undefined || [...namesIn(answer)].some((name) => asked.has(name))) return undefined;
  return {
    failing: described.failing.length > 0 ? described.failing : calls,
    of: shortText(loop.iter, model.source.text),
    answer,
    guess:
      logs.length > 0 ? 'who reads the log learns which are missing' : 'what does not fit may not be meant to count',
  };
}

const rootOf = ({ func }: Call): string =>
  func.kind === 'Attribute' && func.value.kind === 'Name' ? func.value.id : '';
