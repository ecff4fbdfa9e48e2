import type { ModuleSummary, ProjectModel } from '../../project/index.ts';

/** The module and all that it imports of the project, directly or through others. */
export function importClosure(module: ModuleSummary, project: ProjectModel): ModuleSummary[] {
  const reached = new Set([module]);
  for (const each of reached) {
    for (const imported of each.imports) {
      const found = project.resolveImport(imported, each);
      if (found.kind !== 'unknown' && found.kind !== 'missing') reached.add(found.module);
    }
  }
  return [...reached];
}
