/** What has to be so that somebody is held up where a coroutine holds its loop. */
import type { AsyncFunctionDef } from '../../ast/index.ts';
import type { Condition, Grade, Question, ReachEntry } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { providedThat, reachedFrom } from '../conditions.ts';

/** On a loop of its own nobody is held up; what serves, or goes on beside it, has others who wait. */
export const whereOthersWait = (fn: AsyncFunctionDef, model: SemanticModel, yes: Grade = 'keep'): Condition =>
  unlessAlone(
    fn,
    model,
    whereServed(
      ['route', 'task', 'worker-loop'],
      model.names.fullNameOf(fn),
      { heldBack: 'nothing that serves is seen to come to it, so perhaps nobody waits' },
      yes,
    ),
  );

/** A query mostly takes a moment: what many clients ask for at once adds up. */
export const whereRequestsWait = (fn: AsyncFunctionDef, model: SemanticModel): Condition =>
  unlessAlone(
    fn,
    model,
    whereServed(['route'], model.names.fullNameOf(fn), QUERY, {
      question: { kind: 'any', of: [{ kind: 'asks-file', from: model.path }, { kind: 'asks-file' }] },
      yes: { ceiling: 'P3', heldBack: 'the database is a file of this process, which mostly answers in a moment' },
      no: 'keep',
      unknown: {
        heldBack: 'no driver of a database server is declared, so that the database may be a file of this process',
      },
    }),
  );

/** Where entries of these kinds come to the function (by its full name), and the next request waits in the same process. */
export function whereServed(
  entries: readonly ReachEntry[],
  name: string,
  otherwise: Grade,
  yes: Grade = 'keep',
): Condition {
  const unlessOf = (question: Question, heldBack: string, no: Grade): Condition => ({
    question,
    yes: { heldBack },
    no,
    unknown: no,
  });
  const ofJob = unlessOf(
    { kind: 'loop-of-job', function: name },
    'its event loop is started for one job, and what else waits there is a part of it',
    yes,
  );
  const first = unlessOf(
    { kind: 'first-on-loop', function: name },
    'it is awaited before anything else is set going on its event loop',
    ofJob,
  );
  const served = unlessOf({ kind: 'served-one-by-one' }, 'Lambda gives a process one request at a time', first);
  return { ...providedThat(reachedFrom(entries, name), otherwise), yes: served };
}

/** What a model makes takes seconds, and each of them is everybody's. */
export const LONG = { ceiling: 'P1' } as const;

/** The cause: one driver for the whole application is one decision. */
export const DRIVER = 'a synchronous driver of a database';

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

type Blocks = Extract<Question, { kind: 'blocks' }>;

/** How a call holds the loop: by anything but a database, or by one and nothing else. */
export interface HoldingGrades {
  readonly byOthers: Condition;
  /** Undefined where the question leaves databases out. */
  readonly byDatabase: Condition | undefined;
}

/** What holds the loop as asked: the server of a database where requests add up, any other by a query. */
export function whereItBlocks(
  fn: AsyncFunctionDef,
  asked: Blocks,
  model: SemanticModel,
  also: readonly Question[] = [],
): HoldingGrades {
  const when = (by: NonNullable<Blocks['by']>, yes: Grade, no: Grade): Condition => {
    const question: Question = { ...asked, by: asked.by ?? by };
    return { question: also.length === 0 ? question : { kind: 'all', of: [question, ...also] }, yes, no, unknown: no };
  };
  const through = { kind: 'blocks', function: asked.function, from: model.path } as const;
  const other = providedThat({ ...through, by: 'longer-than-moment' }, { ceiling: 'P3' });
  const longer: Condition = { ...providedThat({ ...asked, by: 'language-model' }, other), yes: LONG };
  const byOthers = when('other-than-database', whereOthersWait(fn, model, longer), 'drop');
  if (asked.by !== undefined) return { byOthers, byDatabase: undefined };
  const query = when('server-database', whereRequestsWait(fn, model), when('database', QUERY, 'drop'));
  // Where the call also works for long, that is told, and its mend is that of both.
  const works = (['slow-hash', 'lengthy-work'] as const).map((by) => ({ ...through, by }));
  const unlessWorking: Condition = { question: { kind: 'any', of: works }, yes: 'drop', no: query, unknown: query };
  return { byOthers, byDatabase: when('other-than-database', 'drop', unlessWorking) };
}
