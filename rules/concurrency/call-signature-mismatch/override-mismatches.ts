/** Methods that cannot take the calls that are made of what they override. */
import { type Found, type ProjectProblem, unpackPlace } from '#kit';
import { constructedClasses } from '#kit/state';
import type { LocatedFunction, ProjectModel, Target } from '#project';
import type { SummaryClass } from '#semantics';
import { describeMismatch, mismatchOf } from '#semantics/calls/call-binding';
import { type ClassesGiven, classesGiven } from '../_shared/classes-handed.ts';
import type { ProjectCall } from '../_shared/project-calls.ts';
import { calledBy } from './call-problems.ts';

type Made = ReadonlySet<SummaryClass>;

interface OverrideMismatch {
  readonly override: LocatedFunction;
  readonly says: string;
}

/** Told where the method stands: it is one, however many calls there are of what it overrides. */
export function overrideProblems(
  facts: readonly Found<ClassesGiven & { readonly calls: readonly ProjectCall[] }>[],
  project: ProjectModel,
): Iterable<ProjectProblem> {
  const problems = new Map<string, ProjectProblem>();
  const made = new Set([...constructedClasses(project), ...classesGiven(facts, project)]);
  for (const { path, fact } of facts) {
    const module = project.moduleByPath(path);
    if (module === undefined) continue;
    for (const call of fact.calls) {
      for (const { override, says } of overrideMismatches(call, calledBy(call, module, project), made, project)) {
        const { qualifiedName, place } = override.function;
        if (problems.has(qualifiedName)) continue;
        const name = qualifiedName.slice(override.module.module.length + 1);
        problems.set(qualifiedName, {
          at: { path: override.module.path, ...place },
          message: `\`${name}\` overrides a method with an incompatible signature: it ${says}`,
          ...({ remedy: 'Give it the parameters of the method it overrides', doubt: 'uncertain-dispatch' } as const),
          cause: `${qualifiedName} override`,
          related: [{ path, ...unpackPlace(call.place), message: 'called here' }],
          key: `${qualifiedName} override`,
        });
      }
    }
  }
  return problems.values();
}

/** A call that the target takes, and the overrides of it, in classes of which objects are made or that are given to someone, that cannot. */
function overrideMismatches(
  call: ProjectCall,
  target: Target,
  made: Made,
  project: ProjectModel,
): readonly OverrideMismatch[] {
  if (target.kind !== 'function' || target.owner === undefined || !target.isBound || call.positional < 0) return [];
  if (target.isExact || call.isTask === true || call.isPartial === true) return [];
  const own = project.signatureOf(target);
  if (own === undefined || mismatchOf(call, own.parameters, own.takesMore) !== undefined) return [];
  const name = target.function.qualifiedName.split('.').at(-1) ?? '';
  return project.derivedFrom(target.owner).flatMap((derived): OverrideMismatch[] => {
    const other = made.has(derived.class)
      ? project.follow(`${derived.class.qualifiedName}().${name}`, derived.module)
      : undefined;
    if (other?.kind !== 'function' || other.function === target.function) return [];
    const signature = project.signatureOf(other);
    const mismatch = signature && mismatchOf(call, signature.parameters, signature.takesMore);
    if (mismatch === undefined) return [];
    const { module, function: fn } = other;
    return [{ override: { module, function: fn }, says: describeMismatch(mismatch) }];
  });
}
