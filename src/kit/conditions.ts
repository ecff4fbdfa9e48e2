/** What rules most often want to hear of the project before a finding counts. */
import type { Condition, Grade, Question, ReachEntry } from '../project/question.ts';

/** Where the project says yes the finding stands; where it says no, or cannot say, it is graded. */
export function providedThat(question: Question, otherwise: Grade): Condition {
  return { question, yes: 'keep', no: otherwise, unknown: otherwise };
}

/** Whether the project serves or runs workers at all, and these hold. */
export function whereItServes(...questions: readonly Question[]): Question {
  return { kind: 'all', of: [{ kind: 'is-service' }, ...questions] };
}

/** What runs again and again for as long as a service does: requests, threads, tasks, worker loops. */
export const SERVING: readonly ReachEntry[] = ['route', 'thread', 'task', 'worker-loop'];

/** Whether one of these functions (full names) is reached from such an entry. */
export function reachedFrom(entries: readonly ReachEntry[], ...functions: readonly string[]): Question {
  const questions = [...new Set(functions)].map((fn): Question => ({ kind: 'reached-from', function: fn, entries }));
  const [only, ...others] = questions;
  return only !== undefined && others.length === 0 ? only : { kind: 'any', of: questions };
}
