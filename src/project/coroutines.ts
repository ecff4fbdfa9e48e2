/** What the coroutines of the project do once they are started. */
import type { CoroutineTrait } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { CALL_DEPTH } from './call-graph.ts';
import { addsToRouter, TRANSPARENT_DECORATORS } from './decorators.ts';
import type { LocatedFunction, Target } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';

export function coroutineDoes({ function: name, from, does }: QuestionOf<'coroutine'>, project: Project): Answer {
  const importer = project.moduleByPath(from);
  // Functions inside of functions have a full name, but no path leads to them.
  const own = project.functionNamed(name);
  const target =
    own !== undefined ? ({ kind: 'function', ...own, owner: undefined, isBound: false } as const) : undefined;
  const found = importer === undefined ? target : (followed(name, importer, project) ?? target);
  if (found === undefined || runsWhenAwaited(found) !== true) return answer('unknown');
  switch (does) {
    case 'suspends':
      return whetherSuspends(found, project);
    case 'runs-on':
      return answer(runsOn(found, project) ? 'yes' : 'no');
    case 'runs-until-failure':
      return answer(runsOn(found, project, 'outlives-failures') ? 'yes' : 'no');
    case 'ends-failures':
      return answer(endsFailures(found, project) ? 'yes' : 'no');
  }
}

const answer = (verdict: Answer['verdict']): Answer => ({ verdict, evidence: [] });

type TargetFunction = Extract<Target, { readonly kind: 'function' }>;

function followed(name: string, importer: LocatedFunction['module'], project: Project): TargetFunction | undefined {
  const target = project.follow(name, importer);
  return target.kind === 'function' ? target : undefined;
}

function whetherSuspends(target: TargetFunction, project: Project): Answer {
  if (target.function.coroutine?.includes('suspends') === true) return answer('yes');
  const never = (other: Target) =>
    runsWhenAwaited(other) === true && other.kind === 'function' && other.function.coroutine?.length === 0;
  return answer(never(target) && project.holdsForOverrides(target, never) ? 'no' : 'unknown');
}

/** Itself, or what it calls on its way; not what has the trait `but` besides. */
function runsOn(target: TargetFunction, project: Project, but?: CoroutineTrait): boolean {
  for (const { at } of project.calls.reachFrom([target], CALL_DEPTH, ({ how }) => how !== 'deferred')) {
    const { coroutine } = at.function;
    if (coroutine?.includes('runs-on') === true && (but === undefined || !coroutine.includes(but))) return true;
  }
  return false;
}

/** Itself, and so does each that it awaits where a failure would get out. */
function endsFailures(target: TargetFunction, project: Project, depth = 0): boolean {
  const ends = (other: Target): boolean => {
    if (other.kind !== 'function') return false;
    const { coroutine, failsBy } = other.function;
    if (coroutine?.includes('ends-failures') === true) return true;
    return (
      depth < CALL_DEPTH &&
      failsBy?.every((accessPath) => {
        const awaited = followed(accessPath, other.module, project);
        return awaited !== undefined && endsFailures(awaited, project, depth + 1);
      }) === true
    );
  };
  return ends(target) && project.holdsForOverrides(target, ends);
}

/** Whether calling gives a coroutine; undefined where a decorator may make anything of it. */
export function runsWhenAwaited(target: Target): boolean | undefined {
  if (target.kind !== 'function') return undefined;
  const { isAsync, isGenerator, decorators } = target.function;
  const isPlain = decorators.every((name) => TRANSPARENT_DECORATORS.has(name) || addsToRouter(name, target.function));
  return isPlain ? isAsync && !isGenerator : undefined;
}
