/** What functions of the project do beyond its code, and where failures of that end. */
import type { RelatedLocation } from '../findings/index.ts';
import type { Project } from './build.ts';
import { type CallEdge, runsInPlace } from './call-graph.ts';
import type { LocatedFunction, Target } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';
import { NO, UNKNOWN } from './verdicts.ts';

const yes = (...evidence: readonly RelatedLocation[]): Answer => ({ verdict: 'yes', evidence });

export function reachesOutside(question: QuestionOf<'reaches-outside'>, project: Project): Answer {
  const { function: name, from, isUnreported, isKept } = question;
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(name, importer);
  if (target?.kind !== 'function') return isUnreported ? NO : UNKNOWN;
  const { module, function: fn } = target;
  if (isKept === 'throughout' && isKeptThroughout(target, project)) return yes();
  if (isUnreported || isKept) {
    const trait = isUnreported ? 'takesFailures' : 'keepsFailures';
    const takes = (other: Target): boolean => other.kind === 'function' && other.function[trait] !== undefined;
    if (!takes(target) || !project.holdsForOverrides(target, takes)) return NO;
    return yes({ path: module.path, ...fn.place, message: 'it handles its own failures' });
  }
  for (const { at } of project.calls.reachFrom([target], 3, runsInPlace)) {
    if (at.function.reachesOutside !== true) continue;
    const called = at.function.qualifiedName.slice(at.module.module.length + 1);
    return yes({ path: at.module.path, ...at.function.place, message: `\`${called}\` leaves the code of the project` });
  }
  return NO;
}

/** Whatever of it reaches outside is in functions that end or tell what fails. */
function isKeptThroughout(target: LocatedFunction, { calls }: Project): boolean {
  const isKeeping = (each: LocatedFunction): boolean => each.function.keepsFailures === true;
  const follows = ({ how }: CallEdge, caller: LocatedFunction): boolean => how !== 'deferred' && !isKeeping(caller);
  const reached = [...calls.reachFrom([target], 3, follows)].map(({ at }) => at);
  return reached.some(isKeeping) && reached.every((each) => isKeeping(each) || each.function.reachesOutside !== true);
}
