/** Work that no other can come between: the one event loop of the one process that serves it. */
import { type ServedApplication, type ServerFact, servedApplications } from '#kit/artifacts';
import type { ProjectModel } from '#project';

/** Whether one process is started of what a file belongs to: asked of all that is known of servers, for the first file. */
export function ofOneProcess(
  project: ProjectModel,
  facts: readonly { readonly path: string; readonly fact: ServerFact | { readonly kind: string } }[],
): (path: string) => boolean {
  let applications: readonly ServedApplication[] | undefined;
  return (path) => {
    applications ??= servedApplications(
      project,
      facts.flatMap(({ path: at, fact }) => (isServerFact(fact) ? [{ path: at, fact }] : [])),
    );
    return isOfOneProcess(path, applications, project);
  };
}

const isServerFact = (fact: ServerFact | { readonly kind: string }): fact is ServerFact =>
  fact.kind === 'gunicorn-workers' || fact.kind === 'served-here';

/** Whether all that starts the module's application starts one process of it, as far as the repository says how. */
function isOfOneProcess(path: string, applications: readonly ServedApplication[], project: ProjectModel): boolean {
  const module = project.moduleByPath(path);
  const own = applications.filter(({ modules }) => module !== undefined && modules.has(module));
  return (
    own.length > 0 &&
    own.every(({ counts, hasUnknownCount }) => !hasUnknownCount && counts.every(({ count }) => count === 1))
  );
}

/** Whether the function, which is no coroutine, runs on the event loop alone: coroutines call it, and no thread does. */
export const isOnLoopAlone = (fn: string, project: ProjectModel): boolean =>
  project.answer({ kind: 'called-from-async', function: fn }).verdict === 'yes' &&
  project.answer({ kind: 'runs-in-threads', function: fn }).verdict === 'no';
