import type { ModuleSummary } from '../semantics/index.ts';

/** Whether a line of a module runs only where the file is run as a program. */
export const isUnderMain = ({ main }: ModuleSummary, line: number): boolean =>
  main?.lines.some(([first, last]) => first <= line && line <= last) === true;
