import type { ModuleSummary } from '../semantics/summary.ts';
import type { ProjectModel } from './project-model.ts';

/** The module and all that it imports of the project, directly or through others; `when` leaves out what is imported at another time. */
export function importClosure(
  module: ModuleSummary,
  project: ProjectModel,
  when?: ModuleSummary['imports'][number]['when'],
): ModuleSummary[] {
  const reached = new Set([module]);
  for (const each of reached) {
    for (const imported of each.imports) {
      if (when !== undefined && imported.when !== when) continue;
      const found = project.resolveImport(imported, each);
      if (found.kind !== 'unknown' && found.kind !== 'missing') reached.add(found.module);
    }
  }
  return [...reached];
}
