/** The class that a project offers to event loops beside one that holds its thread. */
import type { RelatedLocation } from '#findings';
import { defineQuestion } from '#kit';
import { type ProjectModel, whenReached } from '#project';
import type { ModuleSummary, SummaryClass } from '#semantics';

/**
 * Does the project offer the same class for event loops: `AsyncX`, `XAsync`, `AioX`, a class of the same name in a module
 * called async or aio, or coroutines among its own methods?
 */
export const hasAsyncTwin = defineQuestion<{ readonly class: string }>(
  'has-async-twin',
  (about) => `the project has the class \`${about.class}\` for event loops too`,
  (about, project) => whenReached(asyncTwinOf(about.class, project)),
);

function asyncTwinOf(qualifiedName: string, project: ProjectModel): RelatedLocation | undefined {
  const name = lastSegment(qualifiedName);
  const bare = name.replace(/^Sync|Sync$/, '');
  const twins = new Set([`Async${bare}`, `${bare}Async`, `Aio${bare}`, `A${bare}`, `Asyncio${bare}`]);
  const own = publicMethods(qualifiedName, project);
  for (const module of project.modules) {
    for (const cls of module.classes) {
      const other = lastSegment(cls.qualifiedName);
      const isSame = cls.qualifiedName === qualifiedName && hasCoroutine(cls, module);
      const isNamesake = other === name && cls.qualifiedName !== qualifiedName && ASYNC_MODULE.test(module.module);
      if (twins.has(other) || isSame || isNamesake || doesTheSame(cls, module, own, qualifiedName)) {
        return { path: module.path, ...cls.place, message: `\`${other}\` is for event loops` };
      }
    }
  }
  return undefined;
}

const ASYNC_MODULE = /(^|[._])(async|asyncio|aio)([._]|$)/;

/** Its coroutines have the names of all methods of the other class, more than one, and it is in the same package. */
function doesTheSame(cls: SummaryClass, module: ModuleSummary, own: readonly string[], qualifiedName: string): boolean {
  if (own.length < 2 || !own.every((method) => cls.methods.includes(method))) return false;
  const isBeside = packageOf(module.module) === packageOf(packageOf(qualifiedName));
  return isBeside && own.every((method) => isCoroutine(`${cls.qualifiedName}.${method}`, module));
}

function isCoroutine(name: string, { functions }: ModuleSummary): boolean {
  return functions.some(({ isAsync, qualifiedName }) => isAsync && qualifiedName === name);
}

function publicMethods(qualifiedName: string, { modules }: ProjectModel): readonly string[] {
  const classes = modules.flatMap((module) => module.classes);
  const methods = classes.find((each) => each.qualifiedName === qualifiedName)?.methods ?? [];
  return methods.filter((method) => !method.startsWith('_'));
}

const packageOf = (dotted: string): string => dotted.slice(0, Math.max(dotted.lastIndexOf('.'), 0));

function hasCoroutine(cls: SummaryClass, module: ModuleSummary): boolean {
  return module.functions.some(
    ({ isAsync, qualifiedName }) => isAsync && qualifiedName.startsWith(`${cls.qualifiedName}.`),
  );
}

function lastSegment(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
}
