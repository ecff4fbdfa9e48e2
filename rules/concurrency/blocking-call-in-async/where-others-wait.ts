/** What has to be so that someone is held up where a coroutine holds its loop. */
import type { AsyncFunctionDef } from '#ast';
import { providedThat } from '#kit';
import type { Condition, Grade, Question } from '#project';
import type { SemanticModel } from '#semantics';
import { servedOneByOne } from './served-one-by-one.ts';
import { firstOnLoop, hasOwnLoop, loopOfJob } from './shared-loop.ts';

/**
 * Where nobody else waits for the loop it is no matter that it is held: one of a single coroutine or job, one on which nothing else is set
 * going before, and one of a process that is given one request at a time.
 */
export function whereOthersWait(fn: AsyncFunctionDef, { names }: SemanticModel, yes: Grade = 'keep'): Condition {
  const name = names.fullNameOf(fn);
  const question: Question = {
    kind: 'any',
    of: [
      hasOwnLoop.ask({ function: name }),
      servedOneByOne.ask(null),
      firstOnLoop.ask({ function: name }),
      loopOfJob.ask({ function: name }),
    ],
  };
  return { question, yes: 'drop', no: yes, unknown: yes };
}

/** Kinds of what holds a loop, where it is no network, program or pause. */
export const LONG = { kind: 'language model or long computation' } as const;
export const COMPUTATION = { kind: 'computation' } as const;
export const HASH = { kind: 'password hash' } as const;
export const QUERY = { kind: 'database query' } as const;
export const MOMENTARY = { kind: 'file or short wait' } as const;

/** The cause: one driver for the whole application is one decision. */
export const DRIVER = 'a synchronous driver of a database';

type Blocks = Extract<Question, { kind: 'blocks' }>;

/** How a call holds the loop: by anything but a database, or by one and nothing else. */
export interface HoldingGrades {
  readonly byOthers: Condition;
  /** Undefined where the question leaves databases out. */
  readonly byDatabase: Condition | undefined;
}

/** What holds the loop as asked. */
export function whereItBlocks(
  fn: AsyncFunctionDef,
  blocking: Blocks,
  model: SemanticModel,
  also: readonly Question[] = [],
): HoldingGrades {
  const when = (by: NonNullable<Blocks['by']>, yes: Grade, no: Grade): Condition => {
    const question: Question = { ...blocking, by: blocking.by ?? by };
    return { question: also.length === 0 ? question : { kind: 'all', of: [question, ...also] }, yes, no, unknown: no };
  };
  const through = { kind: 'blocks', function: blocking.function, from: model.path } as const;
  const other = providedThat({ ...through, by: 'longer-than-moment' }, MOMENTARY);
  const longer: Condition = { ...providedThat({ ...blocking, by: 'language-model' }, other), yes: LONG };
  const byOthers = when('other-than-database', whereOthersWait(fn, model, longer), 'drop');
  if (blocking.by !== undefined) return { byOthers, byDatabase: undefined };
  const query = when('database', whereOthersWait(fn, model, QUERY), 'drop');
  // Where the call also works for long, that is reported, and its fix is that of both.
  const works = (['slow-hash', 'lengthy-work'] as const).map((by) => ({ ...through, by }));
  const unlessWorking: Condition = { question: { kind: 'any', of: works }, yes: 'drop', no: query, unknown: query };
  return { byOthers, byDatabase: when('other-than-database', 'drop', unlessWorking) };
}
