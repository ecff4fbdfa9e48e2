/** What modules keep on the state of an application. */
import type { ModuleSummary } from '../semantics/index.ts';
import { isProduction } from './production.ts';

/** What an application holds by a name, and the module that puts it there. */
export type Kept = { readonly path: string; readonly module: ModuleSummary } | 'several';

/** By name, what `app.state.name = …` of production code leads to; `several` where that differs. */
export function keptByApplications(modules: readonly ModuleSummary[]): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>();
  for (const module of modules) {
    if (!isProduction(module)) continue;
    for (const [name, path] of Object.entries(module.applicationState ?? {})) {
      kept.set(name, kept.has(name) || path === null ? 'several' : { path, module });
    }
  }
  return kept;
}
