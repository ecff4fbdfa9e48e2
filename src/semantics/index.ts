/** What the code of one file means. Asked by rules through `#kit`. */

export { buildSemanticModel } from './build.ts';
export { claimsOfPath, isInTestFolder, isScriptPath } from './context/file-role.ts';
export type * from './context.ts';
export type * from './effects.ts';
export type * from './flow.ts';
export { type GivenToPython, givenToPython } from './given-to-python.ts';
export type * from './handlers.ts';
export { limitsMetIn } from './limits.ts';
export type * from './model.ts';
export { moduleNameOf } from './module-name.ts';
export type * from './names.ts';
export type * from './nox.ts';
export { type FileOutline, outlineOf, outlineOfNotebook } from './outline.ts';
export type * from './retries.ts';
export type * from './state.ts';
export { summarizeModule } from './summary/summarize.ts';
export type * from './summary.ts';
export type * from './types.ts';
export type * from './values.ts';
