/** Members that code of the project sets from outside, by what they were set in. */
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';

/** Whether some code sets a member of a module (by its path), a class (by its qualified name) or `builtins`. */
export interface MembersSet {
  /** `computed`: some name is set there, and nobody can say which. */
  find(owner: string, member: string): 'set' | 'computed' | undefined;
}

/** From what `namesSet` tells of each file. */
export function membersSet(
  project: ProjectModel,
  files: readonly { readonly path: string; readonly set: readonly string[] }[],
): MembersSet {
  const set = new Set<string>();
  for (const { path, set: names } of files) {
    const importer = project.moduleByPath(path);
    for (const dotted of importer === undefined ? [] : names) {
      const end = dotted.lastIndexOf('.');
      const owner = importer === undefined ? undefined : ownerOf(dotted.slice(0, end), importer, project);
      if (owner !== undefined) set.add(`${owner} ${dotted.slice(end + 1)}`);
    }
  }
  return {
    find: (owner, member) => (set.has(`${owner} ${member}`) ? 'set' : set.has(`${owner} *`) ? 'computed' : undefined),
  };
}

function ownerOf(dotted: string, importer: ModuleSummary, project: ProjectModel): string | undefined {
  if (dotted === 'builtins') return dotted;
  const found = project.resolve(dotted, importer);
  if (found.kind === 'module') return found.module.path;
  return found.kind === 'class' ? found.class.qualifiedName : undefined;
}
