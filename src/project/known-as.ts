/** What a full name leads to: by its own module's name, or as some importer writes it (`pkg.db.fetch` for `src/pkg/db.py`): any module may ask. */
import type { LocatedClass, LocatedFunction, ProjectModel } from './project-model.ts';

export function functionKnownAs(name: string, project: ProjectModel): LocatedFunction | undefined {
  const [caller] = project.modules;
  const own = project.functionNamed(name);
  if (own !== undefined || caller === undefined) return own;
  const resolved = project.resolve(name, caller);
  return resolved.kind === 'function' ? resolved : undefined;
}

export function classKnownAs(name: string, project: ProjectModel): LocatedClass | undefined {
  const [caller] = project.modules;
  const own = project.classNamed(name);
  const resolved = own !== undefined || caller === undefined ? undefined : project.resolve(name, caller);
  return own ?? (resolved?.kind === 'class' ? resolved : undefined);
}
