/** What has to be so that somebody is held up where a coroutine holds its loop. */
import type { AsyncFunctionDef } from '../../ast/index.ts';
import type { Condition, Grade, Question } from '../../project/index.ts';
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

/** The hash of a password takes its time on purpose: where clients sign in, each of them holds up all others. */
export const whereAskedFor = (fn: AsyncFunctionDef, { names }: SemanticModel, otherwise: string): Condition =>
  providedThat(reachedFrom(['route'], names.fullNameOf(fn)), { heldBack: otherwise });

type Blocks = Extract<Question, { kind: 'blocks' }>;

/** What holds the loop as asked: by anything but a database, by the server of one where requests add up, and else by a query. */
export function whereItBlocks(
  fn: AsyncFunctionDef,
  asked: Blocks,
  model: SemanticModel,
  also: readonly Question[] = [],
): Condition {
  const when = (by: NonNullable<Blocks['by']>, yes: Grade, no: Grade): Condition => {
    const question: Question = { ...asked, by: asked.by ?? by };
    return { question: also.length === 0 ? question : { kind: 'all', of: [question, ...also] }, yes, no, unknown: no };
  };
  const byDatabase = when('server-database', whereRequestsWait(fn, model), when('database', QUERY, 'drop'));
  return when('other-than-database', whereOthersWait(fn, model), asked.by === undefined ? byDatabase : 'drop');
}
