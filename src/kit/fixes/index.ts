/** Builders of the edits that rules offer. */

export * from './edits.ts';
export * from './imports.ts';
export * from './kinds.ts';
export * from './statements.ts';
