/** The project as a whole: module summaries, questions across files, and the model that answers them. */

export type { ModuleSummary } from '../semantics/index.ts';
export { buildProjectModel } from './build.ts';
export type * from './project-model.ts';
export type * from './question.ts';
