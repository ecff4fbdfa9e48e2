/** Classes that seem to derive from one of the project, by a name whose import root nobody knows. */
import { groupBy, memoize } from '../../collections/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import type { LocatedClass, ModuleSummary, ProjectModel, Target } from '../../project/index.ts';
import type { MembersSet } from '../names/members-set.ts';
import { lacksItself } from './class-families.ts';

interface Likely {
  readonly base: string;
  /** What it may be called as. */
  readonly name: string;
  readonly found: LocatedClass;
}

/** Those with a base of the project that does not resolve, by the last name of that base. */
const likelyByName = memoize((project: ProjectModel) =>
  groupBy(unresolvedBases(project), ({ name }) => lastSegment(name)),
);

/** `class Van(Model, fleet.mixins.Described)` for `src.fleet.mixins.Described`, where `src` is a package and yet the root. */
function likelyDerivedFrom({ class: { qualifiedName } }: LocatedClass, project: ProjectModel): readonly Likely[] {
  const known = likelyByName(project).get(lastSegment(qualifiedName)) ?? [];
  return known.filter(({ name }) => qualifiedName.endsWith(`.${name}`));
}

function unresolvedBases(project: ProjectModel): readonly Likely[] {
  return project.modules.flatMap((module) =>
    module.classes.flatMap((each) => {
      const found = { module, class: each };
      const bases = project.lineOf(found).filter((base) => typeof base === 'string');
      const dotted = bases.filter((base) => base.includes('.'));
      return dotted.flatMap((base) =>
        [base, ...throughPackage(base, module, project)].map((name) => ({ base, name, found })),
      );
    }),
  );
}

/** `fleet.Described`, which the package `fleet` takes by a name whose root nobody knows (`from mixins import Described`). */
function throughPackage(base: string, importer: ModuleSummary, project: ProjectModel): readonly string[] {
  const end = base.lastIndexOf('.');
  const around = project.resolve(base.slice(0, end), importer);
  const target = around.kind === 'module' ? around.module.names[base.slice(end + 1)]?.target : undefined;
  return target?.includes('.') === true ? [target] : [];
}

const lastSegment = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);

/** Whether a class that seems to derive from it has the attribute, or another base that may bring it. */
const mayGain = (attribute: string, located: LocatedClass, project: ProjectModel): boolean =>
  likelyDerivedFrom(located, project).some(({ base, found }) =>
    project.lineOf(found).some((ancestor) => ancestor !== base && !lacksItself(attribute, ancestor)),
  );

/** Whether a class that seems to derive from one of these has the attribute, or another base that may bring it. */
export function mayBeInherited(attribute: string, family: readonly LocatedClass[], project: ProjectModel): boolean {
  return family.some((each) => mayGain(attribute, each, project));
}

/** What may give one of these the attribute: a class that seems to derive from it, or a decorator of its constructor. */
export function doubtAtBringers(
  attribute: string,
  family: readonly LocatedClass[],
  set: MembersSet,
  project: ProjectModel,
): DoubtId | undefined {
  if (mayBeInherited(attribute, family, project)) return 'uncertain-dispatch';
  return family.some((each) => isFilled(attribute, each, set, project)) ? 'dynamic-binding' : undefined;
}

function isFilled(
  attribute: string,
  { module, class: { qualifiedName } }: LocatedClass,
  set: MembersSet,
  project: ProjectModel,
): boolean {
  const constructors = module.functions.filter((each) => each.qualifiedName === `${qualifiedName}.__init__`);
  return constructors.some(({ decorators }) =>
    decorators.some((decorator) => {
      const found = project.resolve(decorator, module);
      return found.kind === 'function' && set.find(found.function.qualifiedName, attribute) !== undefined;
    }),
  );
}

/** Whether a class that seems to derive from the target says itself, or by another base, what making an object of it takes, or has the method. */
export function mayBeOtherwise(target: Target, project: ProjectModel): boolean {
  if (target.kind === 'class') return mayGain('__init__', target, project);
  const { owner, isBound, function: fn } = target.kind === 'function' ? target : {};
  return owner !== undefined && isBound === true && mayGain(lastSegment(fn?.qualifiedName ?? ''), owner, project);
}
