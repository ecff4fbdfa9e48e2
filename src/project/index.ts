/** The project as a whole: module summaries, questions across files, and the model that answers them. */
export type * from './project-model.ts';
export type * from './question.ts';
export type { ModuleSummary } from '../semantics/index.ts';
