/** Who else is on the event loop of a coroutine function. */
import { defineQuestion } from '#kit';
import { type Answer, decided, type LocatedFunction, type ProjectModel, UNKNOWN } from '#project';
import { functionKnownAs } from '#project/known-as';

/** A coroutine function, named in full. */
interface About {
  readonly function: string;
}

/**
 * Does the coroutine function have the event loop for itself, on all paths that lead to it: a loop is started for the first one
 * there, and nothing that it calls sets anything else going?
 */
export const hasOwnLoop = defineQuestion<About>(
  'alone-on-loop',
  (about) => `\`${about.function}\` has its event loop for itself`,
  (about, project) => answered(about, project, (found) => project.loopSharing.isAlone(found)),
);

/**
 * Is the loop of the coroutine function started for a job that ends, on all paths that are seen, tasks included: none of them begins at
 * what serves or goes round for ever?
 */
export const loopOfJob = defineQuestion<About>(
  'loop-of-job',
  (about) => `the event loop of \`${about.function}\` is started for one job`,
  (about, project) => answered(about, project, (found) => project.loopSharing.isOfJob(found)),
);

/** Is the coroutine function awaited by the first one of a loop, as far as that is seen, before anything else is done there? */
export const firstOnLoop = defineQuestion<About>(
  'first-on-loop',
  (about) => `\`${about.function}\` is awaited before anything else is on its event loop`,
  (about, project) => answered(about, project, (found) => project.loopSharing.isFirst(found)),
);

function answered(about: About, project: ProjectModel, holds: (found: LocatedFunction) => boolean): Answer {
  const found = functionKnownAs(about.function, project);
  return found === undefined ? UNKNOWN : decided(holds(found));
}
