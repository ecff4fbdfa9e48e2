import type { ImportEdge, ProjectModel } from './project-model.ts';
import { takesModule } from './reach/named-code.ts';

/** The import by which another module takes a name from this one: the name itself, all of them, or the module, of which it reads that attribute. */
export function takerOf(path: string, name: string, project: ProjectModel): ImportEdge | undefined {
  const module = project.modules.find((candidate) => candidate.path === path);
  if (module === undefined) return undefined;
  return project.importersOf(module).find(({ from, to, imported }) => {
    if (from === module) return false;
    if (imported.name === name || imported.name === '*') return true;
    const reads = takesModule({ from, to, imported }) && from.attributeReads;
    return reads !== false && (reads.includes(name) || reads.includes('*'));
  });
}
