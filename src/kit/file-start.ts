import type { ProjectProblem } from './rule.ts';

/** The place of what is true of a whole file: its first character. */
export function fileStart({ path }: { readonly path: string }): ProjectProblem['at'] {
  return { path, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
