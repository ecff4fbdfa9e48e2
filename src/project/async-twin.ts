/** The class that a project offers to event loops beside one that holds its thread. */
import type { RelatedLocation } from '../findings/index.ts';
import type { ModuleSummary, SummaryClass } from '../semantics/index.ts';
import type { ProjectModel } from './project-model.ts';

/** Undefined where none is seen. */
export function asyncTwinOf(
  qualifiedName: string,
  project: Pick<ProjectModel, 'modules'>,
): RelatedLocation | undefined {
  const name = lastSegment(qualifiedName);
  const bare = name.replace(/^Sync|Sync$/, '');
  const twins = new Set([`Async${bare}`, `${bare}Async`, `Aio${bare}`, `A${bare}`, `Asyncio${bare}`]);
  for (const module of project.modules) {
    for (const cls of module.classes) {
      const other = lastSegment(cls.qualifiedName);
      const isSame = cls.qualifiedName === qualifiedName && hasCoroutine(cls, module);
      const isNamesake = other === name && cls.qualifiedName !== qualifiedName && ASYNC_MODULE.test(module.module);
      if (twins.has(other) || isSame || isNamesake) {
        return { path: module.path, ...cls.place, message: `\`${other}\` is for event loops` };
      }
    }
  }
  return undefined;
}

const ASYNC_MODULE = /(^|[._])(async|asyncio|aio)([._]|$)/;

function hasCoroutine(cls: SummaryClass, module: ModuleSummary): boolean {
  return module.functions.some(
    ({ isAsync, qualifiedName }) => isAsync && qualifiedName.startsWith(`${cls.qualifiedName}.`),
  );
}

function lastSegment(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
}
