import type { ModuleSummary, ProjectModel } from '../project/index.ts';
import { PRODUCTION } from './roles.ts';

/** Whether production code of another module calls a function of this one by its name. */
export function isCalledFromOutside(functionName: string, module: ModuleSummary, project: ProjectModel): boolean {
  const name = `${project.importNameOf(module)}.${functionName}`;
  return project.modules.some(
    (other) =>
      other !== module &&
      PRODUCTION.has(other.role) &&
      [other.body, ...other.functions].some(({ calls }) => calls.includes(name)),
  );
}
