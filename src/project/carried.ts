/** Whether a function of the project gives on what it is given, through functions of other modules too. */

import type { CarriedAs, SummaryFunction, Through } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { CALLS_BETWEEN_MODULES } from './limits.ts';
import type { Target } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';

type Verdict = Answer['verdict'];

export function carriedThrough({ from, as, ...through }: QuestionOf<'carries'>, project: Project): Answer {
  const verdict = verdictOfStep(through, from, as, project, 0);
  const found = verdict === 'yes' ? giverOf(through, from, project) : undefined;
  if (found === undefined) return { verdict, evidence: [] };
  return { verdict, evidence: [{ path: found.path, ...found.function.place, message: 'this function returns it' }] };
}

/** Of several functions one behind the other: all of them give it on. */
export function verdictThrough(
  through: readonly Through[],
  from: string,
  as: CarriedAs,
  project: Project,
  depth = 0,
): Verdict {
  const verdicts = through.map((each) => verdictOfStep(each, from, as, project, depth));
  if (verdicts.includes('no')) return 'no';
  return verdicts.includes('unknown') ? 'unknown' : 'yes';
}

function verdictOfStep(step: Through, from: string, as: CarriedAs, project: Project, depth: number): Verdict {
  const found = depth > CALLS_BETWEEN_MODULES ? undefined : giverOf(step, from, project);
  return found === undefined ? 'unknown' : verdictOf(found, as, project, depth);
}

interface Giver {
  readonly element: number | undefined;
  readonly path: string;
  readonly function: SummaryFunction;
  readonly parameter: string;
}

function giverOf({ path, parameter, element }: Through, from: string, project: Project): Giver | undefined {
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(path, importer);
  if (target?.kind !== 'function' || isReplaced(target, project)) return undefined;
  const { function: fn, module, isBound, owner } = target;
  const isMethod = owner !== undefined && isBound;
  const name = typeof parameter === 'string' ? parameter : fn.parameters[parameter + (isMethod ? 1 : 0)]?.name;
  return name === undefined ? undefined : { path: module.path, function: fn, parameter: name, element };
}

/** Nobody knows whether the object is of a class below, which has a method of its own in its place. */
function isReplaced(target: Extract<Target, { kind: 'function' }>, project: Project): boolean {
  const { owner, function: fn } = target;
  const method = fn.qualifiedName.slice(fn.qualifiedName.lastIndexOf('.') + 1);
  return owner !== undefined && project.derivedFrom(owner).some((each) => each.class.methods.includes(method));
}

function verdictOf(giver: Giver, as: CarriedAs, project: Project, depth: number): Verdict {
  const { path, function: fn, parameter, element: taken } = giver;
  // What gives one thing after the other, and what is not seen to give anything.
  if (fn.isGenerator || fn.carries === undefined || fn.isConditional === true) return 'unknown';
  const verdicts = fn.carries
    .filter((each) => each.parameter === parameter && each.as === as)
    .filter(({ element }) => element === undefined || taken === undefined || element === taken)
    .map(({ isDoubtful, through }): Verdict => {
      const verdict = through === undefined ? 'yes' : verdictThrough(through, path, as, project, depth + 1);
      return isDoubtful === true && verdict === 'yes' ? 'unknown' : verdict;
    });
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.includes('unknown') ? 'unknown' : 'no';
}
