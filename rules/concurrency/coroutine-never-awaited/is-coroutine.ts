import { type Answer, NO, type ProjectModel, type Target, UNKNOWN, whenReached } from '#project';
import { runsWhenAwaited } from '#project/coroutines';

/** Whether a way (`ObjectTypes.pathOf`) in the file `from` leads to an `async def` of the project, whichever class overrides it. */
export function isCoroutine(accessPath: string, from: string, project: ProjectModel): Answer {
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(accessPath, importer);
  if (target?.kind !== 'function') return UNKNOWN;
  const isRun = runsWhenAwaited(target);
  const isSame = (other: Target): boolean => runsWhenAwaited(other) === isRun;
  if (isRun === undefined || !project.holdsForOverrides(target, isSame, 'as-declared')) return UNKNOWN;
  if (!isRun) return NO;
  const { module, function: fn } = target;
  const called = fn.qualifiedName.slice(module.module.length + 1);
  return whenReached({ path: module.path, ...fn.place, message: `\`${called}\` is a coroutine function` });
}
