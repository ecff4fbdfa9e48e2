/** The project as a whole: module summaries, questions across files, and the model that answers them. */
export type * from './module-summary.ts';
export type * from './project-model.ts';
export type * from './question.ts';
