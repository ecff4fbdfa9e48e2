import type { ModuleSummary } from '../semantics/index.ts';

/** Code that runs in production: what tests and examples do proves nothing of it. */
export function isProduction({ role }: Pick<ModuleSummary, 'role'>): boolean {
  return role === 'library' || role === 'entry-point' || role === 'script' || role === 'notebook';
}

/** Anyone who finds the file can run it, and it then does something. */
export const isRun = ({ isEntryPoint, role }: Pick<ModuleSummary, 'isEntryPoint' | 'role'>): boolean =>
  isEntryPoint || role === 'script';
