/** Edits that mend a finding, and what makes them. */
export * from '../fixes/index.ts';
