/** What has to be so that somebody is held up where a coroutine holds its loop. */
import type { AsyncFunctionDef } from '../../ast/index.ts';
import type { Condition, Question } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { providedThat, reachedFrom } from '../conditions.ts';

/** On a loop of its own nobody is held up; what serves, or goes on beside it, has others who wait. */
export const whereOthersWait = (fn: AsyncFunctionDef, model: SemanticModel): Condition =>
  unlessAlone(
    fn,
    model,
    providedThat(reachedFrom(['route', 'task', 'worker-loop'], model.names.fullNameOf(fn)), {
      heldBack: 'nothing that serves is seen to come to it, so perhaps nobody waits',
    }),
  );

/** A query mostly takes a moment: what many clients ask for at once adds up. */
export const whereRequestsWait = (fn: AsyncFunctionDef, model: SemanticModel): Condition =>
  unlessAlone(fn, model, providedThat(reachedFrom(['route'], model.names.fullNameOf(fn)), QUERY));

export const QUERY = { ceiling: 'P3', heldBack: 'a query mostly takes a moment' } as const;

const unlessAlone = (fn: AsyncFunctionDef, { names }: SemanticModel, otherwise: Condition): Condition => ({
  question: { kind: 'alone-on-loop', function: names.fullNameOf(fn) },
  yes: 'drop',
  no: otherwise,
  unknown: otherwise,
});

export const whereWorkHoldsUp = (fn: AsyncFunctionDef, { names }: SemanticModel, ...asked: Question[]): Condition => {
  const alone: Question = { kind: 'alone-on-loop', function: names.fullNameOf(fn) };
  return providedThat({ kind: 'all', of: [...asked, { kind: 'not', of: alone }] }, 'drop');
};
