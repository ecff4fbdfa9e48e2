/** The whole project: module summaries, questions across files, and the model that answers them. */

export { requirementFolder } from '../../project/declarations.ts';
export type * from '../../project/index.ts';
export { distributionsAround, isRun, moduleTexts, partsOf } from '../../project/index.ts';
export { isUnderMain } from '../../project/main-guard.ts';
export type * from '../../semantics/summary.ts';
