import type { OwnQuestion } from '../project/own-question.ts';
import type { ProjectModel } from '../project/project-model.ts';
import type { Answer, QuestionOf } from '../project/question.ts';

/** A question of a rule's own, as the rule asks it. */
export interface AnswerableQuestion<About> extends OwnQuestion<About> {
  ask(about: About): QuestionOf<'own'>;
}

/**
 * A question that only the rules of one folder ask, about plain JSON. `says` is the end of "the project was asked whether …". The rule names it in
 * its `questions`.
 */
export function defineQuestion<About>(
  name: string,
  says: (about: About) => string,
  answer: (about: About, project: ProjectModel) => Answer,
): AnswerableQuestion<About> {
  return { name, answer, ask: (about) => ({ kind: 'own', name, about, says: says(about) }) };
}
