import { nodesOf } from '../ast/index.ts';
import type { ModuleSummary, ProjectModel } from '../project/index.ts';
import type { FactsContext } from './rule.ts';

/** Longer than names, keys and paths. */
const MAX_LENGTH = 120;

/** Texts of a file that may be names, keys or paths, and the pieces of those that are put together: without white space. */
export function plainTextsOf(file: FactsContext): string[] {
  const texts = new Set<string>();
  for (const { value } of nodesOf(file.module, 'Constant')) {
    if (value.kind !== 'str' || value.value.length > MAX_LENGTH) continue;
    for (const text of value.value.split(/\s+/)) if (/[\w.]{2}/.test(text)) texts.add(text);
  }
  return [...texts];
}

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
