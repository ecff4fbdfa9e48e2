import type { ProjectModel } from './project-model.ts';
import type { Answer } from './question.ts';

/** How a question of a rule's own is answered; its name is that of no other. */
export interface OwnQuestion<About = unknown> {
  readonly name: string;
  answer(about: About, project: ProjectModel): Answer;
}
