/** Who calls a function of a module, told by its dotted name. */

import { PRODUCTION } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

const DEPTH = 3;

/** Whether production code of another module calls a function of this one by its name, once the packages around it are imported. */
export function isCalledFromOutside(functionName: string, module: ModuleSummary, project: ProjectModel): boolean {
  const name = `${project.importNameOf(module)}.${functionName}`;
  const packages = new Set(packagesAround(module, project));
  return project.modules.some((other) => {
    if (other === module || !PRODUCTION.has(other.role)) return false;
    const parts = packages.has(other) ? other.functions : [other.body, ...other.functions];
    return parts.some(({ calls }) => calls.includes(name));
  });
}

/** Production modules that call a function of this one, by its name or that of another function here that calls it. */
export function callersFromOutside(
  functionName: string,
  module: ModuleSummary,
  project: ProjectModel,
): readonly ModuleSummary[] {
  const names = new Set([functionName]);
  for (const name of names)
    for (const { calls, qualifiedName } of module.functions)
      if (calls.includes(`${module.module}.${name}`)) names.add(qualifiedName.slice(module.module.length + 1));
  const written = [...names].map((name) => `${project.importNameOf(module)}.${name}`);
  return project.modules.filter(
    (other) =>
      other !== module &&
      PRODUCTION.has(other.role) &&
      [other.body, ...other.functions].some(({ calls }) => written.some((name) => calls.includes(name))),
  );
}

/** Whether importing a package around the module runs a function of it, itself or through others of the module. */
export function runsWithPackage(functionName: string, module: ModuleSummary, project: ProjectModel): boolean {
  const own = project.importNameOf(module);
  const bodies = packagesAround(module, project).map(({ body }) => body);
  let level: readonly string[] = [functionName];
  for (let depth = 0; level.length > 0 && depth <= DEPTH; depth++) {
    const names = level.map((each) => `${own}.${each}`);
    if (bodies.some(({ calls }) => names.some((name) => calls.includes(name)))) return true;
    const called = new Set(level.map((each) => `${module.module}.${each}`));
    level = module.functions
      .filter(({ calls }) => calls.some((call) => called.has(call)))
      .map(({ qualifiedName }) => qualifiedName.slice(module.module.length + 1));
  }
  return false;
}

function packagesAround(module: ModuleSummary, project: ProjectModel): readonly ModuleSummary[] {
  const segments = module.path.split('/').slice(0, -1);
  return segments.flatMap((_, index) => {
    const around = project.moduleByPath([...segments.slice(0, index + 1), '__init__.py'].join('/'));
    return around === undefined || around === module ? [] : [around];
  });
}
